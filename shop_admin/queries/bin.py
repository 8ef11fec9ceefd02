"""What hangs on a record: what goes and comes with it, and what keeps it from coming back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from shop_admin.db import db
from shop_admin.models.accounts import StoreMember, User
from shop_admin.models.catalog import Category, Product, ProductImage, Subcategory
from shop_admin.models.orders import Order, OrderItem
from shop_admin.models.payments import Coupon
from shop_admin.models.stores import Store, TaxRate
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import visible

Clause = ColumnElement[bool]
OPEN = ("DRAFT", "PENDING", "PLACED", "PAID", "SHIPPED")
MOST_IMAGES = 20


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Why a record cannot come back now; `field` is what a new value would help."""

    text: str
    field: str = ""
    kind: Any = None
    record_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Key:
    """What must be unique among live records of a kind, and the columns it is unique within."""

    field: str
    within: str = ""
    lower: bool = False
    sentence: str


KEYS: Mapping[Any, Sequence[Key]] = {
    Product: (
        Key(field="sku", within="store_id", lower=True, sentence="has this SKU now"),
        Key(field="slug", within="store_id", sentence="has this slug now"),
    ),
    Category: (Key(field="slug", within="store_id", sentence="has this slug now"),),
    Subcategory: (Key(field="slug", within="category_id", sentence="has this slug now"),),
    Coupon: (Key(field="code", within="store_id", lower=True, sentence="has this code now"),),
    Store: (Key(field="slug", sentence="has this slug now"),),
    User: (
        Key(field="email", sentence="has this email address now"),
        Key(field="mobile_number", sentence="has this mobile number now"),
    ),
}
RENAMED = frozenset({"sku", "slug", "code"})
"""What a record may be given anew on its way back; a person's address is not ours to invent."""


def hanging_on(actor: Actor, record: Any) -> list[str]:
    """Return what goes into the bin and comes back with a record, a sentence each."""
    told = HANGING.get(type(record))
    return [text for text in told(actor, record) if text] if told else []


def _of_category(actor: Actor, record: Category) -> list[str]:
    parts = _count(actor, Subcategory, Subcategory.category_id == record.id)
    products = _count(actor, Product, Product.category_id == record.id)
    return [
        _say(parts, "subcategory is in it and goes", "subcategories are in it and go", " with it."),
        _shelved(products),
    ]


def _of_subcategory(actor: Actor, record: Subcategory) -> list[str]:
    return [_shelved(_count(actor, Product, Product.subcategory_id == record.id))]


def _shelved(count: int) -> str:
    rest = " out of the public catalogue until it is back."
    return _say(count, "product is in it and stays", "products are in it and stay", rest)


def _of_product(actor: Actor, record: Product) -> list[str]:
    pictures = _count(actor, ProductImage, ProductImage.product_id == record.id)
    holds = sa.select(OrderItem.order_id).where(
        OrderItem.product_id == record.id, OrderItem.store_id == record.store_id
    )
    orders = _count(actor, Order, Order.id.in_(holds), Order.status.in_(OPEN))
    stays = " it: they keep it, and it can still be packed."
    return [
        _say(pictures, "picture goes", "pictures go", " with it."),
        _say(orders, "open order holds", "open orders hold", stays),
        f"{record.inventory_count} in stock stay in the books." if record.inventory_count else "",
    ]


def _of_store(actor: Actor, record: Store) -> list[str]:
    products = _count(actor, Product, Product.store_id == record.id)
    orders = _count(actor, Order, Order.store_id == record.id)
    people = _count(actor, StoreMember, StoreMember.store_id == record.id)
    return [
        _say(products, "product leaves", "products leave", " the public catalogue with it."),
        _say(orders, "order is", "orders are", " kept, with their payments and invoices."),
        _say(people, "person loses a role", "roles of people end", " until it is back."),
    ]


def _of_person(actor: Actor, record: User) -> list[str]:
    roles = _count(actor, StoreMember, StoreMember.user_id == record.id)
    return [_say(roles, "role in a store rests", "roles in stores rest", " until they are back.")]


def _of_order(actor: Actor, record: Order) -> list[str]:
    items = _count(
        actor, OrderItem, OrderItem.order_id == record.id, OrderItem.store_id == record.store_id
    )
    return [_say(items, "item goes", "items go", " with it.")]


HANGING: Mapping[Any, Callable[[Actor, Any], list[str]]] = {
    Category: _of_category,
    Subcategory: _of_subcategory,
    Product: _of_product,
    Store: _of_store,
    User: _of_person,
    Order: _of_order,
}


def _count(actor: Actor, model: Any, *clauses: Clause) -> int:
    statement = sa.select(sa.func.count()).select_from(model)
    return db.session.scalar(statement.where(*visible(model, actor), *clauses)) or 0


def _say(count: int, one: str, many: str, rest: str) -> str:
    return f"{count:,} {one if count == 1 else many}{rest}" if count else ""


def obstacles(record: Any) -> list[Obstacle]:
    """Return why a removed record cannot come back now; nothing where it can.

    Asked for those only who may restore it: a taken key names the record that has it.
    """
    with db.session.no_autoflush:
        return [*_taken(record), *_without_parent(record), *_overlap(record), *_crowded(record)]


def _taken(record: Any) -> list[Obstacle]:
    kind = type(record)
    found = []
    for key in KEYS.get(kind, ()):
        value = getattr(record, key.field)
        if not value:
            continue
        column = getattr(kind, key.field)
        same = sa.func.lower(column) == value.lower() if key.lower else column == value
        other = _live(kind, same, *_within(record, key))
        if other is not None and _clashes(record, key, other):
            text = f"“{other}” {key.sentence}: {value}."
            found.append(Obstacle(text=text, field=key.field, kind=kind, record_id=other.id))
    return found


def _within(record: Any, key: Key) -> tuple[Clause, ...]:
    if not key.within:
        return ()
    column = getattr(type(record), key.within)
    return (column.is_not_distinct_from(getattr(record, key.within)),)


def _clashes(record: Any, key: Key, other: Any) -> bool:
    """Tell whether both may not be live: an email address is unique among logins only."""
    if not isinstance(record, User) or key.field != "email":
        return True
    has_login = sa.select(sa.func.count()).where(
        User.id.in_((record.id, other.id)), User.password_hash.is_not(None)
    )
    return db.session.scalar(has_login) == 2


def _live(kind: Any, *clauses: Clause) -> Any:
    statement = sa.select(kind).where(kind.is_deleted.is_(False), *clauses).limit(1)
    return db.session.scalars(statement).first()


PARENTS: Sequence[tuple[str, Any, str]] = (
    ("store_id", Store, "store"),
    ("category_id", Category, "category"),
    ("product_id", Product, "product"),
    ("user_id", User, "person"),
)


def _without_parent(record: Any) -> list[Obstacle]:
    if isinstance(record, Order):
        return _removed_parent(record, *PARENTS[0])
    kept = [one for one in PARENTS if not isinstance(record, Product) or one[1] is Store]
    return [found for one in kept for found in _removed_parent(record, *one)]


def _removed_parent(record: Any, name: str, kind: Any, noun: str) -> list[Obstacle]:
    parent_id = getattr(record, name, None)
    if parent_id is None:
        return []
    gone = sa.select(kind).where(kind.id == parent_id, kind.is_deleted.is_(True))
    parent = db.session.scalars(gone).first()
    if parent is None:
        return []
    text = f"Its {noun} “{parent}” is in the bin: restore that first."
    return [Obstacle(text=text, kind=kind, record_id=parent.id)]


def _overlap(record: Any) -> list[Obstacle]:
    if isinstance(record, StoreMember):
        mine = (StoreMember.store_id == record.store_id, StoreMember.user_id == record.user_id)
        other = _live(StoreMember, *mine, StoreMember.role == record.role)
        text = "This person has this role in the store again already."
    elif isinstance(record, TaxRate):
        other = _live(
            TaxRate,
            TaxRate.store_id == record.store_id,
            TaxRate.tax_class == record.tax_class,
            TaxRate.country == record.country,
            _period(TaxRate.active_from, TaxRate.active_to).op("&&")(
                _period(record.active_from, record.active_to)
            ),
        )
        text = "Another rate holds for this class and country in the same period: end that first."
    else:
        return []
    return [Obstacle(text=text, kind=type(record), record_id=other.id)] if other else []


def _period(start: Any, end: Any) -> Any:
    moment = sa.DateTime(timezone=True)
    return sa.func.tstzrange(sa.cast(start, moment), sa.cast(end, moment))


def _crowded(record: Any) -> list[Obstacle]:
    if not isinstance(record, ProductImage):
        return []
    statement = sa.select(sa.func.count()).where(
        ProductImage.product_id == record.product_id,
        ProductImage.store_id == record.store_id,
        ProductImage.is_deleted.is_(False),
    )
    if (db.session.scalar(statement) or 0) < MOST_IMAGES:
        return []
    return [Obstacle(text=f"The product has {MOST_IMAGES} pictures: remove one first.")]


def still_hidden(record: Any) -> list[str]:
    """Return what keeps a product from the public once it is back: shelves still in the bin."""
    if not isinstance(record, Product):
        return []
    shelves = ((Category, record.category_id), (Subcategory, record.subcategory_id))
    return [
        f"Its {kind.__name__.lower()} “{shelf}” is in the bin: the product comes back, but the"
        " public sees it only when that is back too."
        for kind, shelf_id in shelves
        if shelf_id is not None
        for shelf in db.session.scalars(
            sa.select(kind).where(kind.id == shelf_id, kind.is_deleted.is_(True))
        )
    ]
