"""Forms of orders: correct whom and where, and the little that each action asks for."""

from typing import Any, ClassVar

from wtforms import Form, FormField

from shop_admin.console.forms.base import ConsoleForm, Sections
from shop_admin.console.forms.fields import TextField
from shop_admin.services.orders import OrderEdit


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
            shipping_address=_merged(self.record.shipping_address, self.shipping_address.data),
            billing_address=_merged(self.record.billing_address, self.billing_address.data),
            comments=self.comments.data,
        )


class MarkPaidForm(ConsoleForm):
    """Money that came in."""

    sections: ClassVar[Sections] = (("", ("reference",)),)
    reference = TextField("Reference", most=200, description="Of the transfer or receipt, if any.")


class ShipForm(ConsoleForm):
    """A parcel that leaves."""

    sections: ClassVar[Sections] = (("", ("carrier", "tracking_number")),)
    carrier = TextField("Carrier", most=100)
    tracking_number = TextField("Tracking number", most=100)


class CompleteForm(ConsoleForm):
    """An order that arrived: nothing more to say."""


class CancelForm(ConsoleForm):
    """Why an order is cancelled."""

    sections: ClassVar[Sections] = (("", ("reason",)),)
    reason = TextField("Reason", most=500, description="For colleagues and the audit trail.")


def _merged(before: dict[str, str], typed: dict[str, Any]) -> dict[str, str]:
    return {**before, **{name: value or "" for name, value in typed.items()}}
