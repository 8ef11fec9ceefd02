"""When things happen in the demo world: its days, and transactions that live at another time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import text

from shop_admin.db import db, transaction
from shop_admin.demo.catalogue import store
from shop_admin.demo.rhythm import DAYS_BACK
from shop_admin.permissions import Actor
from shop_admin.services import mails

# The first order is 90 days old at most; by then everything stands on its shelf.
OPENING_DAYS_BACK = DAYS_BACK + 5
PRODUCTS_A_DAY = 5


def opening_moment(today: date) -> datetime:
    """Return when the stores were opened: before the sun was up in any of them."""
    return datetime.combine(today - timedelta(days=OPENING_DAYS_BACK), time(0), UTC)


def shelving_moment(today: date, slug: str, sku: str) -> datetime:
    """Return when a store's product was entered: five a day, in office hours there."""
    shop = store(slug)
    position = [one.sku for one in shop.products].index(sku)
    days, turn = divmod(position, PRODUCTS_A_DAY)
    day = today - timedelta(days=OPENING_DAYS_BACK - days)
    clock = time(9 + turn, position * 17 % 60)
    return datetime.combine(day, clock, ZoneInfo(shop.time_zone))


@contextmanager
def telling(actor: Actor) -> Iterator[None]:
    """Open the transaction in which the past is told; nobody gets a mail about it."""
    with mails.kept_quiet(), transaction(actor.db_context()):
        yield


@contextmanager
def transaction_at(moment: datetime, actor: Actor) -> Iterator[None]:
    """Write as this party at this moment, as if it were now, in a transaction of its own."""
    with telling(actor):
        move_clock(moment)
        yield


def become(actor: Actor, moment: datetime) -> None:
    """Let the rest of the running transaction be this party's, at this moment.

    Nowhere but in a story are there several parties to a transaction: row security asks the same
    of each of them as ever, and the trail names the one that acts.
    """
    db.session.flush()
    # What one party has loaded is not another one's to see.
    db.session.expunge_all()
    context = actor.db_context()
    db.session.execute(
        _BECOME,
        {
            "role": context.role,
            "stores": "{" + ",".join(sorted(map(str, context.stores))) + "}",
            "user_id": str(context.user_id or ""),
            "party": context.party,
            "moment": moment.isoformat(),
        },
    )


def move_clock(moment: datetime) -> None:
    """Set the database's clock for the rest of the running transaction, and for it alone."""
    db.session.execute(
        text("SELECT set_config('app.now', :moment, true)"), {"moment": moment.isoformat()}
    )


_BECOME = text(
    "SELECT set_config('role', :role, true), set_config('app.stores', :stores, true),"
    " set_config('app.user_id', :user_id, true), set_config('app.party', :party, true),"
    " set_config('app.now', :moment, true)"
)
