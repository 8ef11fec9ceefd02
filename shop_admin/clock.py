"""The one clock: the database's, so that every process agrees on what time it is."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session


def now(session: Session) -> datetime:
    """Return the current moment, aware UTC, as SQL `shop_now()` sees it.

    A test moves it with the setting `app.now`; everything else reads the clock.
    """
    moment: datetime = session.execute(text("SELECT shop_now()")).scalar_one()
    return moment.astimezone(UTC)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return when a day begins by a zone's clock, aware UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
