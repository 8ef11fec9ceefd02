"""Forms of stores and their tax rates."""

from collections.abc import Sequence
from typing import Any, ClassVar
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from wtforms import Form, FormField
from wtforms.fields import SelectChoice

from shop_admin.console import choices
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

MONTHS = [SelectChoice(str(n), Locale("en").months["format"]["wide"][n]) for n in range(1, 13)]
RULES = {"PAID": "Once it is paid", "PLACED": "When it is placed", "SHIPPED": "When it is shipped"}
ENGLISH = Locale("en")
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


class StoreAddressForm(Form):
    """A postal address; the country is a field of the store."""

    line1 = TextField("Street and number", most=200)
    line2 = TextField("Addition", most=200)
    postal_code = TextField("Postal code", most=20)
    city = TextField("City", most=100)
    region = TextField("State or region", most=100)


class BankForm(Form):
    """Where transfers go: IBAN and BIC in Europe, account number and IFSC in India."""

    holder = TextField("Account holder", most=200)
    bank = TextField("Bank", most=200)
    iban = TextField("IBAN", most=42)
    bic = TextField("BIC", most=11)
    account_number = TextField("Account number", most=34)
    ifsc = TextField("IFSC", most=11)


class StoreForm(ValidityForm):
    """All that a manager can say of a store."""

    sections: ClassVar[Sections] = (
        ("Store", ("name", "slug", "description", "accent", "language", "time_zone")),
        ("Who sells", ("legal_name", "tax_id", "contact_email", "contact_phone")),
        ("Address", ("address", "country")),
        ("Prices and payment", ("currency", "prices_include_tax", "payment_methods")),
        ("Terms", ("payment_terms_days", "reservation_minutes")),
        ("Bank account", ("bank_details",)),
        (
            "Invoices",
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

    name = TextField("Name", required=True, most=120)
    slug = TextField("Slug", most=80, description="Its part of the address; empty: from the name.")
    description = TextField("Description", lines=3, most=5000)
    accent = TextField("Colour", most=7, default="#2f6f5e", description="Such as #2f6f5e.")
    language = ChoiceField(
        "Language", choices=[SelectChoice(*pair) for pair in LANGUAGES.items()], default="en"
    )
    time_zone = ChoiceField("Time zone", choices=[], default="UTC")
    legal_name = TextField("Legal name", most=200, description="As it stands in the register.")
    tax_id = TextField("Tax number", most=40, description="VAT or GST number, for invoices.")
    contact_email = TextField("Email", most=254)
    contact_phone = TextField("Phone", most=40)
    address = FormField(StoreAddressForm, "Address")
    country = ChoiceField("Country", choices=[])
    currency = ChoiceField(
        "Currency", choices=[], description="Fixed once the store has a product."
    )
    prices_include_tax = FlagField("Prices include tax", default=True)
    payment_methods = WordsField("Ways to pay", words=())
    payment_terms_days = QuantityField("Days to pay by transfer", default=7, required=True)
    reservation_minutes = QuantityField("Minutes to pay online", default=30, required=True)
    bank_details = FormField(BankForm, "Bank account")
    invoice_rule = ChoiceField(
        "Issue an invoice", choices=[SelectChoice(rule, RULES[rule]) for rule in INVOICE_RULES]
    )
    invoice_prefix = TextField("Prefix of invoices", required=True, most=6)
    credit_note_prefix = TextField("Prefix of credit notes", required=True, most=6)
    fiscal_year_start = ChoiceField("Fiscal year begins in", choices=MONTHS, default="1")
    invoice_terms = TextField("Terms on invoices", lines=3, most=2000)
    invoice_footer = TextField("Foot of invoices", lines=3, most=2000)

    def prepare(self, formdata: Any) -> None:
        """Offer the world's zones, countries and currencies, and the ways to pay there are here."""
        self.time_zone.offer([(zone, zone) for zone in sorted(available_timezones())])
        self.country.offer(_countries())
        self.currency.offer(_currencies(self.record.currency if self.record else ""))
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
        ("Tax rate", ("store_id", "tax_class", "country", "name", "rate", "components")),
        SCHEDULE,
        NOTES,
    )

    store_id = ChoiceField("Store")
    tax_class = ChoiceField("Tax class", words=TAX_CLASSES, default="standard")
    country = ChoiceField("Country", choices=[], description="Where it is shipped to.")
    name = TextField("Name", required=True, most=60, description="As invoices print it: VAT.")
    rate = MoneyField("Rate in per cent", required=True)
    components = RatePartsField(
        "Parts",
        description="Only where invoices must show them apart, such as CGST 9 and SGST 9."
        " Together they make the rate; a line left empty is no part.",
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


def _countries() -> list[tuple[str, str]]:
    names = [(code, ENGLISH.territories[code]) for code in countries()]
    return sorted(names, key=lambda pair: pair[1])


def _currencies(own: str) -> list[tuple[str, str]]:
    """Return the currencies that are in use somewhere, and the store's own."""
    rows = [row for found in get_global("territory_currencies").values() for row in found]
    used = {code for code, _since, until, is_tender in rows if until is None and is_tender}
    codes = sorted(used | ({own} if own else set()))
    return [(code, f"{code} · {ENGLISH.currencies.get(code, code)}") for code in codes]


def _ways_to_pay(before: Sequence[str]) -> list[tuple[str, str]]:
    """Return the ways to pay that this installation has, and those that were ticked before."""
    there = (*OFFLINE_METHODS, *(way for way in ONLINE_METHODS if way in parts().payment_providers))
    gone = [way for way in before if way not in there]
    named = [(way, way.replace("_", " ").capitalize()) for way in (*there, *gone)]
    return [
        (way, f"{name} (not set up here: buyers do not see it)" if way in gone else name)
        for way, name in named
    ]


def _filled(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}
