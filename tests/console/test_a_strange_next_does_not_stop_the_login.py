"""An address to return to that nobody can read leads to the first page."""

import factories


def test_brackets_that_do_not_close(desk, berlin) -> None:
    person = factories.make_person(berlin)
    at = desk()
    data = {"email": person.email, "password": factories.PASSWORD}
    answer = at.post("/admin/login/?next=//[x", data)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
