"""A crash is a calm page with an id; what the exception said stays in the log."""

from flask_admin import expose

from shop_admin.console.dashboard import Dashboard


def crash(_self) -> str:
    raise TypeError("SELECT password_hash FROM users")


def test_a_crash(app, staff, monkeypatch) -> None:
    calls = []

    def counted(view) -> str:
        calls.append(view)
        return crash(view)

    monkeypatch.setattr(Dashboard.index_view, "__wrapped__", counted, raising=False)
    monkeypatch.setitem(app.view_functions, "admin.index_view", _bound(app, counted))
    answer = staff.get("/admin/")
    assert answer.status_code == 500
    assert "password_hash" not in answer.text
    assert "Something went wrong on our side." in answer.text
    assert answer.headers["X-Request-Id"] in answer.text
    assert len(calls) == 1


def _bound(app, function):
    view = app.extensions["shop_console"].index_view
    return lambda: view._run_view(expose("/crash/")(function))


def test_addresses_that_lead_nowhere(staff) -> None:
    for address in ("/admin/nowhere/", "/admin/orders/export/csv/", "/admin/products/ajax/update/"):
        answer = staff.get(address)
        assert answer.status_code == 404
        assert "There is no such page or record" in answer.text


def test_a_wrong_method_changes_nothing(staff) -> None:
    assert staff.get("/admin/products/action/").status_code in (404, 405)
    assert staff.get("/admin/logout/").status_code in (404, 405)
