from collections.abc import Callable
from uuid import UUID

import pytest
from factories import Person, make_category, make_person, make_product, make_store
from flask import Flask
from flask.testing import FlaskClient

Headers = dict[str, str]
BASE = "http://127.0.0.1:8000"


@pytest.fixture
def store(app: Flask) -> UUID:
    """Return a store."""
    return make_store()


@pytest.fixture
def staff(store: UUID, bearer: Callable[[Person], Headers]) -> Headers:
    """Return the header of somebody who works in the store."""
    return bearer(make_person(store))


def test_staff_make_shelves_of_their_store(
    client: FlaskClient, store: UUID, staff: Headers
) -> None:
    made = client.post(
        "/api/categories/", json={"name": "Möbel", "store": str(store)}, headers=staff
    )
    assert made.json is not None
    path = made.headers["Location"].removeprefix(BASE)
    below = client.post(f"{path}subcategories/", json={"name": "Stühle"}, headers=staff)
    assert below.json is not None

    assert (made.status_code, below.status_code) == (201, 201)
    assert (made.json["slug"], made.json["store"], made.json["version"]) == ("mobel", str(store), 1)
    shown = client.get("/api/categories/").json
    assert shown is not None
    assert shown["results"] == [
        {
            "id": made.json["id"],
            "store": str(store),
            "name": "Möbel",
            "slug": "mobel",
            "description": "",
            "subcategories": [{"id": below.json["id"], "name": "Stühle", "slug": "stuhle"}],
        }
    ]


def test_shared_ones_are_the_admins(
    client: FlaskClient, staff: Headers, bearer: Callable[[Person], Headers]
) -> None:
    admin = bearer(make_person(admin=True))
    shared = make_category(None)

    assert client.post("/api/categories/", json={"name": "A"}, headers=staff).status_code == 403
    assert client.post("/api/categories/", json={"name": "A"}, headers=admin).status_code == 201
    path = f"/api/categories/{shared}/"
    assert client.get(path, headers=staff).status_code == 200
    assert client.patch(path, json={"name": "B", "version": 1}, headers=staff).status_code == 403
    assert client.delete(path, headers=staff).status_code == 403
    assert client.patch(path, json={"name": "B", "version": 1}, headers=admin).status_code == 200


@pytest.mark.parametrize("below", [False, True])
def test_a_change_needs_the_version_that_was_seen(
    client: FlaskClient, store: UUID, staff: Headers, below: bool
) -> None:
    path = f"/api/categories/{make_category(store)}/"
    if below:
        made = client.post(f"{path}subcategories/", json={"name": "Below"}, headers=staff)
        path = made.headers["Location"].removeprefix(BASE)

    missing = client.patch(path, json={"name": "New"}, headers=staff)
    changed = client.patch(path, json={"name": "New"}, headers={**staff, "If-Match": '"v1"'})
    stale = client.patch(path, json={"name": "Old", "version": 1}, headers=staff)

    assert (missing.status_code, changed.status_code, stale.status_code) == (422, 200, 409)
    shown = client.get(path, headers=staff)
    assert shown.json is not None
    assert (shown.json["name"], shown.headers["ETag"]) == ("New", '"v2"')


def test_a_slug_is_taken_once(client: FlaskClient, store: UUID, staff: Headers) -> None:
    body = {"name": "Lamps", "slug": "lamps", "store": str(store)}
    client.post("/api/categories/", json=body, headers=staff)

    again = client.post("/api/categories/", json=body, headers=staff)

    assert again.json is not None
    assert (again.status_code, again.json["code"]) == (409, "slug_taken")


def test_a_removed_category_takes_its_products_from_the_public(
    client: FlaskClient, store: UUID, staff: Headers
) -> None:
    category = make_category(store)
    product = make_product(store, category_id=category)
    assert client.get(f"/api/products/{product}/").status_code == 200

    removed = client.delete(f"/api/categories/{category}/", headers=staff)

    assert removed.status_code == 204
    assert client.get(f"/api/products/{product}/").status_code == 404
    assert client.get(f"/api/products/{product}/", headers=staff).status_code == 200


def test_a_subcategory_is_found_below_its_own_category_only(
    client: FlaskClient, store: UUID, staff: Headers
) -> None:
    one, other = make_category(store), make_category(store)
    made = client.post(
        f"/api/categories/{one}/subcategories/", json={"name": "Below"}, headers=staff
    ).json
    assert made is not None

    for method in ("GET", "PATCH", "DELETE"):
        path = f"/api/categories/{other}/subcategories/{made['id']}/"
        assert client.open(path, method=method, headers=staff).status_code == 404
