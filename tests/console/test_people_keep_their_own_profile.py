"""Name, language and password are everybody's own to change; the password with the present one."""

import factories
import pytest
import sqlalchemy as sa

from shop_admin.models.accounts import User

NEW = "seven green umbrellas"


def stored_user(stored, person) -> User:
    stored.rollback()
    return stored.scalars(sa.select(User).where(User.id == person.user_id)).one()


def change(at, present: str, new: str):
    form = at.form("/admin/profile/password/")
    return at.post("/admin/profile/password/", form | {"present": present, "password": new})


def test_the_name_and_nothing_else(staff, stored) -> None:
    form = staff.form("/admin/profile/")
    sent = form | {"name": "Ada B.", "language": "de", "is_admin": "y", "email": "x@example.com"}
    assert staff.post("/admin/profile/", sent).status_code == 302
    user = stored_user(stored, staff.person)
    assert (user.name, user.language) == ("Ada B.", "de")
    assert (user.is_admin, user.email) == (False, staff.person.email)


def test_a_stale_profile_is_told(staff) -> None:
    form = staff.form("/admin/profile/")
    assert staff.post("/admin/profile/", form | {"name": "One"}).status_code == 302
    again = staff.post("/admin/profile/", form | {"name": "Two"})
    assert again.status_code == 422
    assert "changed this in the meantime" in again.text


def test_a_new_password_ends_the_other_sessions_and_renews_this_one(staff, desk) -> None:
    other = desk(staff.person)
    with staff.client.session_transaction() as session:
        before = session["_user_id"]

    assert change(staff, factories.PASSWORD, NEW).status_code == 302

    with staff.client.session_transaction() as session:
        assert session["_user_id"] != before
    assert staff.get("/admin/").status_code == 200
    assert other.get("/admin/").status_code == 302
    login = {"email": staff.person.email, "password": NEW}
    assert desk().post("/admin/login/", login).status_code == 302


@pytest.mark.parametrize(
    ("present", "new", "says"),
    [
        ("not this one at all", NEW, "not your password"),
        (factories.PASSWORD, "password1234", "most common"),
        (factories.PASSWORD, "too short", "at least 12"),
    ],
)
def test_what_is_refused_changes_nothing(staff, desk, present: str, new: str, says: str) -> None:
    answer = change(staff, present, new)
    assert answer.status_code == 422
    assert says in answer.text
    login = {"email": staff.person.email, "password": factories.PASSWORD}
    assert desk().post("/admin/login/", login).status_code == 302


@pytest.mark.usefixtures("limits_on")
def test_guessing_the_present_password_is_slowed_down(staff) -> None:
    answers = [change(staff, "guess after guess", NEW).status_code for _ in range(11)]
    assert set(answers[:9]) == {422}
    assert answers[-1] == 429
