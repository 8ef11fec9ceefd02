"""Days by the clock of each record's own store, where several stores are listed together."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from shop_admin.console import choices
from shop_admin.console.acting import current_actor
from shop_admin.console.base.filters import Clause, DayFilter, Filter
from shop_admin.language import N_


@dataclass(frozen=True, kw_only=True)
class StoreDayFilter(DayFilter):
    """From a day on, or up to and with a day, wherever the record's store is."""

    def bound(self, day: date, zone: ZoneInfo) -> Clause:
        """Return the clause of a day; the zone of the page does not matter."""
        zones = choices.zones(current_actor())
        if len(zones) == 1:
            return super().bound(day, ZoneInfo(*zones))
        store_id = self.column.class_.store_id
        windows = [
            sa.and_(store_id.in_(stores), super(StoreDayFilter, self).bound(day, ZoneInfo(name)))
            for name, stores in zones.items()
        ]
        return sa.or_(sa.false(), *windows)


def store_days(column: Any) -> tuple[Filter, ...]:
    """Return the filters from a day and until a day."""
    return (
        StoreDayFilter(name="from", label=N_("From"), column=column),
        StoreDayFilter(name="until", label=N_("Until"), column=column, until=True),
    )
