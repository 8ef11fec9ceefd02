"""The first page: figures of a period, what is to be done, what happened; each with its list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from flask import request, url_for
from flask_admin import expose

from shop_admin import clock
from shop_admin.console import activity, choices, spans
from shop_admin.console.base import ConsolePage
from shop_admin.console.base.chosen import chosen_store
from shop_admin.console.base.filters import chosen_id
from shop_admin.console.base.permits import Permits
from shop_admin.console.figures import block_of
from shop_admin.console.spans import Chosen
from shop_admin.db import db
from shop_admin.errors import NotFound
from shop_admin.language import N_, _, number
from shop_admin.models.catalog import Product
from shop_admin.models.orders import Order
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import reports, sales, todo
from shop_admin.queries.days import Taken
from shop_admin.queries.visibility import visible

LATEST = 8
BEST = 6
TILES: Sequence[tuple[str, str, str, str, Mapping[str, Any]]] = (
    ("pack", N_("To pack"), "box", "orders", {"todo": "pack"}),
    ("collect", N_("To collect"), "coin", "orders", {"payment": "unpaid"}),
    ("refund", N_("To refund"), "refund", "refunds", {"todo": "refund"}),
    ("drafts", N_("Drafts"), "edit", "drafts", {}),
    ("low", N_("Low stock"), "stock", "stock", {"stock": "low"}),
    ("jobs", N_("Failed jobs"), "bolt", "jobs", {"state": "failed"}),
    ("checks", N_("Failed checks"), "check", "checks", {}),
    ("messages", N_("Provider messages"), "messages", "inbox", {"outcome": "open"}),
)
OF_INSTALLATION = frozenset({"jobs", "checks", "messages"})


@dataclass(frozen=True, kw_only=True)
class Tile:
    """Work that waits, and the list of it; `count` is what fits the tile: 1,000+."""

    name: str
    title: str
    icon: str
    count: int
    url: str

    @property
    def said(self) -> str:
        """Return the count, or that there are more than were counted."""
        return f"{number(todo.MOST)}+" if self.count > todo.MOST else number(self.count)


@dataclass(frozen=True, kw_only=True)
class Best:
    """A product that brought much; one that is in the bin by now has no page."""

    name: str
    sku: str
    url: str
    quantity: int
    amount: Any


class Dashboard(ConsolePage):
    """The console's first page."""

    permits: ClassVar[Permits] = {"index_view": {"GET": Permission.STORE_VIEW}}
    icon = "home"

    @expose("/")
    def index_view(self) -> str:
        """Show the figures, the work and the latest acts of the chosen stores and days."""
        chosen = spans.read(request.args)
        named = request.args.get("store", "")
        mine = chosen_store(self.actor)
        store_id = named or (str(mine.id) if mine else "")
        stores = _chosen_stores(self.actor, store_id)
        now = clock.now(db.session())
        ids = [store.id for store in stores]
        blocks = [block_of(self.actor, group, chosen, now) for group in _groups(self.actor, stores)]
        sellers = {
            block.currency: _best_sellers(self.actor, block.sold)
            for block in blocks
            if block.sold is not None
        }
        return self.render(
            "admin/dashboard.html",
            chosen=chosen,
            periods=_periods(chosen),
            store_id=store_id,
            blocks=blocks,
            sellers=sellers,
            tiles=_tiles(self.actor, stores, is_one=bool(store_id)),
            latest=_latest(self.actor, ids),
            acts=activity.list_acts(self.actor, ids, LATEST),
        )


def _chosen_stores(actor: Actor, raw: str) -> Sequence[Store]:
    """Return the store that the address names, else all. Raises NotFound, BadRequest."""
    stores = choices.stores(actor)
    if not raw:
        return stores
    wanted = chosen_id(raw)
    found = [store for store in stores if store.id == wanted]
    if not found:
        raise NotFound
    return found


def _groups(actor: Actor, stores: Sequence[Store]) -> list[Sequence[Store]]:
    """Return the stores whose sums may be added: of one currency, told of in the same way."""
    groups: dict[tuple[bool, str], list[Store]] = {}
    for store in stores:
        sells = actor.may(Permission.ORDER_VIEW, store.id)
        if sells or actor.may(Permission.REGISTER, store.id):
            groups.setdefault((not sells, store.currency), []).append(store)
    return [groups[key] for key in sorted(groups)]


def _periods(chosen: Chosen) -> list[tuple[str, str, bool]]:
    """Return the periods at hand as (name, address, whether it is the one that is shown)."""
    store = request.args.get("store") or None
    return [
        (_(name), url_for("admin.index_view", period=key, store=store), key == chosen.key)
        for key, name in spans.NAMES.items()
    ]


def _tiles(actor: Actor, stores: Sequence[Store], *, is_one: bool) -> list[Tile]:
    counts = todo.count_work(actor, [store.id for store in stores])
    tiles = []
    for name, title, icon, endpoint, filters in TILES:
        if name in counts:
            only: dict[str, Any] = (
                {"store": stores[0].id} if is_one and name not in OF_INSTALLATION else {}
            )
            url = url_for(f"{endpoint}.index_view", **filters, **only)
            tiles.append(Tile(name=name, title=_(title), icon=icon, count=counts[name], url=url))
    return tiles


def _latest(actor: Actor, stores: Sequence[UUID]) -> Sequence[Order]:
    seen = [store for store in stores if actor.may(Permission.ORDER_VIEW, store)]
    if not seen:
        return ()
    return db.session.scalars(reports.latest_orders(actor, seen, LATEST)).all()


def _best_sellers(actor: Actor, taken: Taken) -> list[Best]:
    """Return what brought most in the period, by its name of today."""
    sold = sales.list_best_sellers(actor, taken, BEST)
    names = {
        product_id: (name, sku)
        for product_id, name, sku in db.session.execute(
            sa.select(Product.id, Product.name, Product.sku).where(
                *visible(Product, actor), Product.id.in_([one.product_id for one in sold])
            )
        )
    }
    return [
        Best(
            name=names.get(one.product_id, (_("A removed product"), ""))[0],
            sku=names.get(one.product_id, ("", ""))[1],
            url=url_for("products.details_view", id=one.product_id)
            if one.product_id in names
            else "",
            quantity=one.quantity,
            amount=one.amount,
        )
        for one in sold
    ]
