"""Every example of the document is sent as it stands, with ids of a shop in place of its own."""

import io
import json
from collections.abc import Callable
from typing import Any

import factories
import pytest
from flask.testing import FlaskClient
from promises import Promises
from werkzeug.test import TestResponse

from shop_admin.api.openapi.examples import BODIES, EXAMPLE_IDS

Bearer = Callable[[factories.Person], dict[str, str]]


@pytest.fixture
def ids(app: object) -> dict[str, str]:
    """Return ids of a shop for those that the examples have."""
    store = factories.make_store()
    category = factories.make_category(store)
    return {
        "store_id": str(store),
        "category_id": str(category),
        "subcategory_id": str(factories.make_subcategory(category)),
        "product_id": str(factories.make_product(store)),
    }


def _filled(text: str, ids: dict[str, str]) -> str:
    for name, example in EXAMPLE_IDS.items():
        if name in ids:
            text = text.replace(example, ids[name])
    return text


def _operations(promises: Promises) -> list[tuple[str, str, str, dict[str, Any]]]:
    """Return path, method, media type and content of every operation that takes a body."""
    return [
        (path, method, media_type, content)
        for path, operations in promises.document["paths"].items()
        for method, one in operations.items()
        for media_type, content in one.get("requestBody", {}).get("content", {}).items()
    ]


def test_every_body_of_json_has_an_example(promises: Promises) -> None:
    without = [
        f"{method} {path}"
        for path, method, media_type, content in _operations(promises)
        if media_type == "application/json" and not content.get("examples")
    ]
    assert without == []


def test_every_example_fits_its_schema(promises: Promises) -> None:
    for path, _method, _type, content in _operations(promises):
        for name, example in content.get("examples", {}).items():
            found = promises.errors_of(content["schema"], example["value"])
            assert found == [], (path, name)


PATHS = {
    "NewOrder": "/api/orders/",
    "NewProduct": "/api/products/",
    "ProductChange": "/api/products/{product_id}/",
    "StockChange": "/api/products/{product_id}/stock/",
    "NewCategory": "/api/categories/",
    "NewSubcategory": "/api/categories/{category_id}/subcategories/",
    "ShelfChange": "/api/categories/{category_id}/",
}


@pytest.mark.parametrize(
    ("schema", "name"), [(schema, name) for schema in PATHS for name in BODIES[schema]]
)
def test_the_example_works(
    client: FlaskClient, bearer: Bearer, ids: dict[str, str], schema: str, name: str
) -> None:
    body = _filled(json.dumps(BODIES[schema][name]["value"]), ids)
    path = PATHS[schema].format_map(ids)
    who = {} if schema == "NewOrder" else bearer(factories.make_person(admin=True))
    method = "PATCH" if schema.endswith("Change") and "stock" not in path else "POST"
    answer = client.open(
        path, method=method, data=body, headers=who, content_type="application/json"
    )

    assert answer.status_code in (200, 201), answer.text


def test_the_login_works_with_an_email_and_a_password_that_exist(client: FlaskClient) -> None:
    person = factories.make_person(admin=True)
    body = {**BODIES["AdminLogin"]["login"]["value"]}
    refused = client.post("/api/auth/admin/login/", json=body)
    body |= {"email": person.email, "password": factories.PASSWORD}

    assert refused.status_code == 401
    assert client.post("/api/auth/admin/login/", json=body).status_code == 200


def _uploaded(client: FlaskClient, path: str, headers: dict[str, str]) -> TestResponse:
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    form = {"image": (io.BytesIO(picture.getvalue()), "lamp.png"), "alt_text": "A lamp"}
    return client.post(path, data=form, headers=headers)


def test_a_picture_is_put_to_the_front(
    client: FlaskClient, bearer: Bearer, ids: dict[str, str]
) -> None:
    who = bearer(factories.make_person(admin=True))
    pictures = f"/api/products/{ids['product_id']}/images/"
    _uploaded(client, pictures, who)
    second = _uploaded(client, pictures, who).json
    assert second is not None
    body = BODIES["PictureChange"]["first"]["value"]
    answer = client.patch(f"{pictures}{second['id']}/", json=body, headers=who)

    assert answer.json is not None
    assert (answer.status_code, answer.json["order"]) == (200, 0)


def test_a_number_without_a_fraction_is_whole(
    client: FlaskClient, cart: Callable[..., dict[str, Any]], ids: dict[str, str]
) -> None:
    body = cart()
    body["items"] = [{"product_id": ids["product_id"], "quantity": 2.0}]
    placed = client.post("/api/orders/", json=body).json

    assert placed is not None
    assert placed["items"][0]["quantity"] == 2
