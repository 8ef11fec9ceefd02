"""How a new order is written: statements that are sent together."""

import json
from collections.abc import Sequence
from uuid import UUID

from shop_admin.db import Statement
from shop_admin.queries.receipts import PlacedItem, PlacedOrder

# The number is taken last of all that can be refused: one that is not used leaves a gap.
_ORDER = """
    INSERT INTO orders (id, store_id, number, user_id, contact_name, contact_email, contact_phone,
        shipping_address, billing_address, currency, subtotal, tax_amount, total_amount,
        prices_include_tax, status, channel, placed_at, reserved_until, guest_token_hash)
    VALUES (%(id)s, %(store_id)s, %(prefix)s || '-' || next_order_number(%(store_id)s),
        %(user_id)s, %(contact_name)s, %(contact_email)s, %(contact_phone)s,
        %(shipping_address)s, %(billing_address)s, %(currency)s, %(subtotal)s, %(tax_amount)s,
        %(total_amount)s, %(prices_include_tax)s, %(status)s, %(channel)s, %(placed_at)s,
        %(reserved_until)s, %(guest_token_hash)s)
"""
_ITEMS = """
    INSERT INTO order_items (id, store_id, order_id, product_id, position, sku, name, quantity,
        unit_price, tax_class, tax_name, tax_rate, tax_components, tax_amount, line_total)
    SELECT id, store_id, order_id, product_id, position, sku, name, quantity,
        unit_price, tax_class, tax_name, tax_rate, tax_components, tax_amount, line_total
    FROM json_populate_recordset(NULL::order_items, %(items)s::json)
"""
_GIVEN = "SELECT number, cdate FROM orders WHERE id = %(id)s"


def order(placed: PlacedOrder, prefix: str, guest_token_hash: str | None) -> Statement:
    """Return the write of an order, under the next number of its store."""
    values = {
        **vars(placed),
        "prefix": prefix,
        "guest_token_hash": guest_token_hash,
        "shipping_address": json.dumps(placed.shipping_address),
        "billing_address": json.dumps(placed.billing_address),
    }
    return Statement(sql=_ORDER, values=values)


def items(placed: Sequence[PlacedItem]) -> Statement:
    """Return the write of an order's lines."""
    return Statement(
        sql=_ITEMS, values={"items": json.dumps([vars(one) for one in placed], default=str)}
    )


def what_the_database_gave(order_id: UUID) -> Statement:
    """Return what reads an order's number and moment, after it was written."""
    return Statement(sql=_GIVEN, values={"id": order_id})
