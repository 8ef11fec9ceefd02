"""An admin reads what a provider told us, as a table, and has it handled again."""

import sqlalchemy as sa

from shop_admin.db import transaction
from shop_admin.models.inbox import ProviderEvent, ProviderEventResult
from shop_admin.models.mixins import new_id
from shop_admin.permissions import command

JOBS = sa.text("SELECT args FROM procrastinate_jobs WHERE task_name = 'inbox.handle'")


def _event(outcome: str | None):
    event_id = new_id()
    payload = {"data": {"amount": 1999, "names": ["<b>Ada</b>"]}}
    with transaction(command().db_context()) as session:
        session.add(
            ProviderEvent(
                id=event_id,
                provider="sandbox",
                event_id=f"evt-{outcome}",
                kind=f"kind.{outcome}",
                payload=payload,
            )
        )
        session.flush()
        if outcome:
            session.add(ProviderEventResult(event_id=event_id, outcome=outcome, note="Said why."))
    return event_id


def test_the_message_is_a_table(admin) -> None:
    page = admin.get(f"/admin/inbox/details/?id={_event('PARKED')}").text
    assert "data.names[0]" in page
    assert "&lt;b&gt;Ada&lt;/b&gt;" in page
    assert "Said why." in page


def test_what_waits_is_filtered_and_handled_again(admin, stored) -> None:
    parked = _event("PARKED")
    _event("HANDLED")
    page = admin.get("/admin/inbox/?outcome=open").text
    assert "kind.PARKED" in page
    assert "kind.HANDLED" not in page
    admin.post("/admin/inbox/again/", {"id": parked})
    assert [row.args for row in stored.execute(JOBS)] == [{"event_id": str(parked)}]
