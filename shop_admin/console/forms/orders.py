"""Forms of orders: correct whom and where, and the little that each action asks for."""

from typing import Any, ClassVar
from uuid import UUID

from wtforms import Form, FormField

from shop_admin.console.forms.base import ConsoleForm, Sections
from shop_admin.console.forms.fields import MoneyField, TextField
from shop_admin.services.orders import OrderEdit
from shop_admin.services.shipments import Label


class AddressForm(Form):
    """A postal address with its country."""

    name = TextField("Name", most=200)
    line1 = TextField("Street and number", most=200)
    line2 = TextField("Addition", most=200)
    postal_code = TextField("Postal code", most=20)
    city = TextField("City", most=100)
    region = TextField("State or region", most=100)
    country = TextField("Country", most=2)


class OrderForm(ConsoleForm):
    """What staff may correct on an order."""

    sections: ClassVar[Sections] = (
        ("Contact", ("contact_name", "contact_email", "contact_phone")),
        ("Goes to", ("shipping_address",)),
        ("Is billed to", ("billing_address",)),
        ("Notes", ("comments",)),
    )

    contact_name = TextField("Name", most=200)
    contact_email = TextField("Email", most=254)
    contact_phone = TextField("Phone", most=40)
    shipping_address = FormField(AddressForm, "Goes to")
    billing_address = FormField(AddressForm, "Is billed to")
    comments = TextField("Notes for colleagues", lines=4, most=5000)

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


class MarkPaidForm(ConsoleForm):
    """Money that came in."""

    sections: ClassVar[Sections] = (("", ("reference",)),)
    reference = TextField("Reference", most=200, description="Of the transfer or receipt, if any.")


class LabelForm(ConsoleForm):
    """With whom a parcel goes, and under which number."""

    sections: ClassVar[Sections] = (("Parcel", ("carrier", "tracking_number", "note")),)
    carrier = TextField("Carrier", most=100, render_kw={"list": "carriers"})
    tracking_number = TextField("Tracking number", most=100)
    note = TextField(
        "Note for the customer", lines=2, most=1000, description="Printed on the packing slip."
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
            self.refusals.append("Give whole numbers for what goes into the parcel.")
        return super().validate(extra_validators) and not self.is_unclear


class CompleteForm(ConsoleForm):
    """An order that arrived: nothing more to say."""


class CancelForm(ConsoleForm):
    """Why an order is cancelled."""

    sections: ClassVar[Sections] = (("", ("reason",)),)
    reason = TextField("Reason", most=500, description="For colleagues and the audit trail.")


class RefundForm(ConsoleForm):
    """Money that goes back, and why."""

    sections: ClassVar[Sections] = (("", ("amount", "reason")),)
    amount = MoneyField("Amount", required=True, description="Up to what came in and is left.")
    reason = TextField("Reason", required=True, most=500)


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
