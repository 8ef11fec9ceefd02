"""Summing up the days that are over, store by store, and anew where an older sale has changed.

A reader trusts a day that is summed and has no mark (models.sales): whatever is not summed, or
not yet anew, is read from the orders themselves. So this job may come late, or never.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from shop_admin.clock import midnight
from shop_admin.db import db
from shop_admin.models.mixins import Moment
from shop_admin.models.orders import SOLD, Order
from shop_admin.models.sales import SalesChange, SalesDay
from shop_admin.models.stores import Store
from shop_admin.queries.sales import is_sold

MOST = 31
"""So many days are summed in one transaction at most."""
LATENESS = timedelta(hours=3)
"""A day is summed so long after it is over.

What came in during the last hour leaves no mark (migration 0026): two hours more than that, and
no transaction is left which saw the day's end and has not committed yet. Both go by the
database's own clock, which tests and the demo do not move.
"""

_IS_SOLD = f"{{0}}.status IN {SOLD} AND {{0}}.is_deleted IS FALSE"
_SUM = sa.text(
    f"""
    INSERT INTO sales_days (store_id, starts_at, ends_at, count, first_count, amount)
    SELECT :store_id, day.starts_at, day.ends_at, sums.count, sums.first_count, sums.amount
    FROM unnest(:starts, :ends) AS day (starts_at, ends_at), LATERAL (
        SELECT count(*) AS count, coalesce(sum(total_amount), 0) AS amount,
            count(*) FILTER (WHERE NOT EXISTS (
                SELECT 1 FROM orders AS earlier
                WHERE earlier.store_id = orders.store_id AND earlier.buyer = orders.buyer
                  AND earlier.placed_at < orders.placed_at
                  AND {_IS_SOLD.format("earlier")})) AS first_count
        FROM orders
        WHERE orders.store_id = :store_id AND orders.placed_at >= day.starts_at
          AND orders.placed_at < day.ends_at AND {_IS_SOLD.format("orders")}
    ) AS sums
    """  # noqa: S608 - our own SQL
).bindparams(
    sa.bindparam("starts", type_=ARRAY(Moment)),
    sa.bindparam("ends", type_=ARRAY(Moment)),
)
_SUM_PRODUCTS = sa.text(
    f"""
    INSERT INTO product_days (store_id, starts_at, product_id, quantity, amount)
    SELECT whole.store_id, whole.starts_at, sums.product_id, sums.quantity, sums.amount
    FROM sales_days AS whole, LATERAL (
        SELECT items.product_id, sum(items.quantity) AS quantity, sum(items.line_total) AS amount
        FROM orders JOIN order_items AS items
            ON items.order_id = orders.id AND items.store_id = orders.store_id
        WHERE orders.store_id = whole.store_id AND orders.placed_at >= whole.starts_at
          AND orders.placed_at < whole.ends_at AND {_IS_SOLD.format("orders")}
        GROUP BY items.product_id
    ) AS sums
    WHERE whole.store_id = :store_id AND whole.starts_at = ANY (:starts)
    """  # noqa: S608 - our own SQL
).bindparams(sa.bindparam("starts", type_=ARRAY(Moment)))


def list_stores() -> Sequence[UUID]:
    """Return the stores whose days are to be summed. The session's party sees all stores."""
    return db.session.scalars(sa.select(Store.id).order_by(Store.id)).all()


def sum_days(store_id: UUID) -> bool:
    """Sum up to a month of a store's days that are over; tell whether there are more.

    The session's party sees all stores. The marks go first: a change that is committed later has
    a mark of its own, which stays.
    """
    zone = ZoneInfo(db.session.scalars(sa.select(Store.time_zone).filter_by(id=store_id)).one())
    _forget_changed(store_id)
    wanted = _days_over(store_id, zone)
    missing = wanted.keys() - _kept(store_id, wanted)
    chosen = sorted(missing, reverse=True)[:MOST]
    if chosen:
        given = {
            "store_id": store_id,
            "starts": chosen,
            "ends": [wanted[starts_at] for starts_at in chosen],
        }
        for statement in (_SUM, _SUM_PRODUCTS):
            db.session.execute(statement, given)
    return len(missing) > len(chosen)


def _forget_changed(store_id: UUID) -> None:
    """Remove the marks, and the days that hold them."""
    changed = (
        sa.delete(SalesChange)
        .where(SalesChange.store_id == store_id)
        .returning(SalesChange.placed_at)
    )
    moments = set(db.session.scalars(changed))
    if moments:
        given = sa.func.unnest(sa.cast(list(moments), ARRAY(Moment))).column_valued("moment")
        held = sa.exists().where(given >= SalesDay.starts_at, given < SalesDay.ends_at)
        db.session.execute(sa.delete(SalesDay).where(SalesDay.store_id == store_id, held))


def _days_over(store_id: UUID, zone: ZoneInfo) -> dict[datetime, datetime]:
    """Return when each day from the first sale on begins and ends by the store's clock."""
    first, now = db.session.execute(
        sa.select(sa.func.min(Order.placed_at), sa.func.now()).where(
            Order.store_id == store_id, is_sold(), Order.is_deleted.is_(False)
        )
    ).one()
    if first is None:
        return {}
    day, days = first.astimezone(zone).date(), {}
    while (ends_at := midnight(day + timedelta(days=1), zone)) <= now - LATENESS:
        days[midnight(day, zone)] = ends_at
        day += timedelta(days=1)
    return days


def _kept(store_id: UUID, wanted: dict[datetime, datetime]) -> set[datetime]:
    """Return the days that are summed already; those of a clock that was changed are removed."""
    found = db.session.execute(
        sa.select(SalesDay.starts_at, SalesDay.ends_at).where(SalesDay.store_id == store_id)
    )
    kept, other = set(), []
    for starts_at, ends_at in found:
        if wanted.get(starts_at) == ends_at:
            kept.add(starts_at)
        else:
            other.append(starts_at)
    if other:
        db.session.execute(
            sa.delete(SalesDay).where(SalesDay.store_id == store_id, SalesDay.starts_at.in_(other))
        )
    return kept
