"""Who may not export gets no file: when it is asked for, made, found and downloaded."""

from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa
from exporting import ask, issue, make, state_of
from factories import make_person, make_product, make_store
from flask import Flask

from shop_admin.db import acting_as, transaction
from shop_admin.errors import Forbidden, Invalid, NotFound
from shop_admin.models.accounts import StoreMember, User
from shop_admin.models.audit import AuditEntry
from shop_admin.permissions import Actor, ActorKind, Role, command
from shop_admin.queries.exports import list_exports
from shop_admin.services import exports


@pytest.fixture
def store(app: Flask) -> UUID:
    store = make_store()
    issue(store, (make_product(store), 1))
    return store


def end_role(person: UUID) -> None:
    with transaction(command().db_context()) as session:
        session.execute(
            sa.update(StoreMember).where(StoreMember.user_id == person).values(is_deleted=True)
        )


def change_role(person: UUID, role: str) -> None:
    with transaction(command().db_context()) as session:
        session.execute(
            sa.update(StoreMember).where(StoreMember.user_id == person).values(role=role)
        )


def download(actor: Actor, export_id: UUID) -> exports.Download:
    with transaction(actor.db_context()):
        return exports.open_download(actor, export_id)


def test_to_ask(store: UUID) -> None:
    with pytest.raises(Forbidden):
        ask(make_person(store, "STAFF").actor, store)
    with pytest.raises(NotFound):
        ask(make_person(make_store("Paris"), "ACCOUNTANT").actor, store)
    with pytest.raises(Forbidden):
        ask(make_person(store, "STAFF").actor, None)


def test_all_stores_are_those_that_one_may_export(store: UUID) -> None:
    paris = make_store("Paris", country="FR")
    issue(paris, (make_product(paris), 1))
    person = make_person(store, "ACCOUNTANT")
    both = Actor(
        kind=ActorKind.CONSOLE,
        user_id=person.user_id,
        roles={store: frozenset({Role.ACCOUNTANT}), paris: frozenset({Role.STAFF})},
    )
    found = state_of(ask(both, None))
    assert (found.total_count, found.parameters["stores"]) == (1, [str(store)])
    assert state_of(ask(make_person(books=True).actor, None)).total_count == 2


@pytest.mark.parametrize("how", ["role", "less", "login"])
def test_to_have_it_made(store: UUID, how: str) -> None:
    person = make_person(store, "ACCOUNTANT")
    export_id = ask(person.actor, store)
    if how == "role":
        end_role(person.user_id)
    elif how == "less":
        change_role(person.user_id, "STAFF")
    else:
        with transaction(command().db_context()) as session:
            session.get_one(User, person.user_id).is_active = False
    make(export_id)
    failed = state_of(export_id)
    assert (failed.status, failed.size) == ("FAILED", None)
    assert "no longer" in failed.problem


def test_to_download(store: UUID) -> None:
    person, colleague = make_person(store, "ACCOUNTANT"), make_person(store, "MANAGER")
    export_id = ask(person.actor, store)
    make(export_id)
    assert download(person.actor, export_id).name.startswith("documents-berlin-")
    assert download(make_person(admin=True).actor, export_id).size > 100
    for other in (colleague, make_person(books=True)):
        with pytest.raises(NotFound):
            download(other.actor, export_id)
    ended = Actor(kind=ActorKind.CONSOLE, user_id=person.user_id)
    with pytest.raises(NotFound):
        download(ended, export_id)
    demoted = Actor(
        kind=ActorKind.CONSOLE, user_id=person.user_id, roles={store: frozenset({Role.STAFF})}
    )
    with pytest.raises(Forbidden):
        download(demoted, export_id)


def test_each_download_is_in_the_trail(store: UUID) -> None:
    person = make_person(store, "ACCOUNTANT")
    export_id = ask(person.actor, store)
    make(export_id)
    download(person.actor, export_id)
    sha256 = state_of(export_id).sha256
    with acting_as(command().db_context()) as session:
        entries = session.scalars(
            sa.select(AuditEntry).where(AuditEntry.record_id == export_id).order_by(AuditEntry.id)
        ).all()
        assert [entry.action for entry in entries] == ["create", "move", "move", "download"]
        assert (entries[0].cuser_id, entries[3].cuser_id) == (person.user_id, person.user_id)
        assert (entries[3].new["sha256"], entries[3].store_id) == (sha256, store)


def test_the_list_is_ones_own(store: UUID) -> None:
    person, colleague = make_person(store, "ACCOUNTANT"), make_person(store, "MANAGER")
    export_id = ask(person.actor, store)
    for who, count in (
        (person, 1),
        (colleague, 0),
        (make_person(books=True), 0),
        (make_person(admin=True), 1),
    ):
        with acting_as(who.actor.db_context()):
            found = list_exports(who.actor, offset=0, limit=9)
            assert [one.id for one in found] == [export_id] * count


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"begins_on": date(2026, 6, 1), "ends_on": date(2026, 6, 30)}, "begins_on"),
        ({"ends_on": date(2026, 4, 30)}, "ends_on"),
        ({"kind": "CREDIT_NOTE"}, "begins_on"),
        ({"form": "DATEV", "ends_on": date(2027, 1, 31)}, "ends_on"),
    ],
)
def test_what_cannot_be_made_is_refused_on_its_field(
    store: UUID, more: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        ask(make_person(books=True).actor, store, **more)  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_a_journal_is_of_one_german_store(store: UUID) -> None:
    books = make_person(books=True).actor
    with pytest.raises(Invalid, match="choose it"):
        ask(books, None, "DATEV")
    paris = make_store("Paris", country="FR")
    issue(paris, (make_product(paris), 1))
    with pytest.raises(Invalid, match="stores in Germany") as refusal:
        ask(books, paris, "DATEV")
    assert refusal.value.field == "format"


def test_a_period_is_of_the_stores_days(app: Flask) -> None:
    store = make_store(time_zone="Asia/Kolkata")
    product = make_product(store)
    issue(store, (product, 1), moment="2026-04-30T18:29:59Z")
    issue(store, (product, 1), moment="2026-04-30T18:30:00Z")
    issue(store, (product, 1), moment="2026-05-31T18:29:59Z")
    issue(store, (product, 1), moment="2026-05-31T18:30:00Z")
    assert state_of(ask(make_person(books=True).actor, store)).total_count == 2
