"""Each record of a bulk job is done exactly once, whenever its worker is killed."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from factories import make_person, make_product, make_store, place
from flask import Flask
from working_in_bulk import ask, job_of, sentences, work_off

from shop_admin.db import acting_as, transaction
from shop_admin.jobs import bulk as jobs
from shop_admin.models.orders import Order, Shipment
from shop_admin.permissions import IDENTITY, Actor, command
from shop_admin.services import bulk, orders
from shop_admin.services.bulk import running


@pytest.fixture
def store(app: Flask) -> UUID:
    return make_store()


@pytest.fixture
def staff(store: UUID) -> Actor:
    return make_person(store, "STAFF").actor


@pytest.fixture
def placed(store: UUID) -> list[UUID]:
    product = make_product(store)
    return [place(store, (product, 1)) for _ in range(5)]


def parcels() -> int:
    with acting_as(command().db_context()) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Shipment)) or 0


def killed_at_the_end_of(batch: bulk.Batch) -> None:
    with transaction(batch.actor.db_context()):
        bulk.do(batch)
        raise KeyboardInterrupt


def test_a_job_ships_all_of_them(staff: Actor, placed: list[UUID]) -> None:
    done = work_off(ask(staff, "ship", placed, noun="orders"))
    assert (done.status, done.done_count, done.total_count) == ("DONE", 5, 5)
    with acting_as(command().db_context()) as session:
        states = session.scalars(sa.select(Order.status).where(Order.id.in_(placed)))
        assert set(states) == {"SHIPPED"}
        assert set(session.scalars(sa.select(Shipment.cuser_id))) == {staff.user_id}


def test_a_worker_killed_between_two_records(
    staff: Actor, placed: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "PIECE", 2)
    job_id = ask(staff, "ship", placed, noun="orders")
    with transaction(IDENTITY.db_context()):
        assert bulk.begin(job_id)
        batch = bulk.next_batch(job_id)
    assert batch is not None
    for _ in range(2):  # another worker that was thought dead has the same batch
        with transaction(batch.actor.db_context()):
            bulk.do(batch)
    assert (job_of(job_id).done_count, job_of(job_id).failed_count) == (2, 0)
    with transaction(IDENTITY.db_context()):
        late = bulk.next_batch(job_id)
    assert late is not None

    # Killed in the middle of a batch: neither its parcels nor its marks are there.
    with pytest.raises(KeyboardInterrupt):
        killed_at_the_end_of(late)
    assert (job_of(job_id).done_count, parcels()) == (2, 2)

    done = work_off(job_id)
    assert (done.status, done.done_count, done.failed_count) == ("DONE", 5, 0)
    # The one that was thought dead comes back to life: its records are done already.
    with transaction(late.actor.db_context()):
        bulk.do(late)
    assert (job_of(job_id).done_count, parcels()) == (5, 5)
    assert work_off(job_id).done_count == 5
    assert parcels() == 5


def test_what_is_refused_says_why_and_is_tried_again(staff: Actor, placed: list[UUID]) -> None:
    with transaction(staff.db_context()):
        orders.ship_order(staff, placed[0])
    job_id = ask(staff, "ship", placed, noun="orders")
    done = work_off(job_id)
    assert (done.done_count, done.failed_count) == (4, 1)
    assert sentences(job_id) == {placed[0]: "An order that is shipped cannot be shipped."}

    with transaction(staff.db_context()):
        bulk.try_again(staff, job_id)
    again = work_off(job_id)
    assert (again.status, again.done_count, again.failed_count) == ("DONE", 4, 1)
    assert parcels() == 5


def test_a_record_that_breaks_does_not_stop_the_others(
    staff: Actor, placed: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    ship = orders.ship_order

    def broken(actor: Actor, order_id: UUID) -> object:
        if order_id == placed[2]:
            raise KeyError("a fault of ours")
        return ship(actor, order_id)

    monkeypatch.setattr(orders, "ship_order", broken)
    job_id = ask(staff, "ship", placed, noun="orders")
    done = work_off(job_id)
    assert (done.status, done.done_count, done.failed_count) == ("DONE", 4, 1)
    assert "KeyError" in sentences(job_id)[placed[2]]


def test_a_cancelled_job_leaves_the_rest(
    staff: Actor, placed: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "PIECE", 2)
    job_id = ask(staff, "ship", placed, noun="orders")
    do = bulk.do

    def do_and_cancel(batch: bulk.Batch) -> None:
        do(batch)
        bulk.cancel(staff, job_id)

    monkeypatch.setattr(jobs.bulk, "do", do_and_cancel)
    stopped = work_off(job_id)
    assert (stopped.status, stopped.done_count, stopped.left_count) == ("CANCELLED", 2, 3)
    monkeypatch.setattr(jobs.bulk, "do", do)
    with transaction(staff.db_context()):
        bulk.try_again(staff, job_id)
    assert work_off(job_id).done_count == 5
