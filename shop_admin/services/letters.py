"""What a store writes to its buyers: each function reads a mail's order and returns its letter."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.documents.mails import Attached, Letter, Sender, write_letter
from shop_admin.errors import Conflict
from shop_admin.language import _
from shop_admin.models.invoices import Invoice, InvoiceFile
from shop_admin.models.mails import Mail
from shop_admin.models.orders import Order, Shipment
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor
from shop_admin.queries.orders import items_of, live_payment_of
from shop_admin.queries.visibility import get, visible
from shop_admin.services.papers import address_lines

BANK = {
    "holder": "Account holder",
    "iban": "IBAN",
    "bic": "BIC",
    "account_number": "Account number",
    "ifsc": "IFSC",
    "bank": "Bank",
}


def order_confirmation(actor: Actor, mail: Mail) -> Letter:
    """Return the confirmation of an order; with the invoice, where its file is there."""
    order, store = _order(actor, mail)
    return write_letter(
        "order_confirmation",
        sender=sender_of(store),
        subject=f"Your order {order.number} at {store.name}",
        attached=_invoice_file(actor, order),
        **_facts(order, store),
    )


def invoice(actor: Actor, mail: Mail) -> Letter:
    """Return the letter that brings the invoice. Raises Conflict before its file is there."""
    order, store = _order(actor, mail)
    files = _invoice_file(actor, order)
    if not files:
        raise Conflict(_("The invoice's file is not there yet."), code="not_due")
    number = files[0].name.removesuffix(".pdf")
    return write_letter(
        "invoice",
        sender=sender_of(store),
        subject=f"Your invoice {number}",
        attached=files,
        invoice_number=number,
        **_facts(order, store),
    )


def order_cancelled(actor: Actor, mail: Mail) -> Letter:
    """Return the letter that an order was cancelled and nothing is to be paid."""
    order, store = _order(actor, mail)
    return write_letter(
        "order_cancelled",
        sender=sender_of(store),
        subject=f"Your order {order.number} was cancelled",
        **_facts(order, store),
    )


def shipped(actor: Actor, mail: Mail) -> Letter:
    """Return the letter that a parcel left, with what is in it and how to follow it."""
    order, store = _order(actor, mail)
    shipment: Shipment = get(Shipment, actor, UUID(str(mail.record_id)))
    facts = _facts(order, store)
    sent = {str(one["item_id"]): one["quantity"] for one in shipment.items}
    parcel = [
        {"name": item.name, "quantity": sent[str(item.id)]}
        for item in facts["items"]
        if str(item.id) in sent
    ]
    return write_letter(
        "shipped",
        sender=sender_of(store),
        subject=f"Your order {order.number} is on its way",
        carrier=shipment.carrier,
        tracking_number=shipment.tracking_number,
        parcel=parcel,
        is_whole=parcel == [{"name": i.name, "quantity": i.quantity} for i in facts["items"]],
        **facts,
    )


def sender_of(store: Store) -> Sender:
    """Return the store as it signs its letters."""
    return Sender(
        name=store.name,
        reply_to=store.contact_email,
        accent=store.accent,
        locale=store.language,
        lines=(
            store.legal_name or store.name,
            *address_lines(store.address, country=store.country),
        ),
    )


def _order(actor: Actor, mail: Mail) -> tuple[Order, Store]:
    order: Order = get(Order, actor, UUID(str(mail.order_id)))
    store: Store = get(Store, actor, order.store_id)
    return order, store


def _facts(order: Order, store: Store) -> dict[str, Any]:
    """Return what the templates may say of an order."""
    payment = db.session.scalars(live_payment_of(order)).one_or_none()
    return {
        "order": order,
        "store": store,
        "items": db.session.scalars(items_of(order)).all(),
        "payment": payment,
        "ship_to": (
            order.shipping_address.get("name") or order.contact_name,
            *address_lines(order.shipping_address, country=store.country),
        ),
        "bank_lines": _bank_lines(store),
    }


def _bank_lines(store: Store) -> list[str]:
    details = store.bank_details
    return [f"{word}: {details[key]}" for key, word in BANK.items() if details.get(key)]


def _invoice_file(actor: Actor, order: Order) -> tuple[Attached, ...]:
    found = db.session.execute(
        sa.select(Invoice.invoice_number, InvoiceFile.key)
        .join(
            InvoiceFile,
            sa.and_(InvoiceFile.invoice_id == Invoice.id, InvoiceFile.store_id == Invoice.store_id),
        )
        .where(*visible(Invoice, actor), Invoice.order_id == order.id, Invoice.kind == "INVOICE")
    ).one_or_none()
    if found is None:
        return ()
    return (Attached(name=f"{found.invoice_number}.pdf".replace("/", "-"), key=found.key),)
