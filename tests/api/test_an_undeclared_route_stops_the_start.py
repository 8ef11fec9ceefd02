from uuid import UUID

import pytest
from flask import Blueprint, Flask, Response

from shop_admin.api import refuse_undeclared
from shop_admin.api.gate import Gate, Who
from shop_admin.permissions import Permission


def test_a_route_beside_the_gate_is_refused() -> None:
    app = Flask(__name__)
    app.add_url_rule("/api/backdoor/", "backdoor", Response)

    with pytest.raises(RuntimeError, match="/api/backdoor/"):
        refuse_undeclared(app)


def test_the_application_has_none(app: Flask) -> None:
    assert refuse_undeclared(app) is None


def change(product_id: UUID) -> Response:
    return Response(str(product_id))


def everything(secret: str) -> Response:
    return Response(secret)


@pytest.mark.parametrize(
    ("declaration", "view"),
    [
        ({"who": Who.STAFF}, change),
        ({"who": Who.ANYONE, "permission": Permission.CATALOG_EDIT}, change),
        ({"who": Who.STAFF, "permission": Permission.CATALOG_EDIT}, change),
        ({"who": Who.LOGGED_IN}, everything),
    ],
    ids=["staff without a permission", "a permission of nobody", "no opener", "unknown parameter"],
)
def test_a_declaration_that_would_not_hold_is_refused(
    declaration: dict[str, object], view: object
) -> None:
    gate = Gate(Blueprint("test", __name__))

    with pytest.raises(TypeError):
        gate.endpoint("PATCH", "/products/<product_id>/", rate=None, **declaration)(view)  # type: ignore[arg-type, type-var]
