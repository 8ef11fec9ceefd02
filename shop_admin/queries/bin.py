"""What hangs on a record: what goes and comes with it, and what keeps it from coming back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from shop_admin.db import db
from shop_admin.language import N_, _, ngettext
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
        Key(
            field="sku",
            within="store_id",
            lower=True,
            sentence=N_("“%(other)s” has this SKU now: %(value)s."),
        ),
        Key(
            field="slug",
            within="store_id",
            sentence=N_("“%(other)s” has this slug now: %(value)s."),
        ),
    ),
    Category: (
        Key(
            field="slug",
            within="store_id",
            sentence=N_("“%(other)s” has this slug now: %(value)s."),
        ),
    ),
    Subcategory: (
        Key(
            field="slug",
            within="category_id",
            sentence=N_("“%(other)s” has this slug now: %(value)s."),
        ),
    ),
    Coupon: (
        Key(
            field="code",
            within="store_id",
            lower=True,
            sentence=N_("“%(other)s” has this code now: %(value)s."),
        ),
    ),
    Store: (Key(field="slug", sentence=N_("“%(other)s” has this slug now: %(value)s.")),),
    User: (
        Key(field="email", sentence=N_("“%(other)s” has this email address now: %(value)s.")),
        Key(
            field="mobile_number", sentence=N_("“%(other)s” has this mobile number now: %(value)s.")
        ),
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
    goes = ngettext(
        "%(number)s subcategory is in it and goes with it.",
        "%(number)s subcategories are in it and go with it.",
        parts,
    )
    return [goes if parts else "", _shelved(products)]


def _of_subcategory(actor: Actor, record: Subcategory) -> list[str]:
    return [_shelved(_count(actor, Product, Product.subcategory_id == record.id))]


def _shelved(count: int) -> str:
    stays = ngettext(
        "%(number)s product is in it and stays out of the public catalogue until it is back.",
        "%(number)s products are in it and stay out of the public catalogue until it is back.",
        count,
    )
    return stays if count else ""


def _of_product(actor: Actor, record: Product) -> list[str]:
    pictures = _count(actor, ProductImage, ProductImage.product_id == record.id)
    holds = sa.select(OrderItem.order_id).where(
        OrderItem.product_id == record.id, OrderItem.store_id == record.store_id
    )
    orders = _count(actor, Order, Order.id.in_(holds), Order.status.in_(OPEN))
    goes = ngettext("%(number)s picture goes with it.", "%(number)s pictures go with it.", pictures)
    holds_it = ngettext(
        "%(number)s open order holds it: they keep it, and it can still be packed.",
        "%(number)s open orders hold it: they keep it, and it can still be packed.",
        orders,
    )
    stays = ngettext(
        "%(number)s in stock stay in the books.",
        "%(number)s in stock stay in the books.",
        record.inventory_count,
    )
    return [
        goes if pictures else "",
        holds_it if orders else "",
        stays if record.inventory_count else "",
    ]


def _of_store(actor: Actor, record: Store) -> list[str]:
    products = _count(actor, Product, Product.store_id == record.id)
    orders = _count(actor, Order, Order.store_id == record.id)
    people = _count(actor, StoreMember, StoreMember.store_id == record.id)
    leaves = ngettext(
        "%(number)s product leaves the public catalogue with it.",
        "%(number)s products leave the public catalogue with it.",
        products,
    )
    kept = ngettext(
        "%(number)s order is kept, with their payments and invoices.",
        "%(number)s orders are kept, with their payments and invoices.",
        orders,
    )
    ends = ngettext(
        "%(number)s person loses a role until it is back.",
        "%(number)s roles of people end until it is back.",
        people,
    )
    return [leaves if products else "", kept if orders else "", ends if people else ""]


def _of_person(actor: Actor, record: User) -> list[str]:
    roles = _count(actor, StoreMember, StoreMember.user_id == record.id)
    rests = ngettext(
        "%(number)s role in a store rests until they are back.",
        "%(number)s roles in stores rest until they are back.",
        roles,
    )
    return [rests if roles else ""]


def _of_order(actor: Actor, record: Order) -> list[str]:
    items = _count(
        actor, OrderItem, OrderItem.order_id == record.id, OrderItem.store_id == record.store_id
    )
    goes = ngettext("%(number)s item goes with it.", "%(number)s items go with it.", items)
    return [goes if items else ""]


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
            text = _(key.sentence, other=str(other), value=value)
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
    ("store_id", Store, N_("Its store “%(parent)s” is in the bin: restore that first.")),
    ("category_id", Category, N_("Its category “%(parent)s” is in the bin: restore that first.")),
    ("product_id", Product, N_("Its product “%(parent)s” is in the bin: restore that first.")),
    ("user_id", User, N_("Its person “%(parent)s” is in the bin: restore that first.")),
)


def _without_parent(record: Any) -> list[Obstacle]:
    if isinstance(record, Order):
        return _removed_parent(record, *PARENTS[0])
    kept = [one for one in PARENTS if not isinstance(record, Product) or one[1] is Store]
    return [found for one in kept for found in _removed_parent(record, *one)]


def _removed_parent(record: Any, name: str, kind: Any, sentence: str) -> list[Obstacle]:
    parent_id = getattr(record, name, None)
    if parent_id is None:
        return []
    gone = sa.select(kind).where(kind.id == parent_id, kind.is_deleted.is_(True))
    parent = db.session.scalars(gone).first()
    if parent is None:
        return []
    text = _(sentence, parent=str(parent))
    return [Obstacle(text=text, kind=kind, record_id=parent.id)]


def _overlap(record: Any) -> list[Obstacle]:
    if isinstance(record, StoreMember):
        mine = (StoreMember.store_id == record.store_id, StoreMember.user_id == record.user_id)
        other = _live(StoreMember, *mine, StoreMember.role == record.role)
        text = _("This person has this role in the store again already.")
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
        text = _(
            "Another rate holds for this class and country in the same period: end that first."
        )
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
    text = _("The product has %(most)s pictures: remove one first.", most=MOST_IMAGES)
    return [Obstacle(text=text)]


CATEGORY_HIDES = N_(
    "Its category “%(shelf)s” is in the bin: the product comes back, but the public sees it only"
    " when that is back too."
)
SUBCATEGORY_HIDES = N_(
    "Its subcategory “%(shelf)s” is in the bin: the product comes back, but the public sees it only"
    " when that is back too."
)


def still_hidden(record: Any) -> list[str]:
    """Return what keeps a product from the public once it is back: shelves still in the bin."""
    if not isinstance(record, Product):
        return []
    return [
        _(sentence, shelf=str(shelf))
        for kind, shelf_id, sentence in (
            (Category, record.category_id, CATEGORY_HIDES),
            (Subcategory, record.subcategory_id, SUBCATEGORY_HIDES),
        )
        if shelf_id is not None
        for shelf in db.session.scalars(
            sa.select(kind).where(kind.id == shelf_id, kind.is_deleted.is_(True))
        )
    ]
