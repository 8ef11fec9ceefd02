"""What can be done with many orders or products at once, as their lists offer it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from uuid import UUID

from flask import url_for

from shop_admin.console.base.acts import REMOVE, RESTORE, UNDO, Begun, BulkAct
from shop_admin.console.forms.bulk import PriceForm, ShelfForm, StatusForm, ThresholdForm
from shop_admin.language import N_, ngettext
from shop_admin.permissions import Permission
from shop_admin.services import exports


def _as_slips(view: Any, act: BulkAct, ids: Sequence[UUID], values: dict[str, Any]) -> Begun:
    """Ask for the packing slips of these orders as one file."""
    export = exports.ask_for_slips(view.actor, ids)
    return Begun(count=export.total_count or 0, href=url_for("exports.index_view"))


SHIP = BulkAct(
    name="ship",
    label=N_("Ship"),
    icon="truck",
    permission=Permission.ORDER_WORK,
    title=lambda count: ngettext("Ship %(number)s order", "Ship %(number)s orders", count),
    says=lambda count: ngettext(
        "All that is left of %(number)s order leaves as one parcel, without a tracking number; its"
        " buyer gets a mail. This cannot be undone.",
        "All that is left of %(number)s orders leaves as one parcel each, without a tracking"
        " number; their buyers get a mail. This cannot be undone.",
        count,
    ),
    begun=lambda count: ngettext(
        "%(number)s order is being shipped.", "%(number)s orders are being shipped.", count
    ),
)
COMPLETE = BulkAct(
    name="complete",
    label=N_("Complete"),
    icon="done",
    permission=Permission.ORDER_WORK,
    title=lambda count: ngettext("Complete %(number)s order", "Complete %(number)s orders", count),
    says=lambda count: ngettext(
        "%(number)s order arrived and is paid: it is closed. This cannot be undone.",
        "%(number)s orders arrived and are paid: they are closed. This cannot be undone.",
        count,
    ),
    begun=lambda count: ngettext(
        "%(number)s order is being completed.", "%(number)s orders are being completed.", count
    ),
)
MARK_PAID = BulkAct(
    name="mark_paid",
    label=N_("Mark paid"),
    icon="coin",
    permission=Permission.ORDER_COLLECT,
    title=lambda count: ngettext(
        "Mark %(number)s order paid", "Mark %(number)s orders paid", count
    ),
    says=lambda count: ngettext(
        "The whole amount of %(number)s order is booked as received, and its invoice follows by"
        " the store's rule. What a provider collects is left alone. This cannot be undone.",
        "The whole amount of each of %(number)s orders is booked as received, and the invoices"
        " follow by the store's rule. What a provider collects is left alone. This cannot be"
        " undone.",
        count,
    ),
    begun=lambda count: ngettext(
        "%(number)s order is being marked paid.",
        "%(number)s orders are being marked paid.",
        count,
    ),
)
SLIPS = BulkAct(
    name="slips",
    label=N_("Packing slips"),
    yes=N_("Make the file"),
    icon="print",
    permission=Permission.ORDER_VIEW,
    most=exports.MOST_SLIPS,
    start=_as_slips,
    title=lambda count: ngettext(
        "Packing slip of %(number)s order", "Packing slips of %(number)s orders", count
    ),
    says=lambda count: ngettext(
        "One PDF is made with the packing slip of %(number)s order, to be found under Exports.",
        "One PDF is made with the packing slips of %(number)s orders, to be found under Exports.",
        count,
    ),
    begun=lambda count: ngettext(
        "The packing slip of %(number)s order is being made.",
        "The packing slips of %(number)s orders are being made.",
        count,
    ),
)
STATUS = BulkAct(
    name="status",
    label=N_("Status"),
    icon="eye",
    yes=N_("Change the status"),
    form=StatusForm,
    permission=Permission.CATALOG_EDIT,
    title=lambda count: ngettext(
        "New status of %(number)s product", "New status of %(number)s products", count
    ),
    says=lambda count: ngettext(
        "%(number)s product gets this status. Only active products are sold.",
        "%(number)s products get this status. Only active products are sold.",
        count,
    ),
    begun=lambda count: ngettext(
        "%(number)s product gets its new status.",
        "%(number)s products get their new status.",
        count,
    ),
)
PRICE = BulkAct(
    name="price",
    label=N_("Price"),
    icon="coin",
    yes=N_("Change the price"),
    form=PriceForm,
    permission=Permission.CATALOG_EDIT,
    title=lambda count: ngettext(
        "New price of %(number)s product", "New prices of %(number)s products", count
    ),
    says=lambda count: ngettext(
        "%(number)s product gets a new price at once. Orders that are placed keep theirs.",
        "%(number)s products get new prices at once. Orders that are placed keep theirs.",
        count,
    ),
    begun=lambda count: ngettext(
        "%(number)s product gets its new price.",
        "%(number)s products get their new prices.",
        count,
    ),
)
SHELF = BulkAct(
    name="shelf",
    label=N_("Category"),
    icon="shelf",
    yes=N_("Change the category"),
    form=ShelfForm,
    permission=Permission.CATALOG_EDIT,
    title=lambda count: ngettext(
        "New category of %(number)s product", "New category of %(number)s products", count
    ),
    says=lambda count: ngettext(
        "%(number)s product goes into this category, out of the one that it is in.",
        "%(number)s products go into this category, out of the ones that they are in.",
        count,
    ),
    begun=lambda count: ngettext(
        "%(number)s product goes into its new category.",
        "%(number)s products go into their new category.",
        count,
    ),
)
THRESHOLD = BulkAct(
    name="threshold",
    label=N_("Low at"),
    icon="stock",
    yes=N_("Change the low stock"),
    form=ThresholdForm,
    permission=Permission.CATALOG_EDIT,
    title=lambda count: ngettext(
        "New low stock of %(number)s product", "New low stock of %(number)s products", count
    ),
    says=lambda count: ngettext(
        "%(number)s product counts as low in stock from this count down.",
        "%(number)s products count as low in stock from this count down.",
        count,
    ),
    begun=lambda count: ngettext(
        "%(number)s product gets its new threshold.",
        "%(number)s products get their new threshold.",
        count,
    ),
)

ORDER_ACTS = (SHIP, COMPLETE, MARK_PAID, SLIPS)
PRODUCT_ACTS = (PRICE, STATUS, SHELF, THRESHOLD, REMOVE)
BY_NAME: Mapping[str, BulkAct] = MappingProxyType(
    {one.name: one for one in (*ORDER_ACTS, *PRODUCT_ACTS, RESTORE, UNDO)}
)
