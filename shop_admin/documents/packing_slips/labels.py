"""The words on a packing slip: one table, one row a language."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Labels:
    """Every word that the slip prints by itself, in one language; `language` is its BCP 47 tag."""

    language: str
    title: str
    ship_to: str
    order: str
    ordered: str
    packed: str
    carrier: str
    tracking: str
    sku: str
    description: str
    quantity: str
    of_ordered: str
    packed_box: str
    pieces: str
    note: str
    page: str


_ENGLISH = Labels(
    language="en",
    title="Packing slip",
    ship_to="Ship to",
    order="Order",
    ordered="Ordered",
    packed="Packed",
    carrier="Carrier",
    tracking="Tracking number",
    sku="SKU",
    description="Description",
    quantity="Qty",
    of_ordered="of {ordered} ordered",
    packed_box="Packed",
    pieces="Pieces in this parcel",
    note="Note",
    page="Page {number} of {count}",
)

LABELS = {_ENGLISH.language: _ENGLISH}


def labels_for(locale: str) -> Labels:
    """Return the words for a locale such as 'de_AT': its language's, else English."""
    return LABELS.get(locale.replace("-", "_").partition("_")[0], _ENGLISH)
