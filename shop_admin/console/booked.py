"""What came of numbers that were typed down a column: booked, and told in a sentence each."""

from dataclasses import dataclass
from uuid import UUID

from shop_admin.language import _
from shop_admin.models.catalog import Product
from shop_admin.models.stock import SIGNS, StockMovement
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import get
from shop_admin.services import stock


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line as it was typed: its product, the text, what the books said when it was shown."""

    product_id: UUID
    raw: str
    seen: int | None


@dataclass(frozen=True, kw_only=True)
class Booked:
    """What came of one number: the product, what was counted or moved, what the books say now."""

    name: str
    counted: int
    delta: int
    seen: int | None
    left: int

    @property
    def said(self) -> int:
        """Return what the books said when it was counted."""
        return self.counted - self.delta

    @property
    def moved_meanwhile(self) -> bool:
        """Tell whether stock moved between showing the line and saving it."""
        return self.seen is not None and self.left != self.counted

    @property
    def told(self) -> str:
        """Return what happened, in a sentence or two."""
        if self.delta:
            sentence = _(
                "%(product)s: counted %(counted)s, the books said %(said)s, %(change)s booked.",
                product=self.name,
                counted=self.counted,
                said=self.said,
                change=f"{self.delta:+d}",
            )
        else:
            sentence = _(
                "%(product)s: counted %(counted)s, as the books said.",
                product=self.name,
                counted=self.counted,
            )
        if not self.moved_meanwhile:
            return sentence
        since = _(
            "It moved by %(change)s meanwhile and stands at %(left)s.",
            change=f"{self.left - self.counted:+d}",
            left=self.left,
        )
        return f"{sentence} {since}"


def book(actor: Actor, deed: str, line: Line, number: int, note: str) -> Booked:
    """Book one number as what it means; a count says what it found."""
    movement: StockMovement | None
    match deed:
        case "count":
            movement = stock.count_stock(actor, line.product_id, number, seen=line.seen, note=note)
        case "receive":
            movement = stock.receive(actor, line.product_id, number, note=note)
        case _by_hand:
            delta = number * SIGNS.get(deed, 1)
            movement = stock.adjust(actor, line.product_id, delta, deed, note=note)
    product: Product = get(Product, actor, line.product_id)
    return Booked(
        name=product.name,
        counted=number,
        delta=movement.delta if movement else 0,
        seen=line.seen,
        left=product.inventory_count,
    )
