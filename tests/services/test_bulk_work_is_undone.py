"""An undo puts back what a bulk job changed, and nothing that somebody changed since."""

from decimal import Decimal
from uuid import UUID

import pytest
from factories import (
    make_category,
    make_person,
    make_product,
    make_store,
    make_subcategory,
)
from flask import Flask
from working_in_bulk import ask, job_of, sentences, work_off

from shop_admin.db import acting_as, transaction
from shop_admin.errors import Conflict
from shop_admin.models.catalog import Product
from shop_admin.permissions import Actor, command
from shop_admin.services import bulk, records
from shop_admin.services.bulk import running


@pytest.fixture
def store(app: Flask) -> UUID:
    return make_store()


@pytest.fixture
def staff(store: UUID) -> Actor:
    return make_person(store, "STAFF").actor


def product(product_id: UUID) -> Product:
    with acting_as(command().db_context()) as session:
        found = session.get_one(Product, product_id)
        session.expunge(found)
        return found


def undone(actor: Actor, job_id: UUID) -> UUID:
    with transaction(actor.db_context()):
        return bulk.undo(actor, job_id).id


def percent(number: str, before: str = "leave") -> dict[str, str]:
    return {"way": "percent", "percent": number, "before": before}


def test_prices_go_back_where_nobody_changed_them_since(store: UUID, staff: Actor) -> None:
    ids = [make_product(store, price="19.99") for _ in range(3)]
    job_id = ask(staff, "price", ids, percent("-10", "old"))
    assert work_off(job_id).done_count == 3
    assert [product(one).price for one in ids] == [Decimal("17.99")] * 3
    assert product(ids[0]).compare_at_price == Decimal("19.99")

    with transaction(staff.db_context()) as session:
        session.get_one(Product, ids[1]).price = Decimal("15.00")
    undo_id = undone(staff, job_id)
    after = work_off(undo_id)
    assert (after.done_count, after.failed_count) == (2, 1)
    assert sentences(undo_id) == {ids[1]: "It was changed since: it stays as it is now."}
    assert [product(one).price for one in ids] == [
        Decimal("19.99"),
        Decimal("15.00"),
        Decimal("19.99"),
    ]
    assert product(ids[0]).compare_at_price is None
    with pytest.raises(Conflict):
        undone(staff, job_id)


def test_a_price_is_rounded_to_its_currency(staff: Actor, app: Flask) -> None:
    tokyo = make_store("Tokyo", country="JP", currency="JPY")
    keeper = make_person(tokyo, "STAFF").actor
    lamp = make_product(tokyo, price="999")
    work_off(ask(keeper, "price", [lamp], percent("-12.5")))
    assert product(lamp).price == Decimal(874)


def test_an_amount_is_of_one_currency(store: UUID, staff: Actor) -> None:
    lamp = make_product(store)
    given = {"way": "set", "amount": "12", "currency": "JPY", "before": "leave"}
    job_id = ask(staff, "price", [lamp], given)
    assert work_off(job_id).failed_count == 1
    assert "EUR" in sentences(job_id)[lamp]
    assert product(lamp).price == Decimal("25.00")


def test_what_was_so_already_is_counted_apart(store: UUID, staff: Actor) -> None:
    shelf = make_category(store)
    part = make_subcategory(shelf)
    there, elsewhere = make_product(store, category_id=shelf), make_product(store)
    work_off(ask(staff, "threshold", [there], {"low_stock_at": 7}))
    values = {"category_id": str(shelf), "subcategory_id": None}
    done = work_off(ask(staff, "shelf", [there, elsewhere], values))
    assert (done.done_count, done.same_count) == (1, 1)
    values = {"category_id": str(shelf), "subcategory_id": str(part)}
    job_id = ask(staff, "shelf", [there, elsewhere], values)
    assert work_off(job_id).done_count == 2
    assert product(elsewhere).subcategory_id == part
    assert work_off(undone(staff, job_id)).done_count == 2
    assert product(elsewhere).subcategory_id is None
    assert product(there).low_stock_at == 7


def test_removed_products_come_back(store: UUID, staff: Actor) -> None:
    ids = sorted(make_product(store) for _ in range(3))
    job_id = ask(staff, "remove", ids)
    work_off(job_id)
    assert all(product(one).is_deleted for one in ids)
    with transaction(staff.db_context()):
        records.restore(staff, Product, ids[0])
    undo_id = undone(staff, job_id)
    assert work_off(undo_id).done_count == 2
    assert "changed since" in sentences(undo_id)[ids[0]]
    assert not any(product(one).is_deleted for one in ids)


def test_an_undo_stops_what_still_runs(
    store: UUID, staff: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "PIECE", 2)
    ids = sorted(make_product(store) for _ in range(3))
    job_id = ask(staff, "status", ids, {"status": "ARCHIVED"})
    with transaction(command().db_context()):
        assert bulk.begin(job_id)
        batch = bulk.next_batch(job_id)
    assert batch is not None
    with transaction(batch.actor.db_context()):
        bulk.do(batch)
    undo_id = undone(staff, job_id)
    assert work_off(job_id).status == "CANCELLED"
    assert work_off(undo_id).done_count == 2
    assert {product(one).status_flag for one in ids} == {"ACTIVE"}
    assert job_of(job_id).left_count == 1


def test_orders_acts_are_not_undone(store: UUID, staff: Actor) -> None:
    job_id = ask(staff, "remove", [make_category(store)], noun="categories")
    work_off(job_id)
    assert work_off(undone(staff, job_id)).done_count == 1
    assert not any(bulk.ACTS[name].is_undoable for name in ("ship", "complete", "mark_paid"))
