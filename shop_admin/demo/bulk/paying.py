"""Money by hand for some of the bulk orders, with their invoices: through the real services."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from shop_admin import clock
from shop_admin.db import acting_as, db, transaction
from shop_admin.demo.deeds import ISSUING
from shop_admin.demo.moments import move_clock
from shop_admin.models.invoices import Invoice, InvoiceSeries
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import visible
from shop_admin.services import invoices, mails, orders, payments

# As many as a transaction can do well within the time that it may take.
AT_ONCE = 50
# A parcel that was paid for is put aside the day after.
CLOSING = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Due:
    """An order whose money comes in by hand, when, and whether it has left before."""

    order_id: UUID
    store_id: UUID
    paid_at: datetime
    is_shipped: bool


@dataclass
class Desk:
    """Where a store's papers stand: the date of the last one of each fiscal year."""

    zone: ZoneInfo
    first_month: int
    latest: dict[int, datetime] = field(default_factory=dict)

    def issuing_moment(self, paid_at: datetime) -> datetime:
        """Return when the invoice of this money is issued: never before the one in front of it."""
        moment = paid_at + ISSUING
        year = invoices.fiscal_year(moment.astimezone(self.zone).date(), self.first_month)
        self.latest[year] = max(moment, self.latest.get(year, moment))
        return self.latest[year]


def collect(actor: Actor, due: Sequence[Due], told: Callable[[int], None]) -> None:
    """Book the money of these orders, the oldest first, and issue their invoices.

    `told` hears of each batch. The files of the invoices are made by the worker's jobs.
    """
    desks = _desks(actor)
    with acting_as(actor.db_context()) as session:
        now = clock.now(session)
    waiting = sorted(due, key=lambda one: (one.store_id, one.paid_at))
    for first in range(0, len(waiting), AT_ONCE):
        batch = waiting[first : first + AT_ONCE]
        with mails.kept_quiet(), transaction(actor.db_context()):
            for one in batch:
                _collect(actor, one, desks[one.store_id], now)
        told(len(batch))


def _collect(actor: Actor, due: Due, desk: Desk, now: datetime) -> None:
    move_clock(due.paid_at)
    payments.mark_paid(actor, due.order_id)
    move_clock(desk.issuing_moment(due.paid_at))
    invoices.issue_invoice(actor, due.order_id)
    if due.is_shipped and due.paid_at + CLOSING < now:
        move_clock(due.paid_at + CLOSING)
        orders.complete_order(actor, due.order_id)
    # What was loaded for one order is of no use to the next.
    db.session.flush()
    db.session.expunge_all()


def _desks(actor: Actor) -> Mapping[UUID, Desk]:
    stores = sa.select(Store.id, Store.time_zone, Store.fiscal_year_start)
    papers = (
        sa.select(
            InvoiceSeries.store_id,
            InvoiceSeries.fiscal_year,
            sa.func.max(Invoice.issued_at).label("latest"),
        )
        .join(Invoice, Invoice.series_id == InvoiceSeries.id)
        .where(Invoice.kind == "INVOICE", *visible(Invoice, actor))
        .group_by(InvoiceSeries.store_id, InvoiceSeries.fiscal_year)
    )
    with acting_as(actor.db_context()) as session:
        desks = {
            row.id: Desk(zone=ZoneInfo(row.time_zone), first_month=row.fiscal_year_start)
            for row in session.execute(stores.where(*visible(Store, actor)))
        }
        for row in session.execute(papers):
            desks[row.store_id].latest[row.fiscal_year] = row.latest
    return desks
