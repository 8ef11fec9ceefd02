"""What came of numbers that were typed down a column: booked, and told in a sentence each."""

from dataclasses import dataclass
from uuid import UUID

from flask import request

from shop_admin.models.catalog import Product
from shop_admin.models.stock import SIGNS, StockMovement
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import get
from shop_admin.services import stock


@dataclass(frozen=True, kw_only=True)
class Booked:
    """What came of one number: the product, what was counted or moved, what the books said."""

    name: str
    counted: int
    delta: int
    seen: int | None

    @property
    def before(self) -> int:
        """Return what the books said at the moment of saving."""
        return self.counted - self.delta

    @property
    def moved_meanwhile(self) -> bool:
        """Tell whether stock moved between opening the page and saving."""
        return self.seen is not None and self.seen != self.before

    @property
    def told(self) -> str:
        """Return what happened, in a sentence."""
        told = f"{self.name}: counted {self.counted}, the books said {self.before}"
        if self.moved_meanwhile:
            told += f" ({self.seen} when the page was opened: others moved it meanwhile)"
        return f"{told}, {self.delta:+d} booked." if self.delta else f"{told}."


def book(actor: Actor, deed: str, product_id: UUID, number: int, note: str) -> Booked:
    """Book one number as what it means; a count says what it found."""
    movement: StockMovement | None
    match deed:
        case "count":
            movement = stock.count_stock(actor, product_id, number, note=note)
        case "receive":
            movement = stock.receive(actor, product_id, number, note=note)
        case _:
            delta = number * SIGNS.get(deed, 1)
            movement = stock.adjust(actor, product_id, delta, deed, note=note)
    product: Product = get(Product, actor, product_id)
    seen = request.form.get(f"seen-{product_id}", "")
    return Booked(
        name=product.name,
        counted=number,
        delta=movement.delta if movement else 0,
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 8 else None,
    )
