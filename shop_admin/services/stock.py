"""Stock by hand and by sale: every change is a movement, and a movement is the only change."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import Statement, db, run_together
from shop_admin.errors import Conflict, Invalid, OutOfStock, Problem
from shop_admin.language import N_, _, ngettext, number
from shop_admin.models.catalog import Product
from shop_admin.models.mixins import new_id
from shop_admin.models.orders import Order
from shop_admin.models.stock import HAND_REASONS, SIGNS, StockMovement
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import sale
from shop_admin.queries.orders import items_of
from shop_admin.queries.till import OnSale
from shop_admin.queries.visibility import get, get_locked

LARGEST = 1_000_000
UNDOES = N_("Undoes %(delta)s %(reason)s")
WRONG_WAY = {
    "RECEIPT": N_("“Receipt” adds: give a number above zero."),
    "RETURN": N_("“Return” adds: give a number above zero."),
    "DAMAGE": N_("“Damage” takes away: give a number below zero."),
}
"""What is said where a reason that goes one way only is given a number of the other."""


# In the order of the products' ids: two sales lock their products in the same order.
_TAKE = """
    INSERT INTO stock_movements (id, store_id, product_id, delta, reason, order_id)
    SELECT id, store_id, product_id, delta, 'SALE', %(order_id)s
    FROM json_to_recordset(%(takes)s::json)
        AS take (id uuid, store_id uuid, product_id uuid, delta integer)
    ORDER BY product_id
"""


@dataclass(frozen=True, kw_only=True)
class Take:
    """How much of a product a sale takes, and the field of the request that asked for it."""

    product: Product | OnSale
    quantity: int
    field: str


def receive(actor: Actor, product_id: UUID, quantity: int, *, note: str = "") -> StockMovement:
    """Book goods that came in. Raises Invalid for a number that is not above zero."""
    if quantity <= 0:
        raise Invalid(_("Give how many came in, 1 or more."), field="quantity")
    return adjust(actor, product_id, quantity, "RECEIPT", note=note)


def adjust(
    actor: Actor, product_id: UUID, delta: int, reason: str, *, note: str = ""
) -> StockMovement:
    """Move a product's stock by hand, with its reason. Raises OutOfStock below zero."""
    product: Product = get_locked(Product, actor, product_id)
    actor.require(Permission.STOCK_MOVE, product.store_id)
    if reason not in HAND_REASONS:
        raise Invalid(_("Choose a reason from the list."), field="reason")
    if delta == 0 or abs(delta) > LARGEST:
        refused = _("Give a number from 1 to %(most)s, or below zero.", most=number(LARGEST))
        raise Invalid(refused, field="delta")
    if delta * SIGNS.get(reason, delta) < 0:
        raise Invalid(_(WRONG_WAY[reason]), field="delta")
    if product.inventory_count + delta < 0:
        text = _only_left(product)
        raise OutOfStock(text, (Problem("delta", text),))
    return _moved(product, delta, reason, note=note)


def count_stock(
    actor: Actor, product_id: UUID, counted: int, *, seen: int | None = None, note: str = ""
) -> StockMovement | None:
    """Book what was counted on the shelf; None where the books were right.

    `seen` is what the books said to whoever counted: the difference to it is booked, and what was
    sold since stays sold. Without it the count is compared with what the books say now. Raises
    OutOfStock where more was sold since than was counted.
    """
    product: Product = get_locked(Product, actor, product_id)
    actor.require(Permission.STOCK_MOVE, product.store_id)
    if not 0 <= counted <= LARGEST:
        refused = _("Give a number from 0 to %(most)s.", most=number(LARGEST))
        raise Invalid(refused, field="counted")
    delta = counted - (product.inventory_count if seen is None else seen)
    if product.inventory_count + delta < 0:
        text = _("More was sold since than was counted. Count again.")
        raise OutOfStock(text, (Problem("counted", text),))
    return _moved(product, delta, "COUNT", note=note) if delta else None


def undo(actor: Actor, movement_id: UUID) -> StockMovement:
    """Book the opposite of a movement that somebody made by hand, once.

    Raises OutOfStock where what came in has been sold since, Conflict for a movement that follows
    an order, is an undoing itself, or was undone already.
    """
    movement: StockMovement = get(StockMovement, actor, movement_id)
    product: Product = get_locked(Product, actor, movement.product_id)
    actor.require(Permission.STOCK_MOVE, product.store_id)
    if not movement.is_by_hand:
        raise Conflict(_("Only what was booked by hand can be undone."), code="not_undoable")
    already = sa.select(StockMovement.id).where(StockMovement.undoes_id == movement.id)
    if db.session.scalars(already).first() is not None:
        raise Conflict(_("This movement was undone already."), code="already_undone")
    if product.inventory_count < movement.delta:
        text = ngettext(
            "Only %(number)s left of %(product)s: the rest went since.",
            "Only %(number)s left of %(product)s: the rest went since.",
            product.inventory_count,
            product=product.name,
        )
        raise OutOfStock(text, (Problem("delta", text),))
    note = UNDOES % {"delta": f"{movement.delta:+d}", "reason": movement.reason.lower()}
    return _moved(product, -movement.delta, "UNDO", note=note, undoes_id=movement.id)


def take_for_sale(order_id: UUID, takes: Iterable[Take]) -> None:
    """Take what an order sells from products that are locked already, all or nothing.

    Raises OutOfStock naming every item that falls short.
    """
    run_together([taking(order_id, takes)])


def taking(order_id: UUID, takes: Iterable[Take]) -> Statement:
    """Return the write that takes what an order sells from products that are locked already.

    Raises OutOfStock naming every item that falls short. Behind this courtesy stands the
    database: each movement is one atomic conditional update, and the count has a CHECK.
    """
    takes = sorted(takes, key=lambda take: take.product.id)
    short = tuple(_shortage(take) for take in takes if take.quantity > take.product.inventory_count)
    if short:
        raise OutOfStock(_("There is not enough in stock."), short)
    rows = [
        {
            "id": str(new_id()),
            "store_id": str(take.product.store_id),
            "product_id": str(take.product.id),
            "delta": -take.quantity,
        }
        for take in takes
    ]
    return Statement(sql=_TAKE, values={"order_id": order_id, "takes": json.dumps(rows)})


def take_again(order: Order) -> bool:
    """Take all that an order sells once more, after it was given back; False where some is gone."""
    wanted: Counter[UUID] = Counter()
    for item in db.session.scalars(items_of(order)):
        wanted[item.product_id] += item.quantity
    products = db.session.scalars(sale.products_of(order.store_id, wanted)).all()
    takes = [
        Take(product=product, quantity=wanted[product.id], field="items") for product in products
    ]
    if len(takes) < len(wanted):
        return False
    try:
        take_for_sale(order.id, takes)
    except OutOfStock:
        return False
    return True


def release_stock(order: Order) -> None:
    """Give back what an order still holds, in the order of product ids."""
    held = db.session.execute(
        sa.select(StockMovement.product_id, sa.func.sum(StockMovement.delta).label("delta"))
        .where(StockMovement.order_id == order.id, StockMovement.store_id == order.store_id)
        .group_by(StockMovement.product_id)
        .having(sa.func.sum(StockMovement.delta) < 0)
        .order_by(StockMovement.product_id)
    ).all()
    for product_id, delta in held:
        db.session.add(
            StockMovement(
                store_id=order.store_id,
                product_id=product_id,
                delta=-delta,
                reason="RELEASE",
                order_id=order.id,
            )
        )
        db.session.flush()


def _moved(
    product: Product, delta: int, reason: str, *, note: str, undoes_id: UUID | None = None
) -> StockMovement:
    movement = StockMovement(
        store_id=product.store_id,
        product_id=product.id,
        delta=delta,
        reason=reason,
        note=note,
        undoes_id=undoes_id,
    )
    db.session.add(movement)
    db.session.flush()
    db.session.refresh(product, ["inventory_count"])
    return movement


def _shortage(take: Take) -> Problem:
    left = take.product.inventory_count
    sold_out = _("%(product)s is sold out.", product=take.product.name)
    text = _only_left(take.product) if left else sold_out
    return Problem(f"{take.field}.quantity", text, {"available": left})


def _only_left(product: Product | OnSale) -> str:
    return ngettext(
        "Only %(number)s left of %(product)s.",
        "Only %(number)s left of %(product)s.",
        product.inventory_count,
        product=product.name,
    )
