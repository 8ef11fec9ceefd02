"""Forms of stores and their tax rates."""

from collections.abc import Sequence
from typing import Any, ClassVar
from unicodedata import combining, normalize
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from flask_babel import get_locale
from wtforms import FormField
from wtforms.fields import SelectChoice

from shop_admin.console import choices
from shop_admin.console.display import words
from shop_admin.console.forms.base import Sections
from shop_admin.console.forms.fields import (
    ChoiceField,
    FlagField,
    MoneyField,
    QuantityField,
    TextField,
    WordsField,
)
from shop_admin.console.forms.rates import RatePartsField
from shop_admin.console.forms.shared import NOTES, SCHEDULE, ValidityForm
from shop_admin.console.forms.speaking import SpokenForm
from shop_admin.language import N_, _
from shop_admin.models.stores import INVOICE_RULES, OFFLINE_METHODS, ONLINE_METHODS
from shop_admin.permissions import Permission
from shop_admin.services.stores import (
    LANGUAGES,
    TAX_CLASSES,
    StoreInput,
    TaxRateInput,
    countries,
)
from shop_admin.wiring import parts

RULES = {
    "PAID": N_("Once it is paid"),
    "PLACED": N_("When it is placed"),
    "SHIPPED": N_("When it is shipped"),
}
UPPER = ("invoice_prefix", "credit_note_prefix")
PLAIN = (
    "name",
    "slug",
    "description",
    "country",
    "currency",
    "accent",
    "language",
    "time_zone",
    "legal_name",
    "tax_id",
    "contact_email",
    "contact_phone",
    "prices_include_tax",
    "payment_terms_days",
    "reservation_minutes",
    "invoice_rule",
    "invoice_terms",
    "invoice_footer",
)


class StoreAddressForm(SpokenForm):
    """A postal address; the country is a field of the store."""

    line1 = TextField(N_("Street and number"), most=200)
    line2 = TextField(N_("Addition"), most=200)
    postal_code = TextField(N_("Postal code"), most=20)
    city = TextField(N_("City"), most=100)
    region = TextField(N_("State or region"), most=100)


class BankForm(SpokenForm):
    """Where transfers go: IBAN and BIC in Europe, account number and IFSC in India."""

    holder = TextField(N_("Account holder"), most=200)
    bank = TextField(N_("Bank"), most=200)
    iban = TextField(N_("IBAN"), most=42)
    bic = TextField(N_("BIC"), most=11)
    account_number = TextField(N_("Account number"), most=34)
    ifsc = TextField(N_("IFSC"), most=11)


class StoreForm(ValidityForm):
    """All that a manager can say of a store."""

    sections: ClassVar[Sections] = (
        (N_("Store"), ("name", "slug", "description", "accent", "language", "time_zone")),
        (N_("Who sells"), ("legal_name", "tax_id", "contact_email", "contact_phone")),
        (N_("Address"), ("address", "country")),
        (N_("Prices and payment"), ("currency", "prices_include_tax", "payment_methods")),
        (N_("Terms"), ("payment_terms_days", "reservation_minutes")),
        (N_("Bank account"), ("bank_details",)),
        (
            N_("Invoices"),
            (
                "invoice_rule",
                "invoice_prefix",
                "credit_note_prefix",
                "fiscal_year_start",
                "invoice_terms",
                "invoice_footer",
            ),
        ),
        SCHEDULE,
        NOTES,
    )

    name = TextField(N_("Name"), required=True, most=120)
    slug = TextField(
        N_("Slug"), most=80, description=N_("Its part of the address; empty: from the name.")
    )
    description = TextField(N_("Description"), lines=3, most=5000)
    accent = TextField(N_("Colour"), most=7, default="#2f6f5e", description=N_("Such as #2f6f5e."))
    language = ChoiceField(
        N_("Language"), choices=[SelectChoice(*pair) for pair in LANGUAGES.items()], default="en"
    )
    time_zone = ChoiceField(N_("Time zone"), choices=[], default="UTC")
    legal_name = TextField(
        N_("Legal name"), most=200, description=N_("As it stands in the register.")
    )
    tax_id = TextField(
        N_("Tax number"), most=40, description=N_("VAT or GST number, for invoices.")
    )
    contact_email = TextField(N_("Email"), most=254)
    contact_phone = TextField(N_("Phone"), most=40)
    address = FormField(StoreAddressForm, N_("Address"))
    country = ChoiceField(N_("Country"), choices=[])
    currency = ChoiceField(
        N_("Currency"), choices=[], description=N_("Fixed once the store has a product.")
    )
    prices_include_tax = FlagField(N_("Prices include tax"), default=True)
    payment_methods = WordsField(N_("Ways to pay"), words=())
    payment_terms_days = QuantityField(N_("Days to pay by transfer"), default=7, required=True)
    reservation_minutes = QuantityField(N_("Minutes to pay online"), default=30, required=True)
    bank_details = FormField(BankForm, N_("Bank account"))
    invoice_rule = ChoiceField(
        N_("Issue an invoice"), choices=[SelectChoice(rule, RULES[rule]) for rule in INVOICE_RULES]
    )
    invoice_prefix = TextField(N_("Prefix of invoices"), required=True, most=6)
    credit_note_prefix = TextField(N_("Prefix of credit notes"), required=True, most=6)
    fiscal_year_start = ChoiceField(N_("Fiscal year begins in"), choices=[], default="1")
    invoice_terms = TextField(N_("Terms on invoices"), lines=3, most=2000)
    invoice_footer = TextField(N_("Foot of invoices"), lines=3, most=2000)

    def prepare(self, formdata: Any) -> None:
        """Offer the world's zones, countries and currencies, months, and the ways to pay here."""
        self.time_zone.offer([(zone, zone) for zone in sorted(available_timezones())])
        self.country.offer(_countries())
        self.currency.offer(_currencies(self.record.currency if self.record else ""))
        self.fiscal_year_start.offer(_months())
        before = self.record.payment_methods if self.record else ()
        self.payment_methods.offer(_ways_to_pay(before))

    def given(self) -> StoreInput:
        """Return what was typed, for the service."""
        return StoreInput(
            **{name: self[name].data for name in PLAIN},
            **{name: self[name].data.upper() for name in UPPER},
            address=_filled(self.address.data),
            bank_details=_filled(self.bank_details.data),
            payment_methods=tuple(self.payment_methods.data or ()),
            fiscal_year_start=int(self.fiscal_year_start.data),
            **self.validity(),
        )


class TaxRateForm(ValidityForm):
    """A tax rate; its store is chosen once."""

    sections: ClassVar[Sections] = (
        (N_("Tax rate"), ("store_id", "tax_class", "country", "name", "rate", "components")),
        SCHEDULE,
        NOTES,
    )

    store_id = ChoiceField(N_("Store"))
    tax_class = ChoiceField(N_("Tax class"), words=TAX_CLASSES, default="standard")
    country = ChoiceField(N_("Country"), choices=[], description=N_("Where it is shipped to."))
    name = TextField(
        N_("Name"), required=True, most=60, description=N_("As invoices print it: VAT.")
    )
    rate = MoneyField(N_("Rate in per cent"), required=True)
    components = RatePartsField(
        N_("Parts"),
        description=N_(
            "Only where invoices must show them apart, such as CGST 9 and SGST 9."
            " Together they make the rate; a line left empty is no part."
        ),
    )

    def prepare(self, formdata: Any) -> None:
        """Offer countries, and the stores whose settings this person may edit, to a new rate."""
        self.country.offer(_countries())
        if self.record is not None:
            del self.store_id
            return
        stores = choices.stores_with(self.actor, Permission.STORE_EDIT)
        self.store_id.offer([(str(store.id), store.name) for store in stores])

    def process(self, formdata: Any = None, obj: Any = None, **options: Any) -> None:
        """Show the rate without a currency's decimals."""
        super().process(formdata, obj, **options)
        self.rate.currency = ""
        if obj is not None and not formdata:
            self.rate.data = obj.rate.normalize()

    def given(self) -> TaxRateInput:
        """Return what was typed, for the service."""
        return TaxRateInput(
            store_id=self.record.store_id if self.record else self.store_id.chosen_id,
            tax_class=self.tax_class.data,
            country=self.country.data,
            name=self.name.data,
            rate=self.rate.data,
            components=self.components.pairs,
            **self.validity(),
        )


def _locale() -> Locale:
    return get_locale() or Locale("en")


def _as_dictionaries_do(pair: tuple[str, str]) -> str:
    """Sort Österreich near Oman, not after Zypern."""
    plain = normalize("NFKD", pair[1])
    return "".join(sign for sign in plain if not combining(sign)).casefold()


def _months() -> list[tuple[str, str]]:
    names = _locale().months["stand-alone"]["wide"]
    return [(str(month), names[month]) for month in range(1, 13)]


def _countries() -> list[tuple[str, str]]:
    names = _locale().territories
    return sorted(((code, names.get(code, code)) for code in countries()), key=_as_dictionaries_do)


def _currencies(own: str) -> list[tuple[str, str]]:
    """Return the currencies that are in use somewhere, and the store's own."""
    rows = [row for found in get_global("territory_currencies").values() for row in found]
    used = {code for code, _since, until, is_tender in rows if until is None and is_tender}
    codes = sorted(used | ({own} if own else set()))
    names = _locale().currencies
    return [(code, f"{code} · {names.get(code, code)}") for code in codes]


def _ways_to_pay(before: Sequence[str]) -> list[tuple[str, str]]:
    """Return the ways to pay that this installation has, and those that were ticked before."""
    there = (*OFFLINE_METHODS, *(way for way in ONLINE_METHODS if way in parts().payment_providers))
    gone = [way for way in before if way not in there]
    return [
        *((way, words(way)) for way in there),
        *(
            (way, _("%(way)s (not set up here: buyers do not see it)", way=words(way)))
            for way in gone
        ),
    ]


def _filled(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}
