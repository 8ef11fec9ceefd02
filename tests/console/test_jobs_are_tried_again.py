"""Admins see why a job failed, have it tried again, and cancel what waits; nobody else does."""

import pytest
import sqlalchemy as sa

from shop_admin.db import transaction
from shop_admin.errors import Conflict
from shop_admin.models.audit import AuditEntry
from shop_admin.permissions import IDENTITY, command
from shop_admin.queue import enqueue
from shop_admin.services import work

FIND = sa.text("SELECT max(id) FROM procrastinate_jobs")
SET = sa.text("UPDATE procrastinate_jobs SET status = 'failed', attempts = 8 WHERE id = :id")
STATE = sa.text("SELECT status::text, attempts FROM procrastinate_jobs WHERE id = :id")


@pytest.fixture
def waiting(app) -> int:
    with transaction(command().db_context()) as session:
        enqueue("invoices.issue", order_id="0190aaaa-0000-7000-8000-000000000001")
        found: int = session.execute(FIND).scalar_one()
    return found


@pytest.fixture
def failed(waiting) -> int:
    with transaction(IDENTITY.db_context()) as session:
        session.execute(SET, {"id": waiting})
        work.record_failure(waiting, Conflict("The tax office is closed."))
    return waiting


def test_a_failure_says_why_and_is_tried_again(admin, stored, failed) -> None:
    page = admin.get("/admin/jobs/").text
    assert "The tax office is closed." in page
    assert admin.post("/admin/jobs/retry/", {"id": failed}).status_code == 302
    assert tuple(stored.execute(STATE, {"id": failed}).one()) == ("todo", 0)
    entry = stored.scalars(sa.select(AuditEntry).where(AuditEntry.action == "retry")).one()
    assert entry.new == {"job": failed, "task": "invoices.issue"}
    assert "has not failed" in _said(admin, "retry", failed)


def test_what_waits_is_cancelled(admin, stored, waiting) -> None:
    admin.post("/admin/jobs/cancel/", {"id": waiting})
    assert stored.execute(STATE, {"id": waiting}).one()[0] == "cancelled"
    assert "can no longer be cancelled" in _said(admin, "cancel", waiting)


def test_a_crash_shows_no_insides(admin, failed) -> None:
    with transaction(IDENTITY.db_context()):
        work.record_failure(failed, ValueError("password=hunter2"))
    page = admin.get("/admin/jobs/").text
    assert "hunter2" not in page
    assert "ValueError" in page


def test_others_see_no_jobs(manager, failed) -> None:
    assert manager.get("/admin/jobs/").status_code == 403
    assert manager.post("/admin/jobs/retry/", {"id": failed}).status_code == 403


def _said(at, deed: str, job_id: int) -> str:
    at.post(f"/admin/jobs/{deed}/", {"id": job_id})
    return at.get("/admin/jobs/").text
