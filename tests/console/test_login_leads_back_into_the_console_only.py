"""`next` is a path of the console, or it is nothing."""

import factories
import pytest

ELSEWHERE = (
    "https://evil.example/admin/",
    "//evil.example/admin/",
    "/\\evil.example/admin/",
    "/admin/\\evil.example",
    "javascript:alert(1)",
    "/api/products/",
    "/admin/\n/orders/",
)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_other_addresses_are_forgotten(desk, berlin, target: str) -> None:
    person = factories.make_person(berlin)
    answer = desk().post(
        "/admin/login/",
        {"email": person.email, "password": factories.PASSWORD},
        query_string={"next": target},
    )
    assert answer.status_code == 302
    assert answer.location == "/admin/"


def test_the_page_that_was_asked_for_comes_next(desk, berlin) -> None:
    person = factories.make_person(berlin)
    at = desk()
    asked = at.get("/admin/orders/?status=PAID")
    assert asked.status_code == 302
    answer = at.post(asked.location, {"email": person.email, "password": factories.PASSWORD})
    assert answer.location == "/admin/orders/?status=PAID"
