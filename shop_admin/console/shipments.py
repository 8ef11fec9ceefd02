"""Shipments: every parcel that left, found by its number, followed, and its slip printed."""

from collections.abc import Collection
from typing import Any, ClassVar
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy.orm import joinedload

from shop_admin.console.base import Column, ConsoleView, Empty, Group
from shop_admin.console.base.filters import CaseFilter, RecordFilter, StoreFilter
from shop_admin.console.base.permits import Permits, reading
from shop_admin.console.forms.orders import LabelForm
from shop_admin.console.shown import day_filters
from shop_admin.console.slips import slip_answer
from shop_admin.language import N_
from shop_admin.models.orders import SHIPMENT_SEARCH, Order, Shipment
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.orders import goes_with, goes_with_another
from shop_admin.services import shipments
from shop_admin.services.carriers import CARRIERS, tracking_link
from shop_admin.wiring import parts


def pieces(parcel: Shipment) -> int:
    """Return how many things are in a parcel."""
    return sum(int(part["quantity"]) for part in parcel.items)


class ShipmentView(ConsoleView):
    """Parcels of the stores in scope; with whom they go may be put right, what is in them not."""

    plural, noun, icon, group = N_("Shipments"), N_("shipment"), "truck", N_("Sales")
    permits: ClassVar[Permits] = {
        **reading(Permission.ORDER_VIEW),
        "edit_view": {"GET": Permission.ORDER_WORK, "POST": Permission.ORDER_WORK},
        "slip_view": {"GET": Permission.ORDER_VIEW},
    }
    unscoped = frozenset({"slip_view"})
    form = LabelForm
    edit_template = "admin/label.html"
    details_template = "admin/shipment.html"
    loading = (joinedload(Shipment.order),)
    record_loading = (joinedload(Shipment.order).selectinload(Order.items),)
    columns = (
        Column(name="shipped_at", label=N_("Left"), kind="moment", sort=Shipment.shipped_at),
        Column(name="order_number", label=N_("Order"), kind="link", sort=Shipment.order_number),
        Column(name="order.contact_name", label=N_("Customer"), secondary=True),
        Column(name="store_id", label=N_("Store"), kind="store", secondary=True),
        Column(name="pieces", label=N_("Pieces"), kind="number", value=pieces, secondary=True),
        Column(name="carrier", label=N_("Carrier"), sort=Shipment.carrier),
        Column(name="tracking_number", label=N_("Tracking number"), kind="mono"),
    )
    groups = (
        Group(
            title=N_("Parcel"),
            columns=(
                Column(name="shipped_at", label=N_("Left"), kind="moment"),
                Column(name="carrier", label=N_("Carrier")),
                Column(name="note", label=N_("Note on the slip"), kind="long"),
            ),
        ),
    )
    filters = (
        StoreFilter(name="store", label=N_("Store"), column=Shipment.store_id),
        CaseFilter(
            name="carrier",
            label=N_("Carrier"),
            column=Shipment.carrier,
            cases={
                **{name: (name, goes_with(name)) for name in CARRIERS},
                "other": (N_("Another"), goes_with_another(CARRIERS)),
                "none": (N_("Not written down"), goes_with("")),
            },
        ),
        *day_filters(Shipment.shipped_at),
        RecordFilter(name="order", label=N_("Order"), column=Shipment.order_id, model=Order),
    )
    search_expression = SHIPMENT_SEARCH
    search_hint = N_("Tracking number or order")
    empty = Empty(
        title=N_("No shipments"),
        text=N_("A parcel is written down here when its order is shipped, on the order's page."),
    )

    @property
    def carriers(self) -> Collection[str]:
        """Return the carriers to choose from."""
        return CARRIERS

    def update(self, actor: Actor, record: Any, form: Any) -> Any:
        """Put carrier, tracking number and note right."""
        return shipments.relabel(actor, record.id, form.given(), version=form.version.data)

    def details(self, record: Any) -> dict[str, Any]:
        """Add what is in the parcel and where it can be followed."""
        return {
            "people": self.people([record]),
            "lines": shipments.lines_of(record, record.order.items),
            "link": tracking_link(record.carrier, record.tracking_number),
        }

    @expose("/<uuid:shipment_id>/slip.pdf")
    def slip_view(self, shipment_id: UUID) -> ResponseReturnValue:
        """Print the packing slip of a parcel; drawing it holds no transaction open."""
        with self.reading():
            self.named_record(str(shipment_id))
            slip = shipments.slip_of_shipment(self.actor, shipment_id)
        return slip_answer(slip, parts().storage)
