"""Which store sells a product, as this process saw it last: it saves a checkout a look.

A product stays in its store, and what is remembered decides nothing: the sale itself looks again,
under lock, whether this store sells these products.
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from uuid import UUID

from flask import Flask, current_app

EXTENSION = "shop_admin.api.sellers"
MOST = 20_000

Memory = OrderedDict[UUID, UUID]


def install(app: Flask) -> None:
    """Give the application an empty memory."""
    app.extensions[EXTENSION] = Memory()


def find(product_ids: Collection[UUID]) -> UUID | None:
    """Return the one store that sold all these products, where all are remembered."""
    memory: Memory = current_app.extensions[EXTENSION]
    stores = {memory.get(one) for one in product_ids}
    return stores.pop() if len(stores) == 1 else None


def remember(stores: Mapping[UUID, UUID]) -> None:
    """Remember the store of each product; those seen first make room."""
    memory: Memory = current_app.extensions[EXTENSION]
    memory.update(stores)
    while len(memory) > MOST:
        memory.popitem(last=False)
