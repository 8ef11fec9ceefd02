"""Four people press the button at once: one order, one parcel, and words for the other three."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import factories
from flask import Flask

from shop_admin.config import Settings
from shop_admin.db import acting_as, db, transaction
from shop_admin.errors import ShopError
from shop_admin.factory import create_app
from shop_admin.models.catalog import Product
from shop_admin.models.orders import Order
from shop_admin.permissions import command
from shop_admin.services import drafts, shipments
from shop_admin.services.checkout import Contact


def _in_its_own_session(app: Flask, deed: Callable[..., str], *given: object) -> str:
    with app.app_context():
        return deed(*given)


def _place(draft: UUID) -> str:
    actor = command()
    try:
        with transaction(actor.db_context()):
            drafts.place_draft(actor, draft, payment_method="cash_on_delivery")
    except ShopError as refused:
        return type(refused).__name__
    return "placed"


def _ship_two(order: UUID, item: UUID) -> str:
    actor = command()
    try:
        with transaction(actor.db_context()):
            shipments.ship(actor, order, parts={item: 2})
    except ShopError as refused:
        return type(refused).__name__
    return "shipped"


def test_a_draft_is_placed_and_packed_once_however_often_it_is_sent(
    live_settings: Settings,
) -> None:
    app = create_app(live_settings)
    actor = command()
    with app.app_context():
        store = factories.make_store("Calling")
        product = factories.make_product(store, stock=10)
        contact = Contact(name="Ada", phone="030 123")
        with transaction(actor.db_context()):
            draft = drafts.create_draft(actor, store, contact).id
        given = drafts.DraftInput(
            contact=contact, shipping_address=dict(factories.ADDRESS), quantities={product: 3}
        )
        with transaction(actor.db_context()):
            drafts.save_draft(actor, draft, given, version=None)
        with ThreadPoolExecutor(4) as pool:
            placed = list(pool.map(lambda _: _in_its_own_session(app, _place, draft), range(4)))
        with acting_as(actor.db_context()):
            item = shipments.open_items(db.session.get_one(Order, draft))[0].item.id
            left = db.session.get_one(Product, product).inventory_count
        with ThreadPoolExecutor(4) as pool:
            sent = list(
                pool.map(lambda _: _in_its_own_session(app, _ship_two, draft, item), range(4))
            )
    assert sorted(placed) == ["Conflict"] * 3 + ["placed"]
    assert left == 7
    assert sorted(sent) == ["Invalid"] * 3 + ["shipped"]
