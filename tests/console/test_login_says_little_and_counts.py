"""A wrong login says the same whatever was wrong, and after ten tries when to come back."""

import factories
import pytest


def test_unknown_people_and_wrong_passwords_read_the_same(desk, berlin) -> None:
    person = factories.make_person(berlin)
    at = desk()
    wrong = at.post("/admin/login/", {"email": person.email, "password": "not this one at all"})
    unknown = at.post("/admin/login/", {"email": "nobody@example.com", "password": "what is it"})
    assert wrong.status_code == unknown.status_code == 401
    assert "Email address or password is wrong." in wrong.text
    assert "Email address or password is wrong." in unknown.text


@pytest.mark.usefixtures("limits_on")
def test_the_eleventh_try_is_told_when_to_come_back(desk) -> None:
    at = desk()
    data = {"email": "victim@example.com", "password": "guess after guess"}
    answers = [at.post("/admin/login/", data) for _ in range(11)]
    assert {answer.status_code for answer in answers[:10]} == {401}
    assert answers[10].status_code == 429
    assert "Try again in" in answers[10].text
    assert int(answers[10].headers["Retry-After"]) > 0


def test_a_nul_in_the_address_is_a_mistake_like_any_other(desk, app) -> None:
    answer = desk().post("/admin/login/", {"email": "a\0b@example.com", "password": "x"})
    assert answer.status_code == 422
