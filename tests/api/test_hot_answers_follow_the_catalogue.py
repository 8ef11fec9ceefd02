from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from factories import make_category, make_person, make_product, make_store
from flask import Flask, Response
from flask.testing import FlaskClient

from shop_admin.api import hot
from shop_admin.api.answers import public
from shop_admin.db import READER, acting_as, db, transaction
from shop_admin.errors import NotFound
from shop_admin.models.catalog import Category, Product
from shop_admin.permissions import command
from shop_admin.queries.publication import current_edition


@pytest.fixture
def store(app: Flask) -> UUID:
    """Return a store."""
    return make_store()


def change(product: UUID, **values: object) -> None:
    """Change a product as the owner of its data, and commit."""
    with transaction(command().db_context()):
        db.session.execute(sa.update(Product).where(Product.id == product).values(**values))


def change_in_vain() -> None:
    """Change every product and take it back."""
    with transaction(command().db_context()):
        db.session.execute(sa.update(Product).values(name="Never"))
        raise NotFound


def statements(client: FlaskClient, path: str) -> list[str]:
    """Return what a request asks the database, besides the catalogue's edition."""
    seen: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    engine = db.engines[None]
    sa.event.listen(engine, "before_cursor_execute", listen)
    try:
        assert client.get(path).status_code == 200
    finally:
        sa.event.remove(engine, "before_cursor_execute", listen)
    return [one for one in seen if " products" in one and "catalogue_versions" not in one]


@pytest.mark.parametrize("path", ["/api/products/?q=lamp&ordering=relevance", "/api/products/{}/"])
def test_the_second_answer_reads_no_product(client: FlaskClient, store: UUID, path: str) -> None:
    path = path.format(make_product(store))

    assert statements(client, path) != []
    assert statements(client, path) == []


def test_each_change_is_in_the_next_answer(client: FlaskClient, store: UUID) -> None:
    shelf = make_category(store)
    lamp = make_product(store, category_id=shelf, stock=1)

    def card() -> dict[str, object] | None:
        answer = client.get("/api/products/").json
        assert answer is not None
        return next((one for one in answer["results"] if one["id"] == str(lamp)), None)

    before = card()
    assert before is not None
    assert (before["price"], before["in_stock"]) == ("25.00", True)
    change(lamp, price=7)
    after = card()
    assert after is not None
    assert after["price"] == "7.00"
    with transaction(command().db_context()):
        db.session.execute(sa.update(Category).values(name="Lights"))
    renamed = card()
    assert renamed is not None
    assert renamed["category"]["name"] == "Lights"  # type: ignore[index]
    change(lamp, is_suspended=True)
    assert card() is None


def test_what_is_sold_out_says_so(client: FlaskClient, store: UUID, cart: Callable) -> None:  # type: ignore[type-arg]
    lamp = make_product(store, stock=1)
    path = f"/api/products/{lamp}/"
    before = client.get(path).json
    assert client.post("/api/orders/", json=cart((lamp, 1))).status_code == 201
    after = client.get(path).json

    assert before is not None
    assert after is not None
    assert (before["in_stock"], after["in_stock"], after["inventory_count"]) == (True, False, 0)


def test_a_change_that_is_taken_back_was_none(client: FlaskClient, store: UUID) -> None:
    lamp = make_product(store)
    with acting_as(READER) as session:
        first, _ = current_edition(session)

    with pytest.raises(NotFound):
        change_in_vain()
    with acting_as(READER) as session:
        second, _ = current_edition(session)
    change(lamp, name="Now")
    with acting_as(READER) as session:
        third, _ = current_edition(session)

    assert first == second
    assert third.version > second.version


def test_an_answer_that_a_change_overtook_is_not_served(app: Flask, store: UUID) -> None:
    lamp = make_product(store, name="Old")

    def read_then_overtaken() -> Response:
        with acting_as(READER) as session:
            name = session.scalar(sa.select(Product.name).where(Product.id == lamp))
        change(lamp, name="New")
        return public({"name": name})

    def read() -> Response:
        with acting_as(READER) as session:
            return public(
                {"name": session.scalar(sa.select(Product.name).where(Product.id == lamp))}
            )

    with app.test_request_context("/api/products/"):
        first = hot.answer(read_then_overtaken, is_anonymous=True)
        second = hot.answer(read, is_anonymous=True)

    assert (first.json, second.json) == ({"name": "Old"}, {"name": "New"})


def test_a_moment_of_a_schedule_ends_the_edition(client: FlaskClient, store: UUID) -> None:
    start = datetime(2026, 5, 1, 10, tzinfo=UTC)
    lamp = make_product(store, active_from=start, active_to=start + timedelta(hours=1))

    def shows_at(moment: datetime) -> bool:
        db.session.rollback()
        at = sa.text("SELECT set_config('app.now', :moment, false)")
        db.engines[None].execute(at, {"moment": moment.isoformat()})  # type: ignore[attr-defined]
        answer = client.get("/api/products/").json
        assert answer is not None
        return str(lamp) in {one["id"] for one in answer["results"]}

    second = timedelta(seconds=1)
    assert [shows_at(at) for at in (start - second, start, start + second)] == [False, True, True]
    assert not shows_at(start + timedelta(hours=1))


def test_who_sends_a_token_gets_nothing_kept(
    client: FlaskClient,
    store: UUID,
    bearer: Callable,  # type: ignore[type-arg]
) -> None:
    lamp = make_product(store, name="Hidden to none")
    path = f"/api/products/{lamp}/"
    client.get(path)

    managed = client.get(path, headers=bearer(make_person(store)))
    wrong = client.get(path, headers={"Authorization": "Bearer nonsense"})
    public_again = client.get(path).json

    assert managed.json is not None
    assert "version" in managed.json
    assert wrong.status_code == 401
    assert public_again is not None
    assert "version" not in public_again


def test_a_refusal_is_never_kept(client: FlaskClient, store: UUID) -> None:
    lamp = make_product(store, status_flag="DRAFT")
    path = f"/api/products/{lamp}/"

    assert client.get(path).status_code == 404
    change(lamp, status_flag="ACTIVE")
    assert client.get(path).status_code == 200
    assert [client.get(f"{path}?x=1").status_code for _ in range(2)] == [422, 422]


def test_kept_answers_have_etag_head_and_304(client: FlaskClient, store: UUID) -> None:
    make_product(store)
    first, kept = client.get("/api/products/"), client.get("/api/products/")
    head = client.head("/api/products/")
    same = client.get("/api/products/", headers={"If-None-Match": first.headers["ETag"]})

    assert (kept.data, kept.headers["ETag"]) == (first.data, first.headers["ETag"])
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == first.headers["Content-Length"]
    assert (same.status_code, same.data) == (304, b"")
    for answer in (first, kept, head, same):
        assert answer.headers["Cache-Control"] == "public, max-age=30"
        assert "Authorization" in answer.headers["Vary"]


def test_the_shelf_is_bounded(app: Flask) -> None:
    shelf = hot.Shelf(most=3, most_bytes=5_000)
    edition = hot.Edition(version=1, until=None)
    small = hot.Kept(edition=edition, body=b"x" * 10, etag='"a"')

    for name in "abcd":
        shelf.keep((name, b""), small)
        shelf.find(("a", b""), edition)
    assert [bool(shelf.find((name, b""), edition)) for name in "abcd"] == [True, False, True, True]

    shelf.keep(("e", b""), hot.Kept(edition=edition, body=b"x" * 4_000, etag='"b"'))
    assert [bool(shelf.find((name, b""), edition)) for name in "acde"] == [
        False,
        False,
        False,
        True,
    ]
