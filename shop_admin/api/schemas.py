"""A thin layer over pydantic: bodies and queries read strictly, refused in sentences."""

from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails
from werkzeug.exceptions import RequestEntityTooLarge

from shop_admin.api import strict_json
from shop_admin.api.values import SENTENCES
from shop_admin.errors import Invalid, Problem, ShopError

LONGEST_POINTER = 200
LARGEST_UPLOAD = 12_000_000


class Schema(BaseModel):
    """What may come in; anything else is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Upload(Schema):
    """A form with files in it, read as multipart/form-data."""


class NoQuery(Schema):
    """An endpoint that takes no query parameter."""


class UnsupportedType(ShopError):
    """The body is of a type that the endpoint does not read. HTTP 415."""

    status = 415
    code = "unsupported_media_type"


S = TypeVar("S", bound=Schema)

_SENTENCES = {
    "missing": "This is required.",
    "extra_forbidden": "There is no such field.",
    "string_type": "Give text.",
    "string_too_short": "Give at least {min_length} characters.",
    "string_too_long": "Use at most {max_length} characters.",
    "int_type": "Give a whole number.",
    "bool_type": "Give true or false.",
    "greater_than_equal": "Give at least {ge}.",
    "less_than_equal": "Give at most {le}.",
    "literal_error": "Give one of {expected}.",
    "list_type": "Give a list.",
    "too_short": "Give at least {min_length}.",
    "too_long": "Give at most {max_length}.",
    "model_type": "Give an object.",
    "dict_type": "Give an object.",
}


def filled(name: str) -> dict[str, Any]:
    """Return the JSON schema of an object whose text of this name is not empty."""
    return {"required": [name], "properties": {name: {"minLength": 1}}}


def read_json() -> Any:
    """Return the request's JSON. Raises UnsupportedType, Malformed; too large is Flask's 413."""
    if request.mimetype != "application/json":
        raise UnsupportedType("Send the body as application/json.")
    return strict_json.parse(read_bytes())


def read_bytes() -> bytes:
    """Return the request's body as it came; too large is Flask's 413."""
    data = request.get_data()
    # A body that does not say its length is cut off at the limit in silence.
    if request.content_length is None and len(data) >= (request.max_content_length or 0):
        raise RequestEntityTooLarge
    return data


def read_form() -> dict[str, Any]:
    """Return the fields of a multipart form, the files as bytes; 12 MB at most."""
    if request.mimetype != "multipart/form-data":
        raise UnsupportedType("Send the form as multipart/form-data.")
    request.max_content_length = LARGEST_UPLOAD
    fields = [*request.form.items(multi=True), *request.files.items(multi=True)]
    if len(fields) != len({name for name, _ in fields}):
        raise Invalid("Send each field once.")
    files = {name: file.read() for name, file in request.files.items()}
    return {**request.form.to_dict(), **files}


def read_query(schema: type[S]) -> S:
    """Return the query parameters as the schema reads them, each given once. Raises Invalid."""
    given = {name: values[0] for name, values in request.args.lists()}
    repeated = [name for name, values in request.args.lists() if len(values) > 1]
    if repeated:
        problems = tuple(_problem([name], "Give this parameter once.") for name in repeated)
        raise Invalid("A query parameter was given twice.", problems=problems)
    return validate(schema, given)


def validate(schema: type[S], value: Any) -> S:
    """Return the value as the schema reads it. Raises Invalid with a sentence for each field."""
    try:
        return schema.model_validate(value)
    except ValidationError as wrong:
        details = wrong.errors(include_url=False, include_input=False)
        problems = tuple(_problem(one["loc"], _sentence(one)) for one in details)
    raise Invalid("The request is not valid.", problems=problems)


def pointer(parts: Any) -> str:
    """Return the JSON pointer (RFC 6901) to a place in the body."""
    escaped = (str(part).replace("~", "~0").replace("/", "~1") for part in parts)
    return "".join(f"/{part}" for part in escaped)[:LONGEST_POINTER]


def _problem(parts: Any, sentence: str) -> Problem:
    return Problem(None, sentence, {"pointer": pointer(parts)})


def _sentence(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return str(context["error"])
    if error["type"] == "string_pattern_mismatch":
        return SENTENCES[context["pattern"]]
    return _SENTENCES.get(error["type"], "This value is not valid.").format(**context)
