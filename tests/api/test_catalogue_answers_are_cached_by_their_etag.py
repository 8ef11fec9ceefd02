from uuid import UUID

import pytest
import sqlalchemy as sa
from factories import make_category, make_product, make_store
from flask import Flask
from flask.testing import FlaskClient

from shop_admin.db import db, transaction
from shop_admin.models.catalog import Product
from shop_admin.permissions import command


@pytest.fixture
def product(app: Flask) -> UUID:
    """Return a public product."""
    return make_product(make_store(), category_id=make_category(None))


@pytest.mark.parametrize(
    "path", ["/api/products/", "/api/products/{}/", "/api/categories/", "/api/stores/"]
)
def test_the_same_answer_is_not_sent_twice(client: FlaskClient, product: UUID, path: str) -> None:
    path = path.format(product)
    first = client.get(path)
    etag = first.headers["ETag"]
    again = client.get(path, headers={"If-None-Match": etag})

    assert first.headers["Cache-Control"] == "public, max-age=30"
    assert not etag.startswith("W/")
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    assert "Cookie" not in first.headers["Vary"]


def test_a_change_shows_at_once(client: FlaskClient, product: UUID) -> None:
    path = f"/api/products/{product}/"
    etag = client.get(path).headers["ETag"]
    with transaction(command().db_context()):
        db.session.execute(sa.update(Product).where(Product.id == product).values(name="New"))

    again = client.get(path, headers={"If-None-Match": etag})

    assert again.status_code == 200
    assert again.json is not None
    assert again.json["name"] == "New"


def test_head_and_options_work(client: FlaskClient, product: UUID) -> None:
    head = client.head("/api/products/")
    options = client.options("/api/products/")

    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == client.get("/api/products/").headers["ETag"]
    assert options.status_code == 200
    assert "POST" in options.headers["Allow"]
