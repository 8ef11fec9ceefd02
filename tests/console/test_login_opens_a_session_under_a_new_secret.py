"""What was in the cookie before a login is gone after it, and a logged-out cookie opens nothing."""

import factories


def test_a_planted_cookie_is_emptied(desk, berlin) -> None:
    at = desk()
    before = at.token()
    person = factories.make_person(berlin)
    with at.client.session_transaction() as session:
        session["planted"] = "by somebody else"
    at.post("/admin/login/", {"email": person.email, "password": factories.PASSWORD})
    with at.client.session_transaction() as session:
        assert set(session) <= {"_user_id", "csrf_token"}
        assert len(session["_user_id"]) >= 43
    at.get("/admin/")
    assert at.token() != before


def test_the_cookie_of_a_logged_out_session_opens_nothing(staff) -> None:
    kept = staff.client.get_cookie("sid").value
    assert staff.get("/admin/").status_code == 200
    assert staff.post("/admin/logout/").status_code == 302
    staff.client.set_cookie("sid", kept)
    assert staff.get("/admin/").status_code == 302


def test_the_person_in_the_session_is_no_row(staff, app) -> None:
    staff.get("/admin/")
    with staff.client.session_transaction() as session:
        assert str(staff.person.user_id) not in str(dict(session))
