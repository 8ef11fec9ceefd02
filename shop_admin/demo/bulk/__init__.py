"""Orders by the hundred thousand, for benchmarks: written by COPY, as sound as any other."""

from shop_admin.demo.bulk.adding import add_orders
from shop_admin.demo.bulk.assortment import MissingStores
from shop_admin.demo.bulk.paying import collect

__all__ = ["MissingStores", "add_orders", "collect"]
