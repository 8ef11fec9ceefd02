"""What the ledger tells of a product: how much was there after each movement."""

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased

from shop_admin.models.catalog import Product
from shop_admin.models.stock import StockMovement


def balance_after() -> ColumnElement[int]:
    """Return a product's stock after the movement that is selected.

    Counted back from what there is now, which is the sum of all: a ledger is read from its end,
    and the latest movements of a product with thousands have few that came after them.
    """
    later = aliased(StockMovement)
    now = sa.select(Product.inventory_count).where(
        Product.id == StockMovement.product_id, Product.store_id == StockMovement.store_id
    )
    since = sa.select(sa.func.coalesce(sa.func.sum(later.delta), 0)).where(
        later.product_id == StockMovement.product_id,
        later.store_id == StockMovement.store_id,
        later.id > StockMovement.id,
    )
    balance: ColumnElement[int] = (
        now.correlate(StockMovement).scalar_subquery()
        - since.correlate(StockMovement).scalar_subquery()
    )
    return balance
