"""People see and end their own sessions, admins anybody's; a secret is shown to nobody."""

import re

import factories
import sqlalchemy as sa

from shop_admin.models.accounts import Session


def sessions_of(stored, person) -> list[Session]:
    stored.rollback()
    statement = sa.select(Session).where(Session.user_id == person.user_id)
    return list(stored.scalars(statement.order_by(Session.id)))


def test_one_is_ended_and_its_browser_is_out_at_once(staff, desk, stored) -> None:
    other = desk(staff.person)
    page = staff.get("/admin/sessions/").text
    assert page.count("This one") == 1
    ids = re.findall(r'name="session_id" value="([^"]+)"', page)
    hashes = [one.token_hash for one in sessions_of(stored, staff.person)]
    assert len(ids) == len(hashes) == 2
    assert not any(one in page for one in hashes)

    newest = max(ids)
    assert staff.post("/admin/sessions/end/", {"session_id": newest}).status_code == 302

    assert other.get("/admin/").status_code == 302
    assert staff.get("/admin/").status_code == 200


def test_all_others_are_ended(staff, desk) -> None:
    others = [desk(staff.person) for _ in range(2)]
    assert staff.post("/admin/sessions/end-others/").status_code == 302
    assert [at.get("/admin/").status_code for at in others] == [302, 302]
    assert staff.get("/admin/sessions/").status_code == 200


def test_an_admin_ends_a_persons_sessions(admin, staff, stored) -> None:
    person = staff.person.user_id
    page = admin.get(f"/admin/people/details/?id={person}").text
    (one,) = re.findall(r'name="session_id" value="([^"]+)"', page)
    ended = admin.post("/admin/people/end-session/", {"id": person, "session_id": one})
    assert ended.status_code == 302
    assert staff.get("/admin/").status_code == 302
    assert sessions_of(stored, staff.person) == []


def test_a_manager_sees_no_sessions_of_colleagues(manager, staff) -> None:
    page = manager.get(f"/admin/people/details/?id={staff.person.user_id}")
    assert page.status_code == 200
    assert "session_id" not in page.text


def test_somebody_elses_session_is_not_ones_own(manager, staff, stored) -> None:
    (theirs,) = sessions_of(stored, staff.person)
    assert manager.post("/admin/sessions/end/", {"session_id": theirs.id}).status_code == 404
    assert staff.get("/admin/").status_code == 200


def test_the_accountant_of_all_stores_ends_no_others_either(desk, staff, stored) -> None:
    books = desk(factories.make_person(books=True))
    (theirs,) = sessions_of(stored, staff.person)
    assert books.post("/admin/sessions/end/", {"session_id": theirs.id}).status_code == 404
