"""What an act on many records needs to know: a new price, a shelf, a status; often nothing."""

from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from wtforms.fields import SelectChoice

from shop_admin.console import choices
from shop_admin.console.forms.base import ConsoleForm, Sections
from shop_admin.console.forms.catalog import editable_stores, shelves
from shop_admin.console.forms.fields import ChoiceField, MoneyField, QuantityField
from shop_admin.language import N_, _
from shop_admin.permissions import Permission
from shop_admin.services.bulk.products import STATUSES


class BulkForm(ConsoleForm):
    """An act that needs to know nothing."""

    def values(self) -> dict[str, Any]:
        """Return what was said, as the job keeps it."""
        return {}


class StatusForm(BulkForm):
    """Which status the products get."""

    sections: ClassVar[Sections] = (("", ("status",)),)

    status = ChoiceField(N_("Status"), words=STATUSES, default="ACTIVE")

    def values(self) -> dict[str, Any]:
        """Return the status."""
        return {"status": self.status.data}


class PriceForm(BulkForm):
    """A new price for all, or by some per cent more or less."""

    sections: ClassVar[Sections] = (("", ("way", "percent", "amount", "currency", "before")),)

    way = ChoiceField(
        N_("How"),
        choices=[
            SelectChoice("percent", N_("By per cent")),
            SelectChoice("set", N_("One price for all")),
        ],
        default="percent",
    )
    percent = MoneyField(
        N_("Per cent"), description=N_("-10 makes them cheaper by a tenth; rounded to the cent.")
    )
    amount = MoneyField(N_("New price"), description=N_("For “One price for all”."))
    currency = ChoiceField(N_("Currency"), required=False)
    before = ChoiceField(
        N_("Price before"),
        choices=[
            SelectChoice("leave", N_("Stays as it is")),
            SelectChoice("old", N_("Shows the price of today, struck through")),
            SelectChoice("none", N_("Is taken away")),
        ],
        default="leave",
    )

    def prepare(self, formdata: Any) -> None:
        """Offer the currencies of the person's stores; where there is one, it is not asked for."""
        stores = choices.stores_with(self.actor, Permission.CATALOG_EDIT)
        self.currencies = sorted({store.currency for store in stores})
        self.currency.offer([(one, one) for one in self.currencies])
        if len(self.currencies) == 1:
            del self.currency

    def process(self, formdata: Any = None, obj: Any = None, **options: Any) -> None:
        """Take what was sent; a percentage is of no currency."""
        super().process(formdata, obj, **options)
        self.percent.currency = ""

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the number that the chosen way needs."""
        needed = self.percent if self.way.data == "percent" else self.amount
        if super().validate(extra_validators) and needed.data is not None:
            return True
        if needed.data is None and not needed.errors:
            needed.errors = [_("Fill this in.")]
        return False

    def values(self) -> dict[str, Any]:
        """Return the way, its number, and what becomes of the price before."""
        given: dict[str, Any] = {"way": self.way.data, "before": self.before.data}
        if self.way.data == "percent":
            return {**given, "percent": _plain(self.percent.data)}
        currency = self.currency.data if "currency" in self else self.currencies[0]
        return {**given, "amount": _plain(self.amount.data), "currency": currency}


class ShelfForm(BulkForm):
    """The category and subcategory that the products go into."""

    sections: ClassVar[Sections] = (("", ("shelf",)),)
    field_names: ClassVar[dict[str, str]] = {"category": "shelf", "subcategory": "shelf"}

    shelf = ChoiceField(N_("Category"), required=False)

    def prepare(self, formdata: Any) -> None:
        """Offer the shelves of the person's stores, and none."""
        stores = {UUID(value) for value, _name in editable_stores(self)}
        self.shelf.offer(shelves(self.actor, stores), empty=_("No category"))

    def values(self) -> dict[str, Any]:
        """Return the category and the subcategory, or none of them."""
        category, _slash, subcategory = (self.shelf.data or "").partition("/")
        return {"category_id": category or None, "subcategory_id": subcategory or None}


class ThresholdForm(BulkForm):
    """From which count on the products are low in stock."""

    sections: ClassVar[Sections] = (("", ("low_stock_at",)),)

    low_stock_at = QuantityField(N_("Low at"), default=5, required=True)

    def values(self) -> dict[str, Any]:
        """Return the count."""
        return {"low_stock_at": self.low_stock_at.data}


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
