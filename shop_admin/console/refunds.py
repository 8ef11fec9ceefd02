"""Refunds: money that goes back, with its reason, whether it is done or still to do."""

from typing import Any

from sqlalchemy.orm import joinedload

from shop_admin.console.base import Column, ConsoleView, Empty, Group
from shop_admin.console.base.filters import CaseFilter, RecordFilter, StoreFilter, WordFilter
from shop_admin.console.base.permits import reading
from shop_admin.console.storedays import store_days
from shop_admin.language import N_, _
from shop_admin.models.payments import REFUND_MOVES, Payment, Refund
from shop_admin.permissions import Permission
from shop_admin.queries import todo


class RefundView(ConsoleView):
    """Refunds of the stores in scope; they are made and done where their orders are."""

    plural, noun, icon, group = N_("Refunds"), N_("refund"), "refund", N_("Sales")
    permits = reading(Permission.PAYMENT_VIEW)
    details_template = "admin/refund.html"
    loading = (joinedload(Refund.payment).joinedload(Payment.order),)
    record_loading = loading
    columns = (
        Column(name="payment.order.number", label=N_("Refund of"), kind="link"),
        Column(name="store_id", label=N_("Store"), kind="store", secondary=True),
        Column(name="reason", label=N_("Reason")),
        Column(name="status", label=N_("Status"), kind="pill", sort=Refund.status),
        Column(name="amount", label=N_("Amount"), kind="money", sort=Refund.amount),
        Column(name="cdate", label=N_("Asked"), kind="moment", sort=Refund.cdate, secondary=True),
        Column(
            name="done_at", label=N_("Done"), kind="moment", sort=Refund.done_at, secondary=True
        ),
    )
    groups = (
        Group(
            title=N_("Refund"),
            columns=(
                Column(name="amount", label=N_("Amount"), kind="money"),
                Column(name="status", label=N_("Status"), kind="pill"),
                Column(name="reason", label=N_("Reason"), kind="long"),
                Column(name="reference", label=N_("Reference"), kind="mono"),
                Column(name="cdate", label=N_("Asked"), kind="moment"),
                Column(name="done_at", label=N_("Done"), kind="moment"),
            ),
        ),
    )
    filters = (
        StoreFilter(name="store", label=N_("Store"), column=Refund.store_id),
        WordFilter(
            name="status", label=N_("Status"), column=Refund.status, words=tuple(REFUND_MOVES)
        ),
        CaseFilter(
            name="todo",
            label=N_("To do"),
            column=Refund.status,
            cases={"refund": (N_("To refund"), lambda: todo.IS_OWED)},
        ),
        *store_days(Refund.done_at),
        RecordFilter(
            name="payment",
            label=N_("Payment"),
            column=Refund.payment_id,
            model=Payment,
            called=lambda one: one.order.number,
        ),
    )
    search_expression = "reference"
    search_hint = N_("Reference")
    empty = Empty(
        title=N_("No refunds"), text=N_("What is given back is listed here, with its reason.")
    )

    def title(self, record: Any) -> str:
        """Return which order the refund is for."""
        return _("Refund of %(order)s", order=record.payment.order.number)
