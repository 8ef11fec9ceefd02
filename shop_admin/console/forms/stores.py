"""Forms of stores and their tax rates."""

from decimal import Decimal
from typing import Any, ClassVar
from zoneinfo import available_timezones

from babel import Locale
from wtforms import Form, FormField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from shop_admin.console import choices
from shop_admin.console.forms.base import Sections
from shop_admin.console.forms.fields import (
    ChoiceField,
    FlagField,
    MoneyField,
    QuantityField,
    TextField,
    WordsField,
    exact,
)
from shop_admin.console.forms.shared import NOTES, SCHEDULE, ValidityForm
from shop_admin.models.stores import INVOICE_RULES
from shop_admin.permissions import Permission
from shop_admin.services.checkout import OFFLINE_METHODS
from shop_admin.services.stores import TAX_CLASSES, StoreInput, TaxRateInput

MONTHS = [SelectChoice(str(n), Locale("en").months["format"]["wide"][n]) for n in range(1, 13)]
RULES = {"PAID": "Once it is paid", "PLACED": "When it is placed", "SHIPPED": "When it is shipped"}
UPPER = ("country", "currency", "invoice_prefix", "credit_note_prefix")
PLAIN = (
    "name",
    "slug",
    "description",
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
    language = TextField("Language", most=5, default="en")
    time_zone = ChoiceField("Time zone", choices=[], default="UTC")
    legal_name = TextField("Legal name", most=200, description="As it stands in the register.")
    tax_id = TextField("Tax number", most=40, description="VAT or GST number, for invoices.")
    contact_email = TextField("Email", most=254)
    contact_phone = TextField("Phone", most=40)
    address = FormField(StoreAddressForm, "Address")
    country = TextField("Country", required=True, most=2, description="Two letters, such as DE.")
    currency = TextField("Currency", required=True, most=3, description="Three letters: EUR.")
    prices_include_tax = FlagField("Prices include tax", default=True)
    payment_methods = WordsField("Ways to pay", words=sorted(OFFLINE_METHODS))
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
        """Offer the world's time zones."""
        self.time_zone.offer([(zone, zone) for zone in sorted(available_timezones())])

    def given(self) -> StoreInput:
        """Return what was typed, for the service."""
        return StoreInput(
            **{name: self[name].data for name in PLAIN},
            **{name: self[name].data.upper() for name in UPPER},
            address=_filled(self.address.data),
            bank_details=_filled(self.bank_details.data),
            payment_methods=self._ways_to_pay(),
            fiscal_year_start=int(self.fiscal_year_start.data),
            **self.validity(),
        )

    def _ways_to_pay(self) -> tuple[str, ...]:
        """Return what was ticked, and the providers' ways, which are set up elsewhere."""
        before = self.record.payment_methods if self.record else ()
        kept = [way for way in before if way not in OFFLINE_METHODS]
        return (*self.payment_methods.data, *kept)


class TaxRateForm(ValidityForm):
    """A tax rate; its store is chosen once."""

    sections: ClassVar[Sections] = (
        ("Tax rate", ("store_id", "tax_class", "country", "name", "rate", "components")),
        SCHEDULE,
        NOTES,
    )

    store_id = ChoiceField("Store")
    tax_class = ChoiceField("Tax class", words=TAX_CLASSES, default="standard")
    country = TextField("Country", required=True, most=2, description="Two letters, such as DE.")
    name = TextField("Name", required=True, most=60, description="As invoices print it: VAT.")
    rate = MoneyField("Rate in per cent", required=True)
    components = TextField(
        "Parts", lines=3, most=500, description="One “name: rate” on each line, such as CGST: 9."
    )

    def prepare(self, formdata: Any) -> None:
        """Offer the stores whose settings this person may edit; a rate stays in its store."""
        if self.record is not None:
            del self.store_id
            return
        stores = choices.stores_with(self.actor, Permission.STORE_EDIT)
        self.store_id.offer([(str(store.id), store.name) for store in stores])

    def process(self, formdata: Any = None, obj: Any = None, **options: Any) -> None:
        """Show the parts as lines, and the rate without a currency's decimals."""
        super().process(formdata, obj, **options)
        self.rate.currency = ""
        if obj is not None and not formdata:
            self.components.data = "\n".join(f"{p['name']}: {p['rate']}" for p in obj.components)
            self.rate.data = obj.rate.normalize()

    def validate_components(self, field: Any) -> None:
        """Refuse lines that are no 'name: rate'."""
        try:
            self._parts(field.data)
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from wrong

    def given(self) -> TaxRateInput:
        """Return what was typed, for the service."""
        return TaxRateInput(
            store_id=self.record.store_id if self.record else self.store_id.chosen_id,
            tax_class=self.tax_class.data,
            country=self.country.data.upper(),
            name=self.name.data,
            rate=self.rate.data,
            components=self._parts(self.components.data),
            **self.validity(),
        )

    def _parts(self, text: str | None) -> tuple[tuple[str, Decimal], ...]:
        lines = [line.partition(":") for line in (text or "").splitlines() if line.strip()]
        if any(not name.strip() or not rate.strip() for name, _, rate in lines):
            raise ValueError("Write one “name: rate” on each line.")
        return tuple((name.strip(), exact(rate.strip())) for name, _, rate in lines)


def _filled(values: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}
