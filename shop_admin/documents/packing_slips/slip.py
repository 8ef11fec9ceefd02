"""What a packing slip shows: who sends, where it goes, what is in the parcel. No prices."""

from dataclasses import dataclass
from datetime import date

from shop_admin.documents.paper import Party


@dataclass(frozen=True, kw_only=True)
class SlipLine:
    """One thing to pick: how many of it are in this parcel, out of how many that were ordered."""

    sku: str
    name: str
    quantity: int
    ordered: int


@dataclass(frozen=True, kw_only=True)
class PackingSlip:
    """All that the slip shows except the logo; days are days of the store."""

    order_number: str
    ordered_on: date
    packed_on: date
    locale: str = "en"
    seller: Party
    ship_to: Party
    lines: tuple[SlipLine, ...]
    carrier: str = ""
    tracking_number: str = ""
    note: str = ""

    @property
    def count(self) -> int:
        """Return how many things are in the parcel."""
        return sum(line.quantity for line in self.lines)
