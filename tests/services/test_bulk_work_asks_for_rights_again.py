"""Rights are those of the moment: lost meanwhile, a bulk job does no more; none reach elsewhere."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from factories import Person, make_category, make_person, make_product, make_store, place
from flask import Flask
from working_in_bulk import ask, job_of, sentences, work_off

from shop_admin.db import acting_as, transaction
from shop_admin.errors import Conflict, Forbidden, Invalid, NotFound
from shop_admin.jobs import bulk as jobs
from shop_admin.models.accounts import StoreMember, User
from shop_admin.models.bulk import BulkItem, BulkJob
from shop_admin.models.catalog import Category, Product
from shop_admin.permissions import Actor, command
from shop_admin.services import accounts, bulk
from shop_admin.services.bulk import asking, running

INACTIVE = {"status": "INACTIVE"}


@pytest.fixture
def store(app: Flask) -> UUID:
    return make_store()


@pytest.fixture
def staff(store: UUID) -> Person:
    return make_person(store, "STAFF")


def inactive() -> set[UUID]:
    with acting_as(command().db_context()) as session:
        statement = sa.select(Product.id).where(Product.status_flag == "INACTIVE")
        return set(session.scalars(statement))


def change(statement: sa.Update) -> None:
    with transaction(command().db_context()) as session:
        session.execute(statement)


def test_a_person_disabled_meanwhile_stops_it(
    staff: Person, store: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "PIECE", 2)
    ids = sorted(make_product(store) for _ in range(5))
    job_id = ask(staff.actor, "status", ids, INACTIVE)
    do = bulk.do

    def do_and_disable(batch: bulk.Batch) -> None:
        do(batch)
        change_later.append(batch)

    change_later: list[bulk.Batch] = []
    monkeypatch.setattr(jobs.bulk, "do", do_and_disable)
    go_on = jobs._go_on

    def step(which: UUID) -> bool:
        goes_on = go_on(which)
        if change_later:
            change(sa.update(User).where(User.id == staff.user_id).values(is_active=False))
        return goes_on

    monkeypatch.setattr(jobs, "_go_on", step)
    stopped = work_off(job_id)
    assert (stopped.status, stopped.done_count, stopped.left_count) == ("FAILED", 2, 3)
    assert "may no longer" in stopped.problem
    assert inactive() == set(ids[:2])


def test_a_store_lost_meanwhile_is_left_alone(staff: Person, store: UUID) -> None:
    second = make_store("Paris", country="FR")
    with transaction(command().db_context()):
        accounts.grant_membership(command(), second, staff.user_id, "STAFF")
    both = Actor(
        kind=staff.actor.kind,
        user_id=staff.user_id,
        roles=dict.fromkeys((store, second), staff.actor.roles[store]),
    )
    kept, lost = make_product(store), make_product(second)
    job_id = ask(both, "status", [kept, lost], INACTIVE)
    change(
        sa.update(StoreMember)
        .where(StoreMember.user_id == staff.user_id, StoreMember.store_id == second)
        .values(is_deleted=True)
    )
    done = work_off(job_id)
    assert (done.done_count, done.failed_count) == (1, 1)
    assert sentences(job_id) == {lost: "There is no such record."}
    assert inactive() == {kept}


def test_another_stores_id_is_not_frozen(staff: Person, store: UUID) -> None:
    own, foreign = make_product(store), make_product(make_store("Paris", country="FR"))
    job_id = ask(staff.actor, "status", [own, foreign], INACTIVE)
    assert job_of(job_id).total_count == 1
    with pytest.raises(NotFound):
        ask(staff.actor, "status", [foreign], INACTIVE)


def test_another_stores_id_in_the_frozen_list_is_never_touched(staff: Person, store: UUID) -> None:
    own, foreign = make_product(store), make_product(make_store("Paris", country="FR"))
    job_id = ask(staff.actor, "status", [own], INACTIVE)
    with transaction(command().db_context()) as session:
        session.execute(
            sa.insert(BulkItem).values(job_id=job_id, record_id=foreign, user_id=staff.user_id)
        )
        session.execute(sa.update(BulkJob).values(total_count=2))
    done = work_off(job_id)
    assert (done.done_count, done.failed_count) == (1, 1)
    assert inactive() == {own}


def test_who_may_not_is_refused(store: UUID, app: Flask) -> None:
    accountant = make_person(store, "ACCOUNTANT").actor
    with pytest.raises(Forbidden):
        ask(accountant, "status", [make_product(store)], INACTIVE)
    shared = make_category(None)
    with pytest.raises(Forbidden):
        ask(make_person(store).actor, "remove", [shared], noun="categories")
    with acting_as(command().db_context()) as session:
        assert not session.get_one(Category, shared).is_deleted


def test_one_acts_on_ones_own_jobs_only(staff: Person, store: UUID) -> None:
    job_id = ask(staff.actor, "status", [make_product(store)], INACTIVE)
    work_off(job_id)
    for other in (make_person(store, "STAFF").actor, make_person(admin=True).actor):
        with pytest.raises(NotFound), transaction(other.db_context()):
            bulk.undo(other, job_id)


@pytest.mark.parametrize(
    ("act", "values"),
    [
        ("status", {"status": "SUSPENDED"}),
        ("price", {"way": "percent", "percent": "NaN", "before": "leave"}),
        ("price", {"way": "percent", "percent": "-101", "before": "leave"}),
        ("price", {"way": "set", "amount": "-1", "currency": "EUR", "before": "leave"}),
        ("price", {"way": "set", "amount": "1", "currency": "EUR", "before": "?"}),
        ("threshold", {"low_stock_at": -1}),
        ("shelf", {"category_id": "abc", "subcategory_id": None}),
    ],
)
def test_values_that_make_no_sense(staff: Person, store: UUID, act: str, values: dict) -> None:
    with pytest.raises(Invalid):
        ask(staff.actor, act, [make_product(store)], values)


def test_an_act_belongs_to_its_kind_of_record(staff: Person, store: UUID) -> None:
    order = place(store, (make_product(store), 1))
    with pytest.raises(NotFound):
        ask(staff.actor, "price", [order], noun="orders")


def test_a_job_has_a_limit(staff: Person, store: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST", 1)
    ids = [make_product(store), make_product(store)]
    with pytest.raises(Conflict, match="at most"):
        ask(staff.actor, "status", ids, INACTIVE)
