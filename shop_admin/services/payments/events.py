"""What happened to a payment, written once however often a provider tells it."""

from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from shop_admin import money
from shop_admin.db import db
from shop_admin.language import N_
from shop_admin.models.inbox import ProviderEvent
from shop_admin.models.mixins import new_id
from shop_admin.models.payments import ONE_OF_A_KIND, Payment, PaymentEvent


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a provider's message: HANDLED, IGNORED or PARKED, and why."""

    word: str
    note: str = ""


HANDLED = Outcome(word="HANDLED")
NO_AMOUNT = N_("no amount")
ANOTHER_AMOUNT = N_(
    "The provider says %(said)s (%(kind)s), but %(due)s is due: nothing was booked."
    " Settle it at the provider."
)
TOLD_BEFORE = Outcome(word="IGNORED", note=N_("This was told before."))


def record(
    payment: Payment,
    kind: str,
    *,
    amount: Decimal | None = None,
    reference: str = "",
    summary: str = "",
) -> bool:
    """Write what happened; False where the same was written under this reference before."""
    statement = (
        insert(PaymentEvent)
        .values(
            id=new_id(),
            store_id=payment.store_id,
            payment_id=payment.id,
            kind=kind,
            amount=amount,
            reference=reference,
            summary=summary[:500],
        )
        .on_conflict_do_nothing(
            index_elements=["payment_id", "kind", "reference"],
            index_where=sa.text(ONE_OF_A_KIND),
        )
        .returning(PaymentEvent.id)
    )
    return db.session.execute(statement).scalar() is not None


def differs(payment: Payment, told: ProviderEvent) -> Outcome | None:
    """Return what is wrong with a message's money, written down for the staff; None if nothing.

    Money that is not the payment's is never booked: a person looks at it.
    """
    if told.currency == payment.currency and told.amount == payment.amount:
        return None
    is_readable = told.amount is not None and bool(told.currency)
    said = money.display(told.amount, told.currency) if is_readable else NO_AMOUNT  # type: ignore[arg-type]
    due = money.display(payment.amount, payment.currency)
    note = ANOTHER_AMOUNT % {"said": said, "kind": told.kind.lower(), "due": due}
    record(payment, "NOTE", amount=None, reference=reference_of(told), summary=note)
    return Outcome(word="HANDLED", note=note)


def reference_of(told: ProviderEvent) -> str:
    """Return the name of what happened, at the provider."""
    return told.reference or told.transaction_id or told.event_id
