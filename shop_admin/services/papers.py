"""From an order to the paper of its invoice: every figure and word that will be frozen."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from babel import Locale

from shop_admin.db import db
from shop_admin.documents.paper import (
    BankAccount,
    InvoicePaper,
    PaperLine,
    PaperTax,
    Party,
    TaxComponent,
)
from shop_admin.models.orders import Order, OrderItem, Shipment
from shop_admin.models.stores import Store
from shop_admin.money import ZERO, split
from shop_admin.queries.orders import items_of, live_payment_of

ADDRESS_LINES = ("line1", "line2")


@dataclass(frozen=True, kw_only=True)
class Numbering:
    """The number of a paper and the day that it is issued on, in the store's time zone."""

    invoice_number: str
    issued_on: date


def invoice_paper(order: Order, store: Store, numbering: Numbering) -> InvoicePaper:
    """Return the invoice's paper out of the order's snapshots and the payment of this moment."""
    items = db.session.scalars(items_of(order)).all()
    payment = db.session.scalars(live_payment_of(order)).one_or_none()
    paid = payment.amount - payment.refunded_amount if payment and payment.is_paid else ZERO
    return InvoicePaper(
        kind="INVOICE",
        invoice_number=numbering.invoice_number,
        issued_on=numbering.issued_on,
        due_on=_day(payment.due_at, store) if payment and not payment.is_paid else None,
        supplied_on=_supplied_on(order, store) or numbering.issued_on,
        order_number=order.number or "",
        currency=order.currency,
        locale=store.language,
        prices_include_tax=order.prices_include_tax,
        seller=seller_of(store),
        bank=_bank(store),
        buyer=_buyer(order, order.billing_address, store),
        ship_to=_ship_to(order, store),
        place_of_supply=order.shipping_address.get("region", ""),
        lines=tuple(_line(item) for item in items),
        taxes=tax_summary(items, order),
        subtotal=order.subtotal,
        discount_amount=order.discount_amount,
        shipping_amount=order.shipping_amount,
        tax_amount=order.tax_amount,
        total_amount=order.total_amount,
        paid_amount=paid,
        amount_due=order.total_amount - paid,
        payment_method=payment.payment_method.replace("_", " ") if payment else "",
        paid_on=_day(payment.paid_at, store) if payment else None,
        terms=store.invoice_terms,
        footer=store.invoice_footer,
    )


def seller_of(store: Store) -> Party:
    """Return the store as it signs its papers."""
    return Party(
        name=store.name,
        legal_name=store.legal_name or store.name,
        lines=address_lines(store.address, country=store.country),
        country=store.country,
        tax_id=store.tax_id,
        email=store.contact_email,
        phone=store.contact_phone,
    )


def address_lines(address: dict[str, str], *, country: str) -> tuple[str, ...]:
    """Return an address as lines: street, postal code and city, region, and the land by name."""
    place = f"{address.get('postal_code', '')} {address.get('city', '')}".strip()
    land = Locale("en").territories.get(address.get("country") or country, "")
    streets = (address.get(key, "") for key in ADDRESS_LINES)
    lines = [*streets, place, address.get("region", ""), land]
    return tuple(line for line in lines if line)


def tax_summary(items: Sequence[OrderItem], order: Order) -> tuple[PaperTax, ...]:
    """Return net and tax of each rate, the highest first, with the components of India's GST."""
    groups: dict[tuple[Decimal, str], list[OrderItem]] = defaultdict(list)
    for item in items:
        groups[(item.tax_rate, item.tax_name)].append(item)
    return tuple(
        _tax(name, rate, groups[(rate, name)], order)
        for rate, name in sorted(groups, key=lambda key: (-key[0], key[1]))
    )


def _tax(name: str, rate: Decimal, items: Sequence[OrderItem], order: Order) -> PaperTax:
    tax = sum((item.tax_amount for item in items), ZERO)
    total = sum((item.line_total for item in items), ZERO)
    return PaperTax(
        name=name,
        rate=rate,
        net=total - tax if order.prices_include_tax else total,
        tax=tax,
        components=_components(items[0].tax_components, tax, order.currency),
    )


def _components(
    components: list[dict[str, str]], tax: Decimal, currency: str
) -> tuple[TaxComponent, ...]:
    if not components:
        return ()
    rates = [Decimal(component["rate"]) for component in components]
    return tuple(
        TaxComponent(name=component["name"], rate=rate, amount=amount)
        for component, rate, amount in zip(
            components, rates, split(tax, rates, currency), strict=True
        )
    )


def _line(item: OrderItem) -> PaperLine:
    return PaperLine(
        position=item.position,
        sku=item.sku,
        name=item.name,
        quantity=item.quantity,
        unit_price=item.unit_price,
        tax_rate=item.tax_rate,
        discount_amount=item.discount_amount,
        tax_amount=item.tax_amount,
        line_total=item.line_total,
    )


def _buyer(order: Order, address: dict[str, str], store: Store) -> Party:
    return Party(
        name=address.get("name") or order.contact_name,
        lines=address_lines(address, country=store.country),
        country=address.get("country", ""),
        tax_id=address.get("tax_id", ""),
        email=order.contact_email,
        phone=order.contact_phone,
    )


def _ship_to(order: Order, store: Store) -> Party | None:
    if order.shipping_address == order.billing_address:
        return None
    return _buyer(order, order.shipping_address, store)


def _bank(store: Store) -> BankAccount | None:
    details = store.bank_details
    if not details.get("iban") and not details.get("account_number"):
        return None
    return BankAccount(
        holder=details.get("holder", ""),
        iban=details.get("iban") or details.get("account_number", ""),
        bic=details.get("bic") or details.get("ifsc", ""),
        bank=details.get("bank", ""),
    )


def _day(moment: datetime | None, store: Store) -> date | None:
    return moment.astimezone(ZoneInfo(store.time_zone)).date() if moment else None


def _supplied_on(order: Order, store: Store) -> date | None:
    shipped_at = db.session.scalar(
        sa.select(sa.func.min(Shipment.shipped_at)).where(
            Shipment.order_id == order.id, Shipment.store_id == order.store_id
        )
    )
    return _day(shipped_at, store)
