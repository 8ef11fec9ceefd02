"""The shapes of the demo world's data."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """How a product is drawn: a shape of `demo.pictures`, its colours (#rrggbb) and a pattern."""

    shape: str
    main: str
    accent: str
    pattern: str = "plain"
    views: int = 1


@dataclass(frozen=True, kw_only=True)
class DemoProduct:
    """A product as its store would enter it; `price` in the store's currency, tax included.

    One that is `scheduled_in` so many days is there already, and shown to the public from then on.
    """

    sku: str
    name: str
    description: str
    price: Decimal
    category: str
    subcategory: str
    weight: int
    stock: int
    drawing: Drawing
    compare_at_price: Decimal | None = None
    tax_class: str = "standard"
    low_stock_at: int = 5
    scheduled_in: int = 0
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DemoSubcategory:
    """A shelf within a category."""

    slug: str
    name: str


@dataclass(frozen=True, kw_only=True)
class DemoCategory:
    """A category with its shelves; `store` is None where all stores share it."""

    slug: str
    name: str
    description: str
    subcategories: tuple[DemoSubcategory, ...]
    store: str | None = None


@dataclass(frozen=True, kw_only=True)
class DemoAddress:
    """A postal address; `region` only where the country's mail or tax asks for it."""

    line1: str
    city: str
    postal_code: str
    country: str
    region: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoBank:
    """Where transfers go: an IBAN and BIC in Europe, account number and IFSC in India."""

    holder: str
    bank: str
    iban: str = ""
    bic: str = ""
    account_number: str = ""
    ifsc: str = ""


@dataclass(frozen=True, kw_only=True)
class DemoTaxRate:
    """A tax in per cent; `components` split it where the invoice must show the parts."""

    tax_class: str
    name: str
    rate: Decimal
    components: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, kw_only=True)
class DemoStore:
    """A store with all that its invoices print."""

    slug: str
    name: str
    legal_name: str
    description: str
    address: DemoAddress
    contact_email: str
    contact_phone: str
    tax_id: str
    bank: DemoBank
    currency: str
    language: str
    time_zone: str
    accent: str
    invoice_prefix: str
    credit_note_prefix: str
    fiscal_year_start: int
    tax_rates: tuple[DemoTaxRate, ...]
    categories: tuple[DemoCategory, ...]
    products: tuple[DemoProduct, ...]
    reservation_minutes: int = 30


def filled(words: dict[str, str]) -> dict[str, str]:
    """Return the fields that say something, as addresses and bank details are kept."""
    return {name: word for name, word in words.items() if word}
