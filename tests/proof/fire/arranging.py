"""What is there before the first shot: two stores, their shelves, and an admin at the console."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

import factories

from fire.installation import Installation

METHODS = ("cash_on_delivery", "bank_transfer", "sandbox", "stripe")
PRODUCTS = 100


@dataclass(frozen=True, kw_only=True)
class Shelves:
    """The products of each store, how many there were of each, and who books money."""

    products: tuple[tuple[UUID, ...], ...]
    stock: Counter[UUID]
    admin: str


def arrange(shop: Installation, checkouts: int) -> Shelves:
    """Fill the shelves so that about two in three of so many carts can be sold."""
    stock: Counter[UUID] = Counter()
    stores = []
    with shop.app.test_request_context():
        for name in ("Berlin", "Hamburg"):
            store = factories.make_store(name, payment_methods=METHODS)
            made = []
            for number in range(PRODUCTS):
                # A few of which there is one, fought for by many.
                count = 1 + number % 3 if number % 10 == 0 else max(2, checkouts // 85)
                made.append(factories.make_product(store, stock=count))
                stock[made[-1]] = count
            stores.append(tuple(made))
        admin = factories.make_person(admin=True).email
    return Shelves(products=tuple(stores), stock=stock, admin=admin)
