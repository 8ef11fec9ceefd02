"""Admins make people and grant every role; managers grant staff and accountants in their store."""

import factories
import sqlalchemy as sa

from shop_admin.models.accounts import StoreMember, User


def grant(at, berlin, person, role: str):
    form = at.form("/admin/members/new/")
    return at.post(
        "/admin/members/new/", form | {"store_id": berlin, "email": person.email, "role": role}
    )


def roles(stored, person) -> set[str]:
    statement = sa.select(StoreMember.role).where(
        StoreMember.user_id == person.user_id, ~StoreMember.is_deleted
    )
    return set(stored.scalars(statement))


def test_a_manager_grants_staff_and_no_managers(manager, berlin, stored) -> None:
    colleague = factories.make_person(berlin, "ACCOUNTANT")
    assert grant(manager, berlin, colleague, "STAFF").status_code == 302
    assert grant(manager, berlin, colleague, "MANAGER").status_code == 422
    assert roles(stored, colleague) == {"ACCOUNTANT", "STAFF"}


def test_strangers_are_nobody_to_a_manager(manager, berlin, paris, stored) -> None:
    stranger = factories.make_person(paris)
    answer = grant(manager, berlin, stranger, "STAFF")
    assert answer.status_code == 422
    assert "Nobody here has this email address." in answer.text
    found = manager.get(f"/admin/members/ajax/lookup/?name=person&query={stranger.email[:8]}")
    assert stranger.email not in found.text
    assert roles(stored, stranger) == {"STAFF"}


def test_a_role_ends_at_once(manager, berlin, desk, stored) -> None:
    colleague = factories.make_person(berlin, "STAFF")
    at = desk(colleague)
    assert at.get("/admin/").status_code == 200
    statement = sa.select(StoreMember.id).where(StoreMember.user_id == colleague.user_id)
    member_id = stored.scalars(statement).one()
    gone = manager.post("/admin/members/delete/", {"id": member_id, "version": "1"})
    assert gone.status_code == 302
    assert at.get("/admin/").status_code == 302


def test_an_admin_makes_a_person_who_logs_in(admin, app, desk, stored) -> None:
    form = admin.form("/admin/people/new/")
    made = admin.post(
        "/admin/people/new/",
        form
        | {"name": "New One", "email": "New@Example.com", "password": "long enough to be safe"}
        | {"is_admin": "y"},
    )
    assert made.status_code == 302, made.text
    user = stored.scalars(sa.select(User).where(User.email == "new@example.com")).one()
    assert user.is_admin
    answer = desk().post(
        "/admin/login/", {"email": "new@example.com", "password": "long enough to be safe"}
    )
    assert answer.status_code == 302
