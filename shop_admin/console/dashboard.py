"""The first page: each store's day in a few true figures, every one a link to its list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from flask_admin import expose

from shop_admin import clock
from shop_admin.console import choices
from shop_admin.console.base import ConsolePage
from shop_admin.console.base.permits import Permits
from shop_admin.db import db
from shop_admin.models.stores import Store
from shop_admin.money import ZERO
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import reports

LATEST = 8


@dataclass(frozen=True, kw_only=True)
class Day:
    """A store's figures; `today` and `week_start` are days in its own time zone."""

    store: Store
    today: str
    week_start: str
    sold_today: Decimal
    orders_today: int
    sold_week: Decimal
    orders_week: int
    to_pack: int
    to_collect: int
    low: int


class Dashboard(ConsolePage):
    """The console's first page."""

    permits: ClassVar[Permits] = {"index_view": {"GET": Permission.STORE_VIEW}}
    icon = "home"

    @expose("/")
    def index_view(self) -> str:
        """Show the day of each store and the latest orders."""
        latest = db.session.scalars(reports.latest_orders(self.actor, LATEST)).all()
        return self.render("admin/dashboard.html", days=days(self.actor), latest=latest)


def days(actor: Actor) -> Sequence[Day]:
    """Return the day of each store that the actor sees."""
    stores = choices.stores(actor)
    now = clock.now(db.session())
    today = {store.id: _midnight(now, store) for store in stores}
    week = {store_id: start - timedelta(days=6) for store_id, start in today.items()}
    sold_today, sold_week = _sales(actor, today), _sales(actor, week)
    to_pack = _counts(reports.count_orders_by_store(actor, reports.is_to_pack()))
    to_collect = _counts(reports.count_orders_by_store(actor, reports.is_unpaid()))
    low = _counts(reports.count_low_by_store(actor))
    return [
        Day(
            store=store,
            today=today[store.id].date().isoformat(),
            week_start=week[store.id].date().isoformat(),
            orders_today=sold_today.get(store.id, (0, ZERO))[0],
            sold_today=sold_today.get(store.id, (0, ZERO))[1],
            orders_week=sold_week.get(store.id, (0, ZERO))[0],
            sold_week=sold_week.get(store.id, (0, ZERO))[1],
            to_pack=to_pack.get(store.id, 0),
            to_collect=to_collect.get(store.id, 0),
            low=low.get(store.id, 0),
        )
        for store in stores
    ]


def _midnight(now: datetime, store: Store) -> datetime:
    zone = ZoneInfo(store.time_zone)
    return datetime.combine(now.astimezone(zone).date(), time(), zone)


def _sales(actor: Actor, since: dict[Any, datetime]) -> dict[Any, tuple[int, Decimal]]:
    rows = db.session.execute(reports.sales_by_store(actor, since))
    return {store_id: (number, amount) for store_id, number, amount in rows}


def _counts(statement: Any) -> dict[Any, int]:
    return dict(db.session.execute(statement).all())
