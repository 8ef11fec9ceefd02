"""What tests arrange: stores, people, products and orders, made through the real services."""

import itertools
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from shop_admin.db import transaction
from shop_admin.models.accounts import User
from shop_admin.permissions import Actor, ActorKind, Role, command, guest
from shop_admin.services import accounts, catalog, checkout, stores

PASSWORD = "correct horse battery"
ADDRESS = {
    "name": "Ada Beispiel",
    "line1": "Lindenweg 4",
    "line2": "",
    "city": "Berlin",
    "region": "",
    "postal_code": "10115",
    "country": "DE",
}
_count = itertools.count(1)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody with a login, and the actor that they are."""

    user_id: UUID
    email: str
    actor: Actor


def make_store(
    name: str = "Berlin", *, country: str = "DE", currency: str = "EUR", **more: object
) -> UUID:
    """Make a store with standard and reduced rates; return its id."""
    number = next(_count)
    actor = command()
    given = {
        "name": name,
        "slug": f"{name.lower()}-{number}",
        "country": country,
        "currency": currency,
        "invoice_prefix": f"I{number}",
        "credit_note_prefix": f"C{number}",
        "legal_name": f"{name} Handels GmbH",
        "tax_id": "DE123456789",
        "address": {"line1": "Torstraße 1", "city": "Berlin", "postal_code": "10119"},
        "contact_email": "shop@example.com",
        "time_zone": "Europe/Berlin",
        **more,
    }
    with transaction(actor.db_context()):
        store = stores.create_store(actor, stores.StoreInput(**given))  # type: ignore[arg-type]
        for tax_class, rate in (("standard", 19), ("reduced", 7)):
            stores.create_tax_rate(
                actor,
                stores.TaxRateInput(
                    store_id=store.id,
                    tax_class=tax_class,
                    country=country,
                    name="VAT",
                    rate=Decimal(rate),
                ),
            )
        return store.id


def make_category(store_id: UUID | None, name: str = "Lamps") -> UUID:
    """Make a category of a store, or a shared one; return its id."""
    actor = command()
    slug = f"{name.lower()}-{next(_count)}"
    given = catalog.CategoryInput(store_id=store_id, name=name, slug=slug)
    with transaction(actor.db_context()):
        return catalog.create_category(actor, given).id


def make_subcategory(category_id: UUID, name: str = "Table lamps") -> UUID:
    """Make a subcategory; return its id."""
    actor = command()
    given = catalog.SubcategoryInput(category_id=category_id, name=name, slug=f"s-{next(_count)}")
    with transaction(actor.db_context()):
        return catalog.create_subcategory(actor, given).id


def make_product(store_id: UUID, *, stock: int = 10, price: str = "25.00", **more: object) -> UUID:
    """Make a product with some stock; return its id."""
    number = next(_count)
    actor = command()
    given = {"sku": f"SKU-{number}", "name": f"Blue Lamp {number}", "price": Decimal(price), **more}
    with transaction(actor.db_context()):
        product = catalog.create_product(
            actor,
            catalog.ProductInput(store_id=store_id, **given),  # type: ignore[arg-type]
            inventory_count=stock,
        )
        return product.id


def make_person(
    store_id: UUID | None = None, role: str = "STAFF", *, admin: bool = False, books: bool = False
) -> Person:
    """Make a person with a password: a member of a store, an admin, or accountant of all stores."""
    number = next(_count)
    email = f"person{number}@example.com"
    actor = command()
    given = accounts.PersonInput(
        name=f"Person {number}", email=email, is_admin=admin, is_accountant=books
    )
    with transaction(actor.db_context()):
        user = accounts.create_person(actor, given, password=PASSWORD)
        if store_id is not None:
            accounts.grant_membership(actor, store_id, user.id, role)
    return Person(
        user_id=user.id, email=email, actor=actor_of(user, store_id, role, admin=admin, books=books)
    )


def actor_of(
    user: User, store_id: UUID | None, role: str, *, admin: bool = False, books: bool = False
) -> Actor:
    """Return the console actor that a login would give."""
    flags = ((admin, Role.ADMIN), (books, Role.ACCOUNTANT))
    return Actor(
        kind=ActorKind.CONSOLE,
        user_id=user.id,
        name=user.name,
        global_roles=frozenset(held for flag, held in flags if flag),
        roles={store_id: frozenset({Role(role)})} if store_id else {},
    )


def cart_of(
    *items: tuple[UUID, int], method: str = "bank_transfer", email: str = "ada@example.com"
) -> checkout.Cart:
    """Return a guest's cart of (product, quantity) pairs."""
    return checkout.Cart(
        items=tuple(
            checkout.CartItem(product_id=product_id, quantity=quantity, field=f"items.{position}")
            for position, (product_id, quantity) in enumerate(items)
        ),
        contact=checkout.Contact(name="Ada Beispiel", email=email),
        shipping_address=dict(ADDRESS),
        payment_method=method,
    )


def place(
    store_id: UUID,
    *items: tuple[UUID, int],
    method: str = "bank_transfer",
    email: str = "ada@example.com",
) -> UUID:
    """Let a guest buy; return the order's id."""
    buyer = guest(store_id)
    with transaction(buyer.db_context()):
        cart = cart_of(*items, method=method, email=email)
        return checkout.place_order(buyer, store_id, cart).id
