"""What concerns rights and logins asks for the password again after a while, and loses no form."""

import re

import factories
import sqlalchemy as sa
from desks import filled

from shop_admin.db import transaction
from shop_admin.models.accounts import Session, StoreMember
from shop_admin.permissions import command


def grow_old(person) -> None:
    with transaction(command().db_context()) as session:
        long_ago = sa.text("shop_now() - interval '16 minutes'")
        session.execute(
            sa.update(Session)
            .where(Session.user_id == person.user_id)
            .values(authenticated_at=long_ago)
        )


def grant(at, berlin, colleague) -> object:
    form = at.form("/admin/members/new/")
    sent = form | {"store_id": berlin, "email": colleague.email, "role": "STAFF"}
    return at.post("/admin/members/new/", sent)


def is_granted(stored, colleague) -> bool:
    held = sa.select(StoreMember.id).where(
        StoreMember.user_id == colleague.user_id, StoreMember.role == "STAFF"
    )
    return stored.scalar(held) is not None


def test_the_typed_form_goes_on_after_the_password(manager, berlin, stored) -> None:
    colleague = factories.make_person(berlin, "ACCOUNTANT")
    grow_old(manager.person)
    asked = grant(manager, berlin, colleague)
    assert asked.status_code == 401
    assert "Confirm it is you" in asked.text
    assert not is_granted(stored, colleague)
    form = filled(asked.text)

    wrong = manager.post("/admin/members/new/", form | {"confirm_password": "not this one"})
    assert wrong.status_code == 401
    assert "not your password" in wrong.text
    form["csrf_token"] = manager.token()
    done = manager.post("/admin/members/new/", form | {"confirm_password": factories.PASSWORD})

    assert done.status_code == 302
    assert is_granted(stored, colleague)
    assert grant(manager, berlin, factories.make_person(berlin, "ACCOUNTANT")).status_code == 302


def test_what_is_fresh_or_harmless_is_not_asked(manager, berlin) -> None:
    assert grant(manager, berlin, factories.make_person(berlin, "ACCOUNTANT")).status_code == 302
    grow_old(manager.person)
    form = manager.form("/admin/categories/new/")
    made = manager.post("/admin/categories/new/", form | {"store_id": berlin, "name": "Shelf"})
    assert made.status_code == 302


def test_no_password_is_written_into_the_page(admin, berlin) -> None:
    colleague = factories.make_person(berlin)
    grow_old(admin.person)
    form = admin.form(f"/admin/people/password/?id={colleague.user_id}")
    asked = admin.post("/admin/people/password/", form | {"password": "a quite new password"})
    assert asked.status_code == 401
    assert "a quite new password" not in asked.text
    assert re.search(f'name="id" value="{colleague.user_id}"', asked.text)
