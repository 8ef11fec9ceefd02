"""The last check of the stored data, for admins: what broke first, and what it was."""

from shop_admin import clock
from shop_admin.db import db, transaction
from shop_admin.permissions import IDENTITY
from shop_admin.queries.invariants import Finding
from shop_admin.services import checks

BROKEN = Finding(
    code="I1", title="Stock agrees", count=21, examples=[{"id": "7", "note": "<b>Lamp</b>: 3"}]
)


def _record(*findings: Finding) -> None:
    with transaction(IDENTITY.db_context()):
        checks.record(clock.now(db.session()), findings, 3)


def test_before_the_first_night(admin) -> None:
    assert "No check yet" in admin.get("/admin/checks/").text


def test_sound_and_broken(admin) -> None:
    _record(Finding(code="I5", title="Lines add up"))
    assert "All is sound" in admin.get("/admin/checks/").text
    _record(Finding(code="I5", title="Lines add up"), BROKEN)
    text = admin.get("/admin/checks/").text
    assert "1 is broken" in text
    assert text.index("Stock agrees") < text.index("Lines add up")
    assert "&lt;b&gt;Lamp&lt;/b&gt;: 3" in text
    assert "and 20 more" in text


def test_nobody_else_does(manager) -> None:
    assert manager.get("/admin/checks/").status_code == 403
