"""Arranges a shop behind a real server and lets Schemathesis ask it, as one role at a time."""

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import factories
import httpx
from PIL import Image
from servers import LiveServer

from shop_admin.db import transaction
from shop_admin.permissions import IDENTITY
from shop_admin.services import customers, sessions

HERE = Path(__file__).parent
ROLES = ("guest", "customer", "manager", "admin")


@dataclass(frozen=True, kw_only=True)
class Shop:
    """What exists, under the names that the document has for ids; secrets of orders; tokens."""

    server: LiveServer
    ids: dict[str, list[str]]
    secrets: dict[str, str]
    tokens: dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class Run:
    """How one role's run ended."""

    role: str
    statuses: dict[str, int]
    code: int
    output: str

    @property
    def answers(self) -> int:
        """Return how many requests were answered."""
        return sum(self.statuses.values())

    def line(self) -> str:
        """Return the figures in one line."""
        told = ", ".join(f"{status} × {count:,}" for status, count in sorted(self.statuses.items()))
        end = "holds" if self.code == 0 else "FAILS"
        return f"{self.role:9} {self.answers:7,} answers  {end}  {told}"


def arrange(server: LiveServer, *, products: int, spare_tokens: int) -> Shop:
    """Make a store with all that an address may name, twice or more of each."""
    with server.app.test_request_context():
        store = factories.make_store()
        categories = [factories.make_category(store, f"Shelf {n}") for n in range(6)]
        below = [factories.make_subcategory(categories[0], f"Part {n}") for n in range(6)]
        made = [factories.make_product(store, stock=500) for _ in range(products)]
        people = {
            "manager": factories.make_person(store, "MANAGER"),
            "admin": factories.make_person(admin=True),
        }
        with transaction(IDENTITY.db_context()):
            customer = customers.welcome("+4915123456789")
        assert customer is not None
        logins = {role: (person.user_id, "api_staff") for role, person in people.items()}
        logins["customer"] = (customer, "api_customer")
        tokens = {
            role: [_token(*login) for _ in range(spare_tokens + 1)]
            for role, login in logins.items()
        }
    ids = {
        "store_id": [str(store)],
        "category_id": [str(one) for one in categories],
        "subcategory_id": [str(one) for one in below],
        "product_id": [str(one) for one in made],
    }
    with httpx.Client(base_url=server.url, timeout=30) as client:
        ids["image_id"] = _pictures(client, tokens["admin"][0], ids["product_id"][0])
        bought = ids["product_id"][:8]
        secrets = {(order := _order(client, one))["id"]: order["access_token"] for one in bought}
        own = [_order(client, one, tokens["customer"][0])["id"] for one in bought]
    # In turn, so that each role meets orders of its own.
    ids["order_id"] = [one for pair in zip(secrets, own, strict=True) for one in pair]
    return Shop(server=server, ids=ids, secrets=secrets, tokens=tokens)


def prove(shop: Shop, role: str, folder: Path, *options: str) -> Run:
    """Let Schemathesis ask as a role, with every check; its whole output comes back."""
    told, figures = folder / f"{role}-shop.json", folder / f"{role}-figures.json"
    tokens = shop.tokens.get(role, [])
    told.write_text(
        json.dumps(
            {
                "ids": shop.ids,
                "secrets": shop.secrets if role == "guest" else {},
                "tokens": tokens,
            }
        )
    )
    figures.write_text("{}")
    url = shop.server.url
    command = [sys.executable, "-m", "schemathesis.cli"]
    command += ["--config-file", str(HERE / "schemathesis.toml")]
    command += ["run", f"{url}/api/openapi.json", "--url", url]
    ended = subprocess.run(
        [*command, "--no-color", *options],
        cwd=folder,
        env={
            **os.environ,
            "SCHEMATHESIS_HOOKS": "schemathesis_hooks",
            "PYTHONPATH": str(HERE),
            "SHOP_PROOF_SHOP": str(told),
            "SHOP_PROOF_FIGURES": str(figures),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return Run(
        role=role,
        statuses=json.loads(figures.read_text()),
        code=ended.returncode,
        output=ended.stdout + ended.stderr,
    )


def _token(user_id: UUID, kind: str) -> str:
    with transaction(IDENTITY.db_context()):
        return sessions.open_session(user_id, kind).token


def _pictures(client: httpx.Client, token: str, product_id: str) -> list[str]:
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), "navy").save(picture, "PNG")
    who = {"Authorization": f"Bearer {token}"}
    path = f"/api/products/{product_id}/images/"
    form = {"image": ("lamp.png", picture.getvalue(), "image/png")}
    return [client.post(path, files=form, headers=who).json()["id"] for _ in range(4)]


def _order(client: httpx.Client, product_id: str, token: str | None = None) -> dict[str, str]:
    body = {
        "items": [{"product_id": product_id, "quantity": 1}],
        "contact": {"email": "ada@example.com"},
        "shipping_address": factories.ADDRESS,
        "payment_method": "bank_transfer",
    }
    who = {"Authorization": f"Bearer {token}"} if token else {}
    placed: dict[str, str] = client.post("/api/orders/", json=body, headers=who).json()
    return placed
