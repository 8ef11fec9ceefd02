"""What the ledger tells of a product: how much was there after each movement."""

import sqlalchemy as sa
from sqlalchemy import ScalarSelect
from sqlalchemy.orm import aliased

from shop_admin.models.stock import StockMovement


def balance_after() -> ScalarSelect[int]:
    """Return the sum of a product's movements up to and with the one that is selected."""
    earlier = aliased(StockMovement)
    return (
        sa.select(sa.func.sum(earlier.delta))
        .where(
            earlier.product_id == StockMovement.product_id,
            earlier.store_id == StockMovement.store_id,
            earlier.id <= StockMovement.id,
        )
        .correlate(StockMovement)
        .scalar_subquery()
    )
