"""Many clients at once against a running server."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from uuid import UUID

import httpx
import sqlalchemy as sa
from servers import LiveServer

from shop_admin.db import acting_as, db
from shop_admin.models.catalog import Product
from shop_admin.models.stock import StockMovement
from shop_admin.permissions import command

T = TypeVar("T")


def all_at_once(server: LiveServer, calls: Sequence[Callable[[httpx.Client], T]]) -> list[T]:
    """Run the calls on as many connections, as near to one moment as it gets."""
    limits = httpx.Limits(max_connections=len(calls))
    with (
        httpx.Client(base_url=server.url, limits=limits, timeout=30) as client,
        ThreadPoolExecutor(len(calls)) as pool,
    ):
        return list(pool.map(lambda call: call(client), calls))


def stock_and_ledger(product_id: UUID) -> tuple[int, int]:
    """Return a product's count and the sum of its movements."""
    with acting_as(command().db_context()):
        product = db.session.get_one(Product, product_id)
        moved = sa.select(sa.func.sum(StockMovement.delta)).where(
            StockMovement.product_id == product_id
        )
        return product.inventory_count, db.session.scalar(moved) or 0
