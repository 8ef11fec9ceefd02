"""Forms of orders: correct whom and where, and the little that each action asks for."""

from typing import Any, ClassVar
from uuid import UUID

from wtforms import FormField

from shop_admin.console.forms.base import ConsoleForm, Sections
from shop_admin.console.forms.fields import MoneyField, TextField
from shop_admin.console.forms.speaking import SpokenForm
from shop_admin.language import N_, _
from shop_admin.services.notes import LONGEST as LONGEST_NOTE
from shop_admin.services.orders import OrderEdit
from shop_admin.services.shipments import Label


class AddressForm(SpokenForm):
    """A postal address with its country."""

    name = TextField(N_("Name"), most=200)
    line1 = TextField(N_("Street and number"), most=200)
    line2 = TextField(N_("Addition"), most=200)
    postal_code = TextField(N_("Postal code"), most=20)
    city = TextField(N_("City"), most=100)
    region = TextField(N_("State or region"), most=100)
    country = TextField(N_("Country"), most=2)


class OrderForm(ConsoleForm):
    """What staff may correct on an order."""

    sections: ClassVar[Sections] = (
        (N_("Contact"), ("contact_name", "contact_email", "contact_phone")),
        (N_("Goes to"), ("shipping_address",)),
        (N_("Is billed to"), ("billing_address",)),
        (N_("Notes"), ("comments",)),
    )

    contact_name = TextField(N_("Name"), most=200)
    contact_email = TextField(N_("Email"), most=254)
    contact_phone = TextField(N_("Phone"), most=40)
    shipping_address = FormField(AddressForm, N_("Goes to"))
    billing_address = FormField(AddressForm, N_("Is billed to"))
    comments = TextField(N_("Notes for colleagues"), lines=4, most=5000)

    def given(self) -> OrderEdit:
        """Return what was typed, for the service; keys of an address that we do not know stay."""
        return OrderEdit(
            contact_name=self.contact_name.data,
            contact_email=self.contact_email.data,
            contact_phone=self.contact_phone.data,
            shipping_address=merged(self.record.shipping_address, self.shipping_address.data),
            billing_address=merged(self.record.billing_address, self.billing_address.data),
            comments=self.comments.data,
        )


class NoteForm(ConsoleForm):
    """What somebody wants colleagues to know about an order."""

    text = TextField(N_("New note"), lines=2, most=LONGEST_NOTE, required=True)


class MarkPaidForm(ConsoleForm):
    """Money that came in."""

    sections: ClassVar[Sections] = (("", ("reference",)),)
    reference = TextField(
        N_("Reference"), most=200, description=N_("Of the transfer or receipt, if any.")
    )


class LabelForm(ConsoleForm):
    """With whom a parcel goes, and under which number."""

    sections: ClassVar[Sections] = ((N_("Parcel"), ("carrier", "tracking_number", "note")),)
    carrier = TextField(N_("Carrier"), most=100, render_kw={"list": "carriers"})
    tracking_number = TextField(N_("Tracking number"), most=100)
    note = TextField(
        N_("Note for the customer"),
        lines=2,
        most=1000,
        description=N_("Printed on the packing slip."),
    )

    def given(self) -> Label:
        """Return what was typed, for the service."""
        return Label(
            carrier=self.carrier.data,
            tracking_number=self.tracking_number.data,
            note=self.note.data,
        )


class ShipForm(LabelForm):
    """A parcel that leaves: with all that is left to send, or with what is chosen."""

    sections: ClassVar[Sections] = (("", ("carrier", "tracking_number", "note")),)

    def process(self, formdata: Any = None, obj: Any = None, **options: Any) -> None:
        """Take the quantities of the items too, as many as the form has."""
        super().process(formdata, obj, **options)
        self.parts, self.is_unclear = quantities(formdata, "part-", empty="0")

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse quantities that are no whole numbers."""
        if self.is_unclear:
            self.refusals.append(_("Give whole numbers for what goes into the parcel."))
        return super().validate(extra_validators) and not self.is_unclear


class CompleteForm(ConsoleForm):
    """An order that arrived: nothing more to say."""


class CancelForm(ConsoleForm):
    """Why an order is cancelled."""

    sections: ClassVar[Sections] = (("", ("reason",)),)
    reason = TextField(
        N_("Reason"), most=500, description=N_("For colleagues and the audit trail.")
    )


class RefundForm(ConsoleForm):
    """Money that goes back, and why."""

    sections: ClassVar[Sections] = (("", ("amount", "reason")),)
    amount = MoneyField(
        N_("Amount"), required=True, description=N_("Up to what came in and is left.")
    )
    reason = TextField(N_("Reason"), required=True, most=500)


def quantities(formdata: Any, prefix: str, *, empty: str = "") -> tuple[dict[UUID, int], bool]:
    """Return the whole numbers of fields named by an id, and whether some were none.

    What is left empty counts as `empty`: where that is none either, it has to be typed.
    """
    found, is_unclear = {}, False
    for name in formdata or ():
        if not name.startswith(prefix):
            continue
        text = formdata[name].strip() or empty
        try:
            item_id = UUID(name.removeprefix(prefix))
        except ValueError:
            continue
        if text.isascii() and text.isdigit() and len(text) < 8:
            found[item_id] = int(text)
        else:
            is_unclear = True
    return found, is_unclear


def merged(before: dict[str, str], typed: dict[str, Any]) -> dict[str, str]:
    """Return an address with what was typed over what it was; keys that no form has stay."""
    return {**before, **{name: value or "" for name, value in typed.items()}}
