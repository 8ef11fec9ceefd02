"""The form that asks for an export: which documents, which period, which format."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from wtforms import DateField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from shop_admin.console import choices
from shop_admin.console.forms.base import ConsoleForm, Sections
from shop_admin.console.forms.fields import ChoiceField, QuantityField
from shop_admin.language import N_, _
from shop_admin.permissions import Permission
from shop_admin.services.exports import BOTH, ExportInput

KINDS = {
    BOTH: N_("Invoices and credit notes"),
    "INVOICE": N_("Invoices"),
    "CREDIT_NOTE": N_("Credit notes"),
}
FORMATS = {
    "ZIP": N_("PDFs with their register (ZIP)"),
    "XLSX": N_("Register for Excel (XLSX)"),
    "CSV": N_("Register as text (CSV)"),
    "DATEV": N_("DATEV-style journal (CSV)"),
}
EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)


def _named(words: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


class DayField(DateField):
    """A day, typed or picked."""

    data: Any

    def __init__(self, label: str = "", **options: Any) -> None:
        super().__init__(label, validators=[InputRequired(_("Choose a day."))], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read an ISO 8601 day. Raises ValueError for another text, and for days out of reach."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write the day as in 2026-05-31.")) from None
        if self.data is not None and not EARLIEST <= self.data <= LATEST:
            raise ValueError(_("Choose a day of this century."))


class ExportForm(ConsoleForm):
    """What is to be exported."""

    sections: ClassVar[Sections] = (
        (N_("Documents"), ("store_id", "kind", "begins_on", "ends_on")),
        (N_("File"), ("format",)),
        (N_("For a DATEV-style journal"), ("consultant", "client")),
    )

    store_id = ChoiceField(N_("Store"), required=False)
    kind = ChoiceField(N_("Kind"), choices=_named(KINDS), default=BOTH)
    begins_on = DayField(
        N_("From"), description=N_("Days are days of the store, both of them included.")
    )
    ends_on = DayField(N_("To"))
    format = ChoiceField(N_("Format"), choices=_named(FORMATS), default="ZIP")
    consultant = QuantityField(
        N_("Consultant number"),
        least=1001,
        most=9_999_999,
        default=1001,
        description=N_("Beraternummer"),
    )
    client = QuantityField(
        N_("Client number"), least=1, most=99_999, default=1, description=N_("Mandantennummer")
    )

    def prepare(self, formdata: Any) -> None:
        """Offer the stores in which this person may export; all of them, where there are more."""
        stores = choices.stores_with(self.actor, Permission.EXPORT)
        pairs = [(str(store.id), store.name) for store in stores]
        self.store_id.offer(pairs, empty=None if len(pairs) == 1 else _("All stores"))

    def prefill(self, asked: Mapping[str, str]) -> None:
        """Take what a link says; whatever no form of ours could say is left as it was."""
        stores = [choice.value for choice in self.store_id.choices]
        for field, name, known in (
            (self.store_id, "store", stores),
            (self.kind, "kind", KINDS),
            (self.format, "format", FORMATS),
        ):
            if asked.get(name, "") in known and asked.get(name):
                field.data = asked[name]
        for field, name in ((self.begins_on, "from"), (self.ends_on, "to")):
            day = _day(asked.get(name, ""))
            if day is not None:
                field.data = day

    def given(self) -> ExportInput:
        """Return what was chosen, for the service."""
        return ExportInput(
            store_id=self.store_id.chosen_id,
            kind=self.kind.data,
            begins_on=self.begins_on.data,
            ends_on=self.ends_on.data,
            format=self.format.data,
            consultant=self.consultant.data or 1001,
            client=self.client.data or 1,
        )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None
