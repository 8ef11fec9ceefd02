from typing import Any

import pytest
from factories import Person, make_person, make_store
from flask import Flask
from inviting import change, invite, is_open
from sqlalchemy import select

from shop_admin.db import acting_as, db, transaction
from shop_admin.models.accounts import StoreMember, User
from shop_admin.models.stores import Store
from shop_admin.permissions import command
from shop_admin.services import accounts, invitations


def _end(person: Person) -> None:
    admin = command()
    with acting_as(admin.db_context()):
        held = select(StoreMember.id).where(StoreMember.user_id == person.user_id)
        member = db.session.scalars(held).one()
    with transaction(admin.db_context()):
        accounts.end_membership(admin, member)


@pytest.mark.parametrize("fate", [{"is_active": False}, {"is_suspended": True}])
def test_who_lost_the_login_leaves_no_door_open(app: Flask, fate: dict[str, Any]) -> None:
    store = make_store()
    manager = make_person(store, "MANAGER")
    sent = invite(manager.actor, store)
    change(User, manager.user_id, **fate)
    assert not is_open(sent.token)


def test_who_lost_the_role_neither_until_somebody_else_sends_it(app: Flask) -> None:
    store = make_store()
    manager = make_person(store, "MANAGER")
    sent = invite(manager.actor, store)
    _end(manager)
    assert not is_open(sent.token)

    admin = make_person(admin=True).actor
    with transaction(admin.db_context()):
        again = invitations.resend(admin, sent.invitation_id, secret="another")
    assert is_open(again.token)


@pytest.mark.parametrize("fate", [{"is_deleted": True}, {"is_suspended": True}])
def test_a_closed_store_takes_nobody(app: Flask, fate: dict[str, Any]) -> None:
    store = make_store()
    sent = invite(make_person(store, "MANAGER").actor, store)
    change(Store, store, **fate)
    assert not is_open(sent.token)
