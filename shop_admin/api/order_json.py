"""How orders look in answers."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from shop_admin import money
from shop_admin.api.answers import address, moment
from shop_admin.queries.pages import Found
from shop_admin.queries.receipts import Attempt, PlacedItem, PlacedOrder, Receipt

SUMS = ("subtotal", "discount_amount", "tax_amount", "shipping_amount", "total_amount")
ADDRESS = ("name", "line1", "line2", "city", "region", "postal_code", "country")
CENT = Decimal("0.01")


def shown(receipt: Receipt) -> dict[str, Any]:
    """Return all that its buyer knows of an order, without the secret that opens it."""
    order = receipt.order
    return {
        "id": str(order.id),
        "number": order.number,
        "status": order.status,
        "store": {
            "id": str(order.store_id),
            "name": order.store_name,
            "slug": order.store_slug,
        },
        "currency": order.currency,
        **{name: money.plain(getattr(order, name), order.currency) for name in SUMS},
        "items": [_item(row, order.currency) for row in receipt.items],
        "contact": {
            "name": order.contact_name,
            "email": order.contact_email,
            "phone": order.contact_phone,
        },
        "shipping_address": _address(order.shipping_address),
        "billing_address": _address(order.billing_address),
        "payment": _payment(receipt.payment, order.currency) if receipt.payment else None,
        "invoice": _invoice(receipt.invoice, order) if receipt.invoice else None,
        "placed_at": moment(order.placed_at),
        "cdate": moment(order.cdate),
    }


def _address(stored: Mapping[str, str]) -> dict[str, str]:
    """Return an address with its lines in the order in which they are written."""
    return {name: stored.get(name, "") for name in ADDRESS}


def _item(row: Found | PlacedItem, currency: str) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "product_id": str(row.product_id),
        "sku": row.sku,
        "name": row.name,
        "quantity": row.quantity,
        "unit_price": money.plain(row.unit_price, currency),
        "tax_rate": _rate(row.tax_rate),
        "line_total": money.plain(row.line_total, currency),
    }


def _payment(row: Found | Attempt, currency: str) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "payment_method": row.payment_method,
        "status": row.status,
        "amount": money.plain(row.amount, currency),
        "next_action": row.next_action if row.status == "PENDING" else None,
    }


def _invoice(row: Found, order: Found | PlacedOrder) -> dict[str, Any]:
    return {
        "invoice_number": row.invoice_number,
        "issued_at": moment(row.issued_at),
        "amount": money.plain(row.amount, order.currency),
        "pdf_url": address(f"/api/orders/{order.id}/invoice.pdf"),
    }


def _rate(rate: Decimal) -> str:
    """Write a rate in per cent with two decimals, or as many as it has."""
    cents = rate.quantize(CENT)
    return str(cents if cents == rate else rate.normalize())
