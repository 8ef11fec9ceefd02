"""A private view is its owner's; a shared one is found in its stores, by the role it is for."""

import pytest
import sqlalchemy as sa
from factories import make_person, make_store
from flask import Flask

from shop_admin.db import acting_as, transaction
from shop_admin.errors import Conflict, Forbidden, Invalid, NotFound
from shop_admin.models.saved_views import SavedView
from shop_admin.queries import saved_views as queries
from shop_admin.services import saved_views
from shop_admin.services.saved_views import PRIVATE, Audience, ViewInput

PAID = {"status": ["PAID"]}


def _save(actor, name="Paid", audience=PRIVATE):
    with transaction(actor.db_context()):
        given = ViewInput(name=name, query=PAID, audience=audience)
        return saved_views.save_view(actor, "orders", given).id


def _found(actor) -> set[str]:
    with acting_as(actor.db_context()):
        return {view.name for view in queries.list_views(actor, "orders")}


def test_a_private_view_is_its_owners_alone(app: Flask) -> None:
    berlin = make_store()
    owner, colleague = make_person(berlin).actor, make_person(berlin, "MANAGER").actor
    admin = make_person(admin=True).actor
    _save(owner)

    assert _found(owner) == {"Paid"}
    assert _found(colleague) == _found(admin) == set()
    for other in (colleague, admin):
        with acting_as(other.db_context()) as session:
            assert session.scalars(sa.select(SavedView.id)).all() == []


def test_a_shared_view_stays_in_its_stores(app: Flask) -> None:
    berlin, paris = make_store("Berlin"), make_store("Paris")
    manager = make_person(berlin, "MANAGER").actor
    _save(manager, audience=Audience(stores=frozenset({berlin})))

    assert _found(make_person(berlin).actor) == {"Paid"}
    stranger = make_person(paris, "MANAGER").actor
    assert _found(stranger) == set()
    with acting_as(stranger.db_context()) as session:
        assert session.scalars(sa.select(SavedView.id)).all() == []


def test_a_role_finds_what_is_for_it(app: Flask) -> None:
    berlin = make_store()
    manager = make_person(berlin, "MANAGER").actor
    _save(manager, audience=Audience(stores=frozenset({berlin}), role="ACCOUNTANT"))

    assert _found(make_person(berlin, "ACCOUNTANT").actor) == {"Paid"}
    assert _found(make_person(books=True).actor) == {"Paid"}
    assert _found(make_person(berlin).actor) == set()


def test_who_runs_no_store_shares_nothing(app: Flask) -> None:
    berlin, paris = make_store("Berlin"), make_store("Paris")
    staff, manager = make_person(berlin).actor, make_person(berlin, "MANAGER").actor
    with pytest.raises(Forbidden):
        _save(staff, audience=Audience(stores=frozenset({berlin})))
    for audience in (Audience(stores=frozenset({paris})), Audience(is_everywhere=True)):
        with pytest.raises(Forbidden):
            _save(manager, audience=audience)


def test_the_database_refuses_to_share_beyond_ones_stores(app: Flask) -> None:
    berlin, paris = make_store("Berlin"), make_store("Paris")
    manager = make_person(berlin, "MANAGER").actor
    view_id = _save(manager)
    with (
        pytest.raises(sa.exc.ProgrammingError, match="row-level security"),
        transaction(manager.db_context()) as session,
    ):
        session.execute(sa.update(SavedView).where(SavedView.id == view_id).values(stores=[paris]))


def test_another_persons_view_is_not_changed(app: Flask) -> None:
    berlin = make_store()
    manager, staff = make_person(berlin, "MANAGER").actor, make_person(berlin).actor
    shared = _save(manager, audience=Audience(stores=frozenset({berlin})))
    private = _save(manager, "Mine")
    with pytest.raises(Forbidden), transaction(staff.db_context()):
        saved_views.remove_view(staff, shared)
    with pytest.raises(NotFound), transaction(staff.db_context()):
        saved_views.remove_view(staff, private)
    admin = make_person(admin=True).actor
    with transaction(admin.db_context()):
        saved_views.remove_view(admin, shared)
    assert _found(manager) == {"Mine"}


def test_a_removed_view_comes_back(app: Flask) -> None:
    staff = make_person(make_store()).actor
    view_id = _save(staff)
    with transaction(staff.db_context()):
        saved_views.remove_view(staff, view_id)
    assert _found(staff) == set()
    with transaction(staff.db_context()):
        saved_views.restore_view(staff, view_id)
    assert _found(staff) == {"Paid"}


def test_a_name_is_taken_once_and_never_empty(app: Flask) -> None:
    staff = make_person(make_store()).actor
    _save(staff)
    with pytest.raises(Conflict, match="of this name already"):
        _save(staff, "PAID")
    with pytest.raises(Invalid):
        _save(staff, "  ")
