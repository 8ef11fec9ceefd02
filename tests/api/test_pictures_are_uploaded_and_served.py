import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from factories import Person, make_person, make_product, make_store
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from shop_admin.db import db, transaction
from shop_admin.models.catalog import Product, ProductImage
from shop_admin.models.stores import Store
from shop_admin.permissions import command

Headers = dict[str, str]
BASE = "http://127.0.0.1:8000"


def png(colour: str = "red") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (600, 300), colour).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def product(app: Flask) -> UUID:
    """Return a public product without pictures."""
    return make_product(make_store())


@pytest.fixture
def staff(product: UUID, app: Flask, bearer: Callable[[Person], Headers]) -> Headers:
    """Return the header of an admin."""
    return bearer(make_person(admin=True))


def upload(
    client: FlaskClient, product: UUID, headers: Headers, data: bytes | None = None, **more: str
) -> TestResponse:
    # Written out by hand: the test client would leave large bodies behind as open files.
    parts = [f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
             for name, value in more.items()]  # fmt: skip
    head = '--cut\r\nContent-Disposition: form-data; name="image"; filename="../x.svg"\r\n\r\n'
    body = "".join(parts).encode() + head.encode() + (png() if data is None else data)
    return client.post(
        f"/api/products/{product}/images/",
        data=body + b"\r\n--cut--\r\n",
        content_type="multipart/form-data; boundary=cut",
        headers=headers,
    )


def put(model: Any, **values: Any) -> None:
    with transaction(command().db_context()):
        db.session.execute(sa.update(model).values(**values))


def test_an_upload_is_shown_with_its_product(
    client: FlaskClient, product: UUID, staff: Headers
) -> None:
    made = upload(client, product, staff, alt_text="A red lamp")
    upload(client, product, staff, png("blue"))

    assert made.status_code == 201
    assert made.json is not None
    assert (made.json["width"], made.json["height"], made.json["order"]) == (600, 300, 0)
    shown = client.get(f"/api/products/{product}/").json
    assert shown is not None
    assert [one["alt_text"] for one in shown["images"]] == ["A red lamp", ""]
    listed = client.get("/api/products/").json
    assert listed is not None
    assert listed["results"][0]["image"] == shown["image"]
    assert set(shown["image"]) == {"url", "thumbnail_url", "alt_text", "width", "height"}
    for name in ("url", "thumbnail_url"):
        answer = client.get(shown["image"][name].removeprefix(BASE))
        assert (answer.status_code, answer.mimetype) == (200, "image/webp")
        assert Image.open(io.BytesIO(answer.data)).format == "WEBP"


def test_a_picture_is_sealed_and_cached(client: FlaskClient, product: UUID, staff: Headers) -> None:
    made = upload(client, product, staff).json
    assert made is not None
    path = made["url"].removeprefix(BASE)

    answer = client.get(path)
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})

    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "public, max-age=3600, immutable"
    assert not answer.headers["ETag"].startswith("W/")
    assert "Set-Cookie" not in answer.headers
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Product, {"status_flag": "DRAFT"}),
        (Product, {"is_deleted": True}),
        (Store, {"is_suspended": True}),
        (ProductImage, {"is_deleted": True}),
        (ProductImage, {"is_suspended": True}),
    ],
)
def test_pictures_of_what_is_not_public_are_not_there(
    client: FlaskClient, product: UUID, staff: Headers, model: Any, values: dict[str, Any]
) -> None:
    made = upload(client, product, staff).json
    assert made is not None
    etag = client.get(made["url"].removeprefix(BASE)).headers["ETag"]
    put(model, **values)

    for name in ("url", "thumbnail_url"):
        path = made[name].removeprefix(BASE)
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 404


def test_a_picture_is_described_moved_and_removed(
    client: FlaskClient, product: UUID, staff: Headers
) -> None:
    made = [upload(client, product, staff, png(name)).json for name in ("red", "green", "blue")]
    ids = [one["id"] for one in made if one]
    path = f"/api/products/{product}/images/{ids[2]}/"

    changed = client.patch(path, json={"alt_text": "Blue", "order": 0}, headers=staff)
    removed = client.delete(f"/api/products/{product}/images/{ids[0]}/", headers=staff)

    assert changed.json is not None
    assert (changed.status_code, changed.json["alt_text"], changed.json["order"]) == (
        200,
        "Blue",
        0,
    )
    assert removed.status_code == 204
    shown = client.get(f"/api/products/{product}/").json
    assert shown is not None
    assert [one["id"] for one in shown["images"]] == [ids[2], ids[1]]


def test_a_picture_is_found_below_its_own_product_only(
    client: FlaskClient, product: UUID, staff: Headers
) -> None:
    made = upload(client, product, staff).json
    assert made is not None
    other = make_product(make_store("Paris"))

    answer = client.delete(f"/api/products/{other}/images/{made['id']}/", headers=staff)

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422),
        (b"", 422),
        (b"x" * 12_000_001, 413),
        (b"x" * 11_000_000, 422),
    ],
    ids=["svg", "empty", "above 12 MB", "above 10 MB"],
)
def test_what_is_no_picture_is_refused(
    client: FlaskClient, product: UUID, staff: Headers, data: bytes, status: int
) -> None:
    answer = upload(client, product, staff, data)

    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_the_form_is_read_strictly(client: FlaskClient, product: UUID, staff: Headers) -> None:
    path = f"/api/products/{product}/images/"

    as_json = client.post(path, json={"image": "x"}, headers=staff)
    unknown = upload(client, product, staff, is_deleted="1")
    without = client.post(
        path, data={"alt_text": "x"}, content_type="multipart/form-data", headers=staff
    )

    assert as_json.status_code == 415
    for answer, pointer in ((unknown, "/is_deleted"), (without, "/image")):
        assert answer.json is not None
        assert answer.status_code == 422
        assert [one["pointer"] for one in answer.json["errors"]] == [pointer]
