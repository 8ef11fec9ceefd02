"""Every address of the console that takes a POST refuses one without the session's token."""

import pytest


def addresses(app) -> list[str]:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/admin/")]
    return sorted(rule.rule for rule in rules if "POST" in rule.methods and "<" not in rule.rule)


@pytest.mark.parametrize("token", [None, "made-up"])
def test_each(app, admin, token: str | None) -> None:
    found = addresses(app)
    assert len(found) > 25
    for address in found:
        data = {"csrf_token": token} if token else {}
        answer = admin.post(address, data, token=False)
        assert answer.status_code == 400, address
        assert "Nothing was lost" in answer.text


def test_the_token_of_another_session_opens_nothing(admin, staff) -> None:
    assert admin.post("/admin/logout/", {"csrf_token": staff.token()}).status_code == 400


def test_the_refusal_can_be_quoted(admin) -> None:
    answer = admin.post("/admin/logout/", {}, token=False)
    name = answer.headers["X-Request-Id"]
    assert name
    assert name in answer.text
