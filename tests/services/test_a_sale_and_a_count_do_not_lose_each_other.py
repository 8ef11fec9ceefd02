"""While somebody counts, others buy: whoever is first, the books are what the ledger adds up to."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import factories
import sqlalchemy as sa
from flask import Flask

from shop_admin.config import Settings
from shop_admin.db import acting_as, db, transaction
from shop_admin.errors import OutOfStock
from shop_admin.factory import create_app
from shop_admin.models.catalog import Product
from shop_admin.models.stock import StockMovement
from shop_admin.permissions import command
from shop_admin.services import stock

ROUNDS = 6


def _count(store: UUID, product: UUID) -> str:
    actor = command()
    with transaction(actor.db_context()):
        stock.count_stock(actor, product, 5, note="Counted")
    return "counted"


def _sell(store: UUID, product: UUID) -> str:
    try:
        factories.place(store, (product, 2), method="cash_on_delivery")
    except OutOfStock:
        return "sold out"
    return "sold"


def _in_its_own_session(app: Flask, deed: Callable[..., str], *given: object) -> str:
    with app.app_context():
        return deed(*given)


def test_the_ledger_adds_up(live_settings: Settings) -> None:
    app = create_app(live_settings)
    with app.app_context():
        store = factories.make_store("Counting")
        product = factories.make_product(store, stock=10)
        with ThreadPoolExecutor(4) as pool:
            deeds = [_count, _sell, _sell] * ROUNDS
            running = [pool.submit(_in_its_own_session, app, d, store, product) for d in deeds]
            done = [one.result(60) for one in running]
        with acting_as(command().db_context()):
            ledger = db.session.execute(
                sa.select(StockMovement.delta, StockMovement.reason).where(
                    StockMovement.product_id == product
                )
            ).all()
            left = db.session.get_one(Product, product).inventory_count
    assert done.count("counted") == ROUNDS
    assert sum(delta for delta, _ in ledger) == left >= 0
    assert sum(reason == "SALE" for _, reason in ledger) == done.count("sold")
