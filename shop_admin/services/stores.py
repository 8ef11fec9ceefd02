"""Stores: opened by admins, kept up by their managers; their tax rates and logo."""

import functools
import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from slugify import slugify

from shop_admin.db import db
from shop_admin.errors import Conflict, Invalid, Problem
from shop_admin.language import _
from shop_admin.models.stores import INVOICE_RULES, PAYMENT_METHODS, Store, TaxRate
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import get, get_locked
from shop_admin.services.records import check_version

TAX_CLASSES = ("standard", "reduced", "zero")
LANGUAGES = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "hi": "हिन्दी",
}
"""What documents and mails of a store can be written in."""
PREFIX = re.compile(r"[A-Z0-9]{1,6}")
ACCENT = re.compile(r"#[0-9a-f]{6}")
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True, kw_only=True)
class StoreInput:
    """All that a manager can say of a store; addresses and bank details are plain fields."""

    name: str
    slug: str = ""
    description: str = ""
    legal_name: str = ""
    tax_id: str = ""
    address: dict[str, str] = field(default_factory=dict)
    country: str
    contact_email: str = ""
    contact_phone: str = ""
    currency: str
    language: str = "en"
    time_zone: str = "UTC"
    accent: str = "#2f6f5e"
    bank_details: dict[str, str] = field(default_factory=dict)
    prices_include_tax: bool = True
    payment_methods: tuple[str, ...] = ("cash_on_delivery", "bank_transfer")
    payment_terms_days: int = 7
    reservation_minutes: int = 30
    fiscal_year_start: int = 1
    invoice_prefix: str
    credit_note_prefix: str
    invoice_rule: str = "PAID"
    invoice_terms: str = ""
    invoice_footer: str = ""
    status_flag: str = "ACTIVE"
    active_from: datetime | None = None
    active_to: datetime | None = None
    comments: str = ""


@dataclass(frozen=True, kw_only=True)
class TaxRateInput:
    """What a tax class costs in a country; `rate` in per cent, components [{name, rate}]."""

    store_id: UUID
    tax_class: str
    country: str
    name: str
    rate: Decimal
    components: tuple[tuple[str, Decimal], ...] = ()
    active_from: datetime | None = None
    active_to: datetime | None = None
    status_flag: str = "ACTIVE"
    comments: str = ""


def create_store(actor: Actor, given: StoreInput) -> Store:
    """Open a store. Raises Invalid with every field that is wrong."""
    actor.require(Permission.STORE_CREATE)
    store = Store()
    _write(store, given)
    db.session.add(store)
    db.session.flush()
    return store


def update_store(actor: Actor, store_id: UUID, given: StoreInput, *, version: int | None) -> Store:
    """Edit a store. The currency is fixed once it has a product: the database says so."""
    store: Store = get_locked(Store, actor, store_id)
    actor.require(Permission.STORE_EDIT, store.id)
    check_version(store, version)
    _write(store, given)
    db.session.flush()
    return store


def set_logo(actor: Actor, store_id: UUID, key: str | None) -> Store:
    """Give a store a logo that lies in the storage, or none. Issued papers keep theirs."""
    store: Store = get_locked(Store, actor, store_id)
    actor.require(Permission.STORE_EDIT, store.id)
    store.logo = key
    db.session.flush()
    return store


def create_tax_rate(actor: Actor, given: TaxRateInput) -> TaxRate:
    """Add a rate. Raises Conflict where another covers part of its period."""
    actor.require(Permission.STORE_EDIT, given.store_id)
    get(Store, actor, given.store_id)
    rate = TaxRate(store_id=given.store_id)
    _write_rate(rate, given)
    db.session.add(rate)
    db.session.flush()
    return rate


def update_tax_rate(
    actor: Actor, rate_id: UUID, given: TaxRateInput, *, version: int | None
) -> TaxRate:
    """Edit a rate; orders and papers that used it keep what they say."""
    rate: TaxRate = get_locked(TaxRate, actor, rate_id)
    actor.require(Permission.STORE_EDIT, rate.store_id)
    check_version(rate, version)
    if given.store_id != rate.store_id:
        raise Conflict(_("A tax rate stays in its store."))
    _write_rate(rate, given)
    db.session.flush()
    return rate


def _write(store: Store, given: StoreInput) -> None:
    problems = _problems(given)
    if problems:
        raise Invalid(_("Some fields need another look."), problems=tuple(problems))
    for name in given.__dataclass_fields__:
        setattr(store, name, getattr(given, name))
    store.payment_methods = list(given.payment_methods)
    store.slug = slugify(given.slug or given.name, max_length=80)


Check = tuple[str, bool, str]
"""A field, whether it is wrong, and what is said then."""


def _problems(given: StoreInput) -> list[Problem]:
    checks = (*_wrong_of_shop(given), *_wrong_of_books(given))
    return [Problem(name, sentence) for name, wrong, sentence in checks if wrong]


def _wrong_of_shop(given: StoreInput) -> tuple[Check, ...]:
    return (
        ("name", not given.name.strip(), _("Give the store a name.")),
        ("slug", not slugify(given.slug or given.name), _("Give a slug of letters and digits.")),
        ("country", given.country not in _territories(), _("Use a country's two letters: DE.")),
        (
            "currency",
            given.currency not in _currencies(),
            _("Use a currency's three letters: EUR."),
        ),
        (
            "time_zone",
            given.time_zone not in available_timezones(),
            _("Use a zone: Europe/Berlin."),
        ),
        ("language", given.language not in LANGUAGES, _("Choose a language from the list.")),
        (
            "contact_email",
            bool(given.contact_email) and not EMAIL.fullmatch(given.contact_email),
            _("Give an email address such as shop@example.com."),
        ),
        (
            "iban",
            not _is_iban(given.bank_details.get("iban", "")),
            _("This IBAN has a slip of the pen: its check digits do not fit."),
        ),
        ("accent", not ACCENT.fullmatch(given.accent), _("Use a colour such as #2f6f5e.")),
    )


def _wrong_of_books(given: StoreInput) -> tuple[Check, ...]:
    return (
        ("invoice_rule", given.invoice_rule not in INVOICE_RULES, _("Choose from the list.")),
        (
            "invoice_prefix",
            not PREFIX.fullmatch(given.invoice_prefix),
            _("Use 1 to 6 of A-Z, 0-9."),
        ),
        (
            "credit_note_prefix",
            not PREFIX.fullmatch(given.credit_note_prefix),
            _("Use 1 to 6 of A-Z, 0-9."),
        ),
        (
            "credit_note_prefix",
            given.credit_note_prefix == given.invoice_prefix,
            _("Invoices and credit notes need prefixes of their own."),
        ),
        (
            "payment_methods",
            not given.payment_methods or not set(given.payment_methods) <= set(PAYMENT_METHODS),
            _("Choose at least one way to pay."),
        ),
        ("fiscal_year_start", not 1 <= given.fiscal_year_start <= 12, _("Choose a month.")),
        ("payment_terms_days", not 0 <= given.payment_terms_days <= 365, _("Use 0 to 365 days.")),
        ("reservation_minutes", not 5 <= given.reservation_minutes <= 1440, _("Use 5 to 1440.")),
    )


def _is_iban(text: str) -> bool:
    """Tell whether the check digits fit (ISO 13616, ISO 7064 MOD 97-10); nothing given is fine."""
    iban = text.replace(" ", "").upper()
    if not iban:
        return True
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", iban):
        return False
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1


def _write_rate(rate: TaxRate, given: TaxRateInput) -> None:
    if not 0 <= given.rate <= 100:
        raise Invalid(_("Give a rate from 0 to 100 per cent."), field="rate")
    if given.country not in _territories():
        raise Invalid(_("Use a country's two letters: DE."), field="country")
    if given.tax_class not in TAX_CLASSES:
        raise Invalid(_("Choose a tax class from the list."), field="tax_class")
    if round(given.rate, 4) != given.rate:
        raise Invalid(_("Give four decimals at most."), field="rate")
    if len({name for name, _part in given.components}) < len(given.components):
        raise Invalid(_("Each part needs a name of its own."), field="components")
    if any(part < 0 for _name, part in given.components):
        raise Invalid(_("A part of a rate is not below zero."), field="components")
    if given.components and sum(part for _name, part in given.components) != given.rate:
        raise Invalid(_("The parts must add up to the rate."), field="components")
    for name in set(given.__dataclass_fields__) - {"store_id", "components"}:
        setattr(rate, name, getattr(given, name))
    rate.components = [{"name": name, "rate": str(part)} for name, part in given.components]


def countries() -> tuple[str, ...]:
    """Return the two letters of every country (ISO 3166, as CLDR knows them), in their order."""
    return tuple(sorted(_territories()))


def is_country(code: str) -> bool:
    """Tell whether this is a country's two letters (ISO 3166, as CLDR knows them)."""
    return code in _territories()


@functools.cache
def _territories() -> frozenset[str]:
    # CLDR counts a union, and the region that nobody knows, among its territories.
    known = set(Locale("en").territories) - {"EU", "ZZ"}
    return frozenset(code for code in get_global("territory_currencies") if code in known)


def _currencies() -> frozenset[str]:
    return frozenset(get_global("all_currencies"))
