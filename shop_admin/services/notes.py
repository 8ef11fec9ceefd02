"""Notes on an order: what colleagues tell each other about it, kept with who said it and when.

A note is an event of the audit trail: it is never changed, and it stands in the order's story.
"""

from uuid import UUID

from shop_admin.errors import Invalid
from shop_admin.language import ngettext
from shop_admin.models.orders import Order
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import get
from shop_admin.services import audit

NOTE = "note"
LONGEST = 2_000


def add_note(actor: Actor, order_id: UUID, text: str) -> None:
    """Write a note on an order. Raises Invalid for one that is empty or too long."""
    order: Order = get(Order, actor, order_id)
    actor.require(Permission.ORDER_WORK, order.store_id)
    said = text.replace("\r\n", "\n").strip()
    if not 1 <= len(said) <= LONGEST or any(ord(sign) < 32 and sign not in "\n\t" for sign in said):
        raise Invalid(
            ngettext(
                "Write a note of %(number)s character at most.",
                "Write a note of %(number)s characters at most.",
                LONGEST,
            ),
            field="text",
        )
    audit.record_event(
        NOTE, Order.__tablename__, store_id=order.store_id, record_id=order.id, text=said
    )
