"""What Schemathesis is told of the shop that it asks: ids that exist, secrets, pictures, tokens."""

import io
import json
import os
import re
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import strategies as st
from PIL import Image
from schemathesis.core.failures import Failure

SHOP = json.loads(Path(os.environ["SHOP_PROOF_SHOP"]).read_text())
FIGURES = Path(os.environ["SHOP_PROOF_FIGURES"])
IDS: dict[str, list[str]] = SHOP["ids"]
SECRETS: dict[str, str] = SHOP["secrets"]
TOKENS: list[str] = SHOP["tokens"]
BODY_IDS = {"product_id": "product_id", "store": "store_id", "category": "category_id"}

# What a refusal says where a value is not as its schema asks. A value that is may be refused for
# what it means, never in these words.
FORMAL = re.compile(
    r"This is required\.|There is no such field\.|Give text\.|Give at least .*|Give at most .*"
    r"|Give a whole number\.|Give true or false\.|Give one of .*|Give a list\.|Give an object\."
    r"|Give an id\.|Give an amount as text.*|Give a moment with .*|Give an email address.*"
    r"|Use one line of plain text\.|This has characters .*|Use small letters, .*"
    r"|Give the country .*|Use a country's .*|Give a phone number\.|Give the digits .*"
    r"|Give this parameter once\."
    r"|Use at most [0-9]+ characters\.|This value is not valid\."
)
statuses: dict[str, int] = {}


def _real(name: str, given: Any) -> Any:
    """Return an id that exists for most of those that were made up, the same for the same."""
    pool = IDS.get(name)
    if not pool or not isinstance(given, str) or len(given) != 36:
        return given
    number = zlib.crc32(given.encode())
    return given if number % 5 == 0 else pool[number % len(pool)]


@schemathesis.hook
def before_load_schema(_context: Any, raw_schema: dict[str, Any]) -> None:
    """Put ids of this shop in the place of those that the examples have."""
    text = json.dumps(raw_schema)
    for name, example in raw_schema["x-example-ids"].items():
        if IDS.get(name):
            text = text.replace(example, IDS[name][0])
    raw_schema.clear()
    raw_schema.update(json.loads(text))


@schemathesis.hook
def map_path_parameters(_context: Any, path_parameters: dict[str, Any]) -> dict[str, Any]:
    """Open what exists, mostly."""
    return {name: _real(name, value) for name, value in (path_parameters or {}).items()}


@schemathesis.hook
def map_body(_context: Any, body: Any) -> Any:
    """Name what exists, mostly."""
    if isinstance(body, list):
        return [map_body(_context, one) for one in body]
    if not isinstance(body, dict):
        return body
    return {
        name: _real(BODY_IDS[name], value) if name in BODY_IDS else map_body(_context, value)
        for name, value in body.items()
    }


class Login:
    """Sends the role's token; to the address that ends it, one that is to spare."""

    def get(self, _case: Any, _context: Any) -> str:
        """Return the token of most requests."""
        return TOKENS[0]

    def set(self, case: Any, data: str, _context: Any) -> None:
        """Write a token into a request."""
        ends = case.path == "/api/auth/logout/" and len(TOKENS) > 1
        case.headers["Authorization"] = f"Bearer {TOKENS.pop() if ends else data}"


if TOKENS:
    schemathesis.auth()(Login)


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    """Send a guest the secret of their order."""
    secret = SECRETS.get(str((case.path_parameters or {}).get("order_id")))
    # Where a secret was made up, the answer to a wrong one is looked at.
    if secret and "Order-Token" not in case.headers and "token" not in (case.query or {}):
        case.headers["Order-Token"] = secret


@schemathesis.check
def sound_data_is_not_refused_for_its_form(_context: Any, response: Any, case: Any) -> None:
    """Fail where the document admits a value that the validators do not."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if response.status_code != 422:
        return
    formal = [one for one in response.json().get("errors", ()) if FORMAL.fullmatch(one["detail"])]
    if formal:
        raise Failure(
            operation=case.operation.label,
            title="Sound data refused for its form",
            message=json.dumps(formal),
        )


@schemathesis.hook
def after_call(_context: Any, _case: Any, response: Any) -> None:
    """Count what was answered."""
    status = str(response.status_code)
    statuses[status] = statuses.get(status, 0) + 1
    FIGURES.write_text(json.dumps(statuses))


def _picture(width: int, height: int, kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), (40, 90, 160)).save(made, kind)
    return made.getvalue()


# Any bytes fit `format: binary`; pictures do more.
schemathesis.openapi.format(
    "binary",
    st.one_of(
        st.builds(
            _picture,
            st.integers(1, 40),
            st.integers(1, 40),
            st.sampled_from(["PNG", "JPEG", "WEBP"]),
        ),
        st.binary(max_size=200),
    ),
)
# Of all email addresses, those whose domains may be somebody's.
schemathesis.openapi.format(
    "email", st.from_regex(r"[a-z]{1,12}\.[a-z0-9]{1,12}@[a-z]{2,12}\.(com|de|in)", fullmatch=True)
)
# Of all moments, those of the years that the document names.
schemathesis.openapi.format(
    "date-time",
    st.datetimes(datetime(1970, 1, 2), datetime(2999, 12, 30)).map(  # noqa: DTZ001
        lambda at: at.replace(tzinfo=UTC).isoformat()
    ),
)
