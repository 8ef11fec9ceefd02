"""A line of a register: one document at one tax rate."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class RegisterLine:
    """One document at one tax rate; the amounts of credit notes are negative.

    `issued_on` is a day of the store, `rate` is in per cent. `position` counts the lines of a
    document from 1; its totals (`document_…`) stand on the first and are None on the others, so
    that each column of amounts adds up.
    """

    store: str
    kind: str
    number: str
    issued_on: date
    order_number: str
    corrects: str
    customer: str
    tax_id: str
    country: str
    currency: str
    tax_name: str
    rate: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal
    document_net: Decimal | None
    document_tax: Decimal | None
    document_total: Decimal | None
    position: int

    @property
    def is_credit(self) -> bool:
        """Tell whether this is of a credit note."""
        return self.kind == "Credit note"


HEADINGS = (
    ("store", "Store"),
    ("kind", "Kind"),
    ("number", "Number"),
    ("issued_on", "Issued"),
    ("order_number", "Order"),
    ("corrects", "Corrects"),
    ("customer", "Customer"),
    ("tax_id", "Customer's tax ID"),
    ("country", "Country"),
    ("currency", "Currency"),
    ("tax_name", "Tax"),
    ("rate", "Rate %"),
    ("net", "Net"),
    ("tax", "Tax amount"),
    ("gross", "Gross"),
    ("document_net", "Document net"),
    ("document_tax", "Document tax"),
    ("document_total", "Document total"),
)
"""The columns of a register and their headings, in order, in every format that has columns."""
