"""What an invoice or credit note shows, frozen, and its JSON: the snapshot kept for ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import TypeAdapter

PaperKind = Literal["INVOICE", "CREDIT_NOTE"]
ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Party:
    """A seller, buyer or recipient; `lines` is the postal address, `country` its ISO 3166 code."""

    name: str
    legal_name: str = ""
    lines: tuple[str, ...] = ()
    country: str = ""
    tax_id: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class BankAccount:
    """Where a transfer goes; fields that are empty are not printed."""

    holder: str = ""
    iban: str = ""
    bic: str = ""
    bank: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """One line: `line_total` is after its discount, gross where prices include tax, else net."""

    position: int
    sku: str
    name: str
    quantity: int
    unit_price: Decimal
    tax_rate: Decimal
    discount_amount: Decimal = ZERO
    tax_amount: Decimal
    line_total: Decimal
    hsn_code: str = ""


@dataclass(frozen=True, kw_only=True)
class TaxComponent:
    """A part of a tax that is shown by itself, such as CGST 9 % of GST 18 %."""

    name: str
    rate: Decimal
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class PaperTax:
    """The sums of one tax rate; `rate` is in per cent."""

    name: str
    rate: Decimal
    net: Decimal
    tax: Decimal
    components: tuple[TaxComponent, ...] = ()


@dataclass(frozen=True, kw_only=True)
class InvoicePaper:
    """All that the paper shows except the logo; days are days of the store, amounts its currency.

    The fields follow EU directive 2006/112/EC art. 226, German UStG §14 (4), and Rule 46 of the
    Indian CGST Rules. `corrects` is the number of the invoice that a credit note corrects. `bank`
    is printed, with the number as reference, while something is due: None where it is paid in cash.
    """

    kind: PaperKind
    invoice_number: str
    issued_on: date
    due_on: date | None = None
    supplied_on: date | None = None
    order_number: str = ""
    corrects: str | None = None
    currency: str
    locale: str = "en"
    prices_include_tax: bool
    seller: Party
    bank: BankAccount | None = None
    buyer: Party
    ship_to: Party | None = None
    place_of_supply: str = ""
    lines: tuple[PaperLine, ...]
    taxes: tuple[PaperTax, ...] = ()
    subtotal: Decimal
    discount_amount: Decimal = ZERO
    shipping_amount: Decimal = ZERO
    tax_amount: Decimal
    total_amount: Decimal
    paid_amount: Decimal = ZERO
    amount_due: Decimal = ZERO
    payment_method: str = ""
    paid_on: date | None = None
    terms: str = ""
    notes: str = ""
    footer: str = ""

    @property
    def is_credit(self) -> bool:
        """Tell whether this is a credit note."""
        return self.kind == "CREDIT_NOTE"


_PAPER: TypeAdapter[InvoicePaper] = TypeAdapter(InvoicePaper)


def to_json(paper: InvoicePaper) -> dict[str, Any]:
    """Return the paper as JSON values: amounts as strings, days as ISO 8601."""
    snapshot: dict[str, Any] = _PAPER.dump_python(paper, mode="json")
    return snapshot


def from_json(snapshot: Mapping[str, Any]) -> InvoicePaper:
    """Return the paper of a snapshot; pydantic.ValidationError (a ValueError) where it is none."""
    return _PAPER.validate_python(dict(snapshot))
