"""A console cookie means nothing to the API: it is neither read nor answered to."""


def test_a_console_cookie_is_not_looked_at(staff) -> None:
    answer = staff.get("/api/stores/")
    assert answer.status_code == 200
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "Set-Cookie" not in answer.headers
