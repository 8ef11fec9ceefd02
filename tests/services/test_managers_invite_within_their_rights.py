import pytest
from factories import make_person, make_store
from flask import Flask
from inviting import change, come, invite, is_open, roles_of, user

from shop_admin.db import transaction
from shop_admin.errors import Forbidden, Invalid, NotFound
from shop_admin.permissions import command
from shop_admin.services import accounts, invitations


@pytest.mark.parametrize("role", ["MANAGER", "ADMIN"])
def test_no_managers_and_no_admins(app: Flask, role: str) -> None:
    store = make_store()
    manager = make_person(store, "MANAGER").actor
    with pytest.raises((Forbidden, Invalid)):
        invite(manager, store, role)
    with pytest.raises(Forbidden):
        invite(manager, None, "ACCOUNTANT")


def test_in_no_other_store(app: Flask) -> None:
    manager = make_person(make_store(), "MANAGER").actor
    with pytest.raises(NotFound):
        invite(manager, make_store("Paris"))


def test_staff_and_accountants_invite_nobody(app: Flask) -> None:
    store = make_store()
    for role in ("STAFF", "ACCOUNTANT"):
        with pytest.raises(Forbidden):
            invite(make_person(store, role).actor, store)


def test_an_admins_offer_is_not_theirs_to_change(app: Flask) -> None:
    store = make_store()
    manager = make_person(store, "MANAGER").actor
    sent = invite(command(), store, "MANAGER")
    for deed in (
        lambda: invitations.revoke(manager, sent.invitation_id),
        lambda: invitations.resend(manager, sent.invitation_id, secret="x"),
    ):
        with pytest.raises(Forbidden), transaction(manager.db_context()):
            deed()
    assert is_open(sent.token)


def test_their_link_opens_nothing_that_admins_prepared(app: Flask) -> None:
    store = make_store()
    admin = command()
    given = accounts.PersonInput(name="Boss", email="boss@example.com", is_admin=True)
    with transaction(admin.db_context()):
        boss = accounts.create_person(admin, given).id
    manager = make_person(store, "MANAGER").actor

    newcomer = come(invite(manager, store, "STAFF", "boss@example.com").token)

    assert newcomer != boss
    assert not user(newcomer).is_admin
    assert roles_of(boss) == []


def test_an_admins_link_opens_whom_they_prepared_but_no_customer(app: Flask) -> None:
    store = make_store()
    admin = command()
    with transaction(admin.db_context()):
        ready = accounts.create_person(
            admin, accounts.PersonInput(name="Ready", email="ready@example.com")
        ).id
        buyer = accounts.create_person(
            admin, accounts.PersonInput(name="Buyer", email="buyer@example.com")
        ).id
    change(type(user(buyer)), buyer, is_customer=True)

    assert come(invite(admin, store, "STAFF", "ready@example.com").token) == ready
    assert come(invite(admin, store, "STAFF", "buyer@example.com").token) != buyer
