import pytest
from factories import make_person, make_store
from flask import Flask
from inviting import accept, change, come, invite, is_open, roles_of, user, wait_days

from shop_admin.db import transaction
from shop_admin.errors import Conflict, Invalid, NotFound
from shop_admin.models.accounts import User
from shop_admin.permissions import command
from shop_admin.services import invitations


def test_a_newcomer_gets_a_login_and_the_role(app: Flask) -> None:
    store = make_store()
    sent = invite(make_person(store, "MANAGER").actor, store)

    person = come(sent.token)

    assert roles_of(person) == ["STAFF"]
    assert (user(person).email, user(person).is_staff) == ("new@example.com", True)
    assert not is_open(sent.token)
    with pytest.raises(NotFound):
        come(sent.token)


def test_who_has_a_login_keeps_its_password(app: Flask) -> None:
    berlin, paris = make_store("Berlin"), make_store("Paris")
    known = make_person(paris)
    sent = invite(make_person(berlin, "MANAGER").actor, berlin, "ACCOUNTANT", known.email)

    with pytest.raises(Conflict, match="has a login already"):
        come(sent.token)
    accept(sent.token, known.user_id)

    assert roles_of(known.user_id) == ["ACCOUNTANT", "STAFF"]
    with pytest.raises(NotFound):
        accept(sent.token, known.user_id)


def test_it_is_for_its_address_only(app: Flask) -> None:
    store = make_store()
    sent = invite(make_person(store, "MANAGER").actor, store)
    other = make_person(make_store("Paris"))

    with pytest.raises(NotFound):
        accept(sent.token, other.user_id)
    assert roles_of(other.user_id) == ["STAFF"]


def test_a_bad_password_leaves_it_open(app: Flask) -> None:
    store = make_store("Lantern House")
    sent = invite(make_person(store, "MANAGER").actor, store)
    with pytest.raises(Invalid, match="most common"):
        come(sent.token, "password1234")
    with pytest.raises(Invalid, match="your name"):
        come(sent.token, "Lantern-House-1")
    assert is_open(sent.token)


def test_after_a_week_it_is_over_and_can_be_made_anew(app: Flask) -> None:
    store = make_store()
    manager = make_person(store, "MANAGER").actor
    sent = invite(manager, store)
    with pytest.raises(Conflict, match="offered to this address already"):
        invite(manager, store)
    wait_days(8)
    assert not is_open(sent.token)

    again = invite(manager, store)

    assert again.invitation_id != sent.invitation_id
    assert is_open(again.token)


def test_sent_anew_the_old_link_is_dead(app: Flask) -> None:
    store = make_store()
    manager = make_person(store, "MANAGER").actor
    sent = invite(manager, store)
    with transaction(manager.db_context()):
        again = invitations.resend(manager, sent.invitation_id, secret="another")

    assert not is_open(sent.token)
    assert is_open(again.token)


def test_taken_back_it_opens_nothing(app: Flask) -> None:
    store = make_store()
    manager = make_person(store, "MANAGER").actor
    sent = invite(manager, store)
    with transaction(manager.db_context()):
        invitations.revoke(manager, sent.invitation_id)
    assert not is_open(sent.token)


def test_an_admin_invites_admins_and_accountants_of_all_stores(app: Flask) -> None:
    admin = make_person(admin=True).actor
    boss = come(invite(admin, None, "ADMIN", "boss@example.com").token)
    books = come(invite(admin, None, "ACCOUNTANT", "books@example.com").token)

    assert (user(boss).is_admin, user(boss).is_accountant) == (True, False)
    assert (user(books).is_admin, user(books).is_accountant) == (False, True)


def test_a_login_closed_to_the_console_is_opened_by_admins_only(app: Flask) -> None:
    store = make_store()
    former = make_person()
    change(User, former.user_id, is_staff=False)
    by_manager = invite(make_person(store, "MANAGER").actor, store, "STAFF", former.email)
    by_admin = invite(command(), store, "ACCOUNTANT", former.email)

    with pytest.raises(Conflict, match="closed to the console"):
        accept(by_manager.token, former.user_id)
    accept(by_admin.token, former.user_id)

    assert user(former.user_id).is_staff
