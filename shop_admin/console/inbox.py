"""The inbox: what payment providers told us, and what became of it."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import sqlalchemy as sa
from babel.numbers import format_decimal
from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy import ColumnElement

from shop_admin.console.base import Column, ConsoleView, Empty, Group
from shop_admin.console.base.filters import CaseFilter, RecordFilter, WordFilter
from shop_admin.console.base.permits import Permits, acting, reading
from shop_admin.console.shown import day_filters
from shop_admin.db import db
from shop_admin.language import N_, _, locale
from shop_admin.models.inbox import ProviderEvent, ProviderEventResult
from shop_admin.models.stores import PAYMENT_METHODS
from shop_admin.permissions import Permission
from shop_admin.queries.visibility import visible
from shop_admin.services import work

MOST_ROWS = 200


def has_result(*outcomes: str) -> ColumnElement[bool]:
    """Return the clause of messages with one of these outcomes, or with any."""
    chosen = (ProviderEventResult.outcome.in_(outcomes),) if outcomes else ()
    return sa.exists().where(ProviderEventResult.event_id == ProviderEvent.id, *chosen)


def rows_of(payload: Any, name: str = "") -> Sequence[tuple[str, str]]:
    """Return a message as rows of a path and a value, in its own order."""
    if isinstance(payload, Mapping) and payload:
        pairs = [(f"{name}.{key}" if name else str(key), one) for key, one in payload.items()]
    elif isinstance(payload, list) and payload:
        pairs = [(f"{name}[{place}]", one) for place, one in enumerate(payload)]
    else:
        return [(name, "" if payload in (None, {}, []) else str(payload))]
    return [row for path, one in pairs for row in rows_of(one, path)]


def amount_of(event: ProviderEvent) -> str | None:
    """Return what a message is about, with as many decimals as the provider told."""
    if event.amount is None:
        return None
    figure = format_decimal(
        event.amount.normalize(), locale=locale(), decimal_quantization=False, group_separator=False
    )
    return f"{figure} {event.currency}"


class InboxView(ConsoleView):
    """Messages of providers, of all stores together: for the installation's admins."""

    plural, noun, icon, group = N_("Provider messages"), N_("message"), "messages", N_("System")
    permits: ClassVar[Permits] = {
        **reading(Permission.SETTINGS),
        **acting(Permission.SETTINGS, "again_view"),
    }
    list_template = "admin/inbox.html"
    details_template = "admin/provider_event.html"
    columns = (
        Column(name="kind", label=N_("Message"), kind="link", sort=ProviderEvent.kind),
        Column(name="provider", label=N_("Provider"), kind="mono"),
        Column(name="cdate", label=N_("Came"), kind="moment", sort=ProviderEvent.cdate),
        Column(
            name="amount",
            label=N_("Amount"),
            kind="number",
            secondary=True,
            value=amount_of,
        ),
        Column(name="reference", label=N_("Reference"), kind="mono", secondary=True),
    )
    groups = (
        Group(
            title=N_("Message"),
            columns=(
                Column(name="provider", label=N_("Provider")),
                Column(name="kind", label=N_("Kind"), kind="mono"),
                Column(name="event_id", label=N_("Its id there"), kind="mono"),
                Column(name="transaction_id", label=N_("Transaction"), kind="mono"),
                Column(name="reference", label=N_("Reference"), kind="mono"),
                Column(name="cdate", label=N_("Came"), kind="moment"),
            ),
        ),
    )
    filters = (
        CaseFilter(
            name="outcome",
            label=N_("Outcome"),
            column=ProviderEvent.id,
            cases={
                "open": (N_("Not handled yet"), lambda: ~has_result("HANDLED", "IGNORED")),
                "parked": (
                    N_("Parked"),
                    lambda: sa.and_(has_result("PARKED"), ~has_result("HANDLED", "IGNORED")),
                ),
                "handled": (N_("Handled"), lambda: has_result("HANDLED")),
                "ignored": (N_("Ignored"), lambda: has_result("IGNORED")),
            },
        ),
        WordFilter(
            name="provider",
            label=N_("Provider"),
            column=ProviderEvent.provider,
            words=PAYMENT_METHODS,
        ),
        *day_filters(ProviderEvent.cdate),
        RecordFilter(name="payment", label=N_("Payment"), column=ProviderEvent.payment_id),
    )
    search_expression = "event_id || ' ' || transaction_id || ' ' || reference"
    search_hint = N_("Event id, transaction or reference")
    empty = Empty(
        title=N_("No messages yet"),
        text=N_("What payment providers tell us by webhook is kept here, with what became of it."),
    )

    def title(self, record: Any) -> str:
        """Return what came from whom."""
        kind = record.kind or _("Message")
        return _("%(message)s from %(provider)s", message=kind, provider=record.provider)

    def list_context(self, rows: Sequence[Any]) -> dict[str, Any]:
        """Add what became of each message."""
        statement = (
            sa.select(ProviderEventResult)
            .where(
                *visible(ProviderEventResult, self.actor),
                ProviderEventResult.event_id.in_([one.id for one in rows]),
            )
            .order_by(ProviderEventResult.id)
        )
        outcomes = {one.event_id: one for one in db.session.scalars(statement)}
        return super().list_context(rows) | {"outcomes": outcomes}

    def details(self, record: Any) -> dict[str, Any]:
        """Add what became of it, and the message as a table."""
        statement = (
            sa.select(ProviderEventResult)
            .where(
                *visible(ProviderEventResult, self.actor),
                ProviderEventResult.event_id == record.id,
            )
            .order_by(ProviderEventResult.id.desc())
        )
        rows = rows_of(record.payload)
        return {
            "people": {},
            "results": db.session.scalars(statement).all(),
            "rows": rows[:MOST_ROWS],
            "more": max(len(rows) - MOST_ROWS, 0),
        }

    @expose("/again/", methods=("POST",))
    def again_view(self) -> ResponseReturnValue:
        """Ask for the message to be handled again: its effect happens once, however often."""
        record = self.named_record(request.form.get("id", ""))
        event_id = record.id
        self.attempt(
            lambda: work.handle_message_again(self.actor, event_id),
            _("It will be handled again at once."),
        )
        return redirect(self.get_url(".details_view", id=event_id))
