"""Forms of phone orders: who is calling, and the one sheet on which the order is written down."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from wtforms import FormField

from shop_admin.console import choices
from shop_admin.console.display import words
from shop_admin.console.forms.base import ConsoleForm, Sections
from shop_admin.console.forms.fields import ChoiceField, FlagField, QuantityField, TextField
from shop_admin.console.forms.orders import AddressForm, merged, quantities
from shop_admin.language import N_, _
from shop_admin.models.orders import Order
from shop_admin.permissions import Permission
from shop_admin.services.checkout import OFFLINE_METHODS, Contact
from shop_admin.services.drafts import DraftInput


class NewDraftForm(ConsoleForm):
    """The first question on the phone."""

    sections: ClassVar[Sections] = ((N_("Who is calling?"), ("store_id", "customer")),)
    field_names: ClassVar[Mapping[str, str]] = {"contact_name": "customer", "store": "store_id"}

    store_id = ChoiceField(N_("Store"))
    customer = TextField(
        N_("Customer"),
        required=True,
        most=100,
        description=N_(
            "A name, a phone number or an email address. Known customers are found next."
        ),
        render_kw={"autofocus": True, "autocomplete": "off"},
    )

    def prepare(self, formdata: Any) -> None:
        """Offer the stores whose orders this person works on."""
        stores = choices.stores_with(self.actor, Permission.ORDER_WORK)
        self.store_id.offer([(str(store.id), store.name) for store in stores])

    def contact(self) -> Contact:
        """Return what was typed as what it looks like: an email address, a phone number, a name."""
        text = self.customer.data
        if "@" in text and " " not in text:
            return Contact(email=text)
        if text.strip("+0123456789 ()/-.") == "":
            return Contact(phone=text)
        return Contact(name=text)


class DraftForm(ConsoleForm):
    """The whole sheet: every button of it sends all that is typed on it."""

    customer = TextField(N_("Known customer"), most=100)
    contact_name = TextField(N_("Name"), most=200)
    contact_phone = TextField(N_("Phone"), most=40)
    contact_email = TextField(N_("Email"), most=254)
    shipping_address = FormField(AddressForm, N_("Goes to"))
    bill_elsewhere = FlagField(N_("The bill goes elsewhere"))
    billing_address = FormField(AddressForm, N_("Is billed to"))
    comments = TextField(N_("Notes for colleagues"), lines=2, most=5000)
    product = TextField(N_("Add a product"), most=100)
    quantity = QuantityField(N_("How many"), least=1, most=99_999, default=1)
    payment_method = ChoiceField(N_("Paid by"), required=False)

    def prepare(self, formdata: Any) -> None:
        """Offer the ways to pay that somebody on the phone can use."""
        methods = [one for one in self.record.store.payment_methods if one in OFFLINE_METHODS]
        self.payment_method.offer([(one, words(one)) for one in methods])

    def process(self, formdata: Any = None, obj: Any = None, **options: Any) -> None:
        """Take the lines' quantities too; tell from a draft whether its bill goes elsewhere."""
        if obj is not None:
            options["bill_elsewhere"] = obj.billing_address != obj.shipping_address
        super().process(formdata, obj, **options)
        self.quantities, self.is_unclear = quantities(formdata, "line-")
        self.before = (self.record.shipping_address, self.record.billing_address)

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse quantities that are no whole numbers."""
        if self.is_unclear:
            self.refusals.append(_("Give whole numbers as quantities."))
        return super().validate(extra_validators) and not self.is_unclear

    def add(self, product_id: UUID) -> None:
        """Put a product onto the sheet, as many of it as was typed beside it."""
        more = self.quantity.data or 1
        self.quantities[product_id] = self.quantities.get(product_id, 0) + more

    def take_customer(self, order: Order) -> None:
        """Copy whom and where from an earlier order."""
        self.contact_name.data = order.contact_name
        self.contact_phone.data = order.contact_phone
        self.contact_email.data = order.contact_email
        self.before = (order.shipping_address, order.billing_address)
        self.bill_elsewhere.data = order.billing_address != order.shipping_address
        for part, address in zip(
            (self.shipping_address, self.billing_address), self.before, strict=True
        ):
            for name, field in part.form._fields.items():
                field.data = address.get(name, "")

    def given(self) -> DraftInput:
        """Return what was typed, for the service."""
        ship_to = _address(self.before[0], self.shipping_address.data)
        bill_to = _address(self.before[1], self.billing_address.data)
        return DraftInput(
            contact=Contact(
                name=self.contact_name.data,
                phone=self.contact_phone.data,
                email=self.contact_email.data,
            ),
            shipping_address=ship_to,
            billing_address=bill_to if self.bill_elsewhere.data else None,
            comments=self.comments.data,
            quantities=self.quantities,
        )


def _address(before: dict[str, str], typed: dict[str, Any]) -> dict[str, str]:
    address = merged(before, typed)
    return address | {"country": address.get("country", "").upper()}
