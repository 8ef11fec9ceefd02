from uuid import UUID

import pytest
from flask import Blueprint, Flask, Response

from shop_admin.api import refuse_undeclared
from shop_admin.api.gate import Gate, Who
from shop_admin.api.shapes.declared import done
from shop_admin.permissions import Actor, Permission


def test_a_route_beside_the_gate_is_refused() -> None:
    app = Flask(__name__)
    app.add_url_rule("/api/backdoor/", "backdoor", Response)

    with pytest.raises(RuntimeError, match="/api/backdoor/"):
        refuse_undeclared(app)


def test_the_application_has_none(app: Flask) -> None:
    assert refuse_undeclared(app) is None


def change(product_id: UUID) -> Response:
    return Response(str(product_id))


def opened(actor: Actor, product_id: UUID) -> Actor:
    return actor


def everything(secret: str) -> Response:
    return Response(secret)


@pytest.mark.parametrize(
    ("declaration", "view", "reason"),
    [
        ({"who": Who.STAFF}, change, "asked for a permission"),
        ({"who": Who.ANYONE, "permission": Permission.CATALOG_EDIT}, change, "only staff"),
        ({"who": Who.STAFF, "permission": Permission.CATALOG_EDIT}, change, "nobody opens"),
        ({"who": Who.LOGGED_IN}, everything, "takes what the gate does not give"),
        ({"who": Who.LOGGED_IN, "opens": opened, "answers": {}}, change, "declares no answers"),
    ],
    ids=["no permission", "nobody's permission", "no opener", "unknown parameter", "no answers"],
)
def test_a_declaration_that_would_not_hold_is_refused(
    declaration: dict[str, object], view: object, reason: str
) -> None:
    gate = Gate(Blueprint("test", __name__))
    declared = {"rate": None, "answers": done(), **declaration}

    with pytest.raises(TypeError, match=reason):
        gate.endpoint("PATCH", "/products/<product_id>/", **declared)(view)  # type: ignore[arg-type, type-var]
