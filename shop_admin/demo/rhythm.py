"""When people buy in the demo world: by the day of the week, the hour, the season and the sale."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# The first order is so many days old at most.
DAYS_BACK = 90
# Monday first: people buy at the weekend, and begin on Friday evening.
WEEKDAYS = (9, 8, 8, 9, 11, 14, 15)
# Lunch is a small peak, the evening the great one.
HOURS = (1, 0, 0, 0, 0, 0, 1, 3, 5, 7, 8, 9, 13, 11, 7, 7, 8, 10, 13, 17, 20, 18, 11, 4)
# How much more is sold on a day than a quarter of a year before.
GROWTH = 0.7
# Days before today on which there was a sale, and how many times as much was bought.
SALES = {61: 4.0, 24: 5.0}


def order_moments(
    chance: random.Random, number: int, now: datetime, time_zone: str
) -> list[datetime]:
    """Return so many moments of the last days, sorted, in the time zone, all before `now`."""
    here = now.astimezone(ZoneInfo(time_zone))
    days = [here.date() - timedelta(days=back) for back in range(DAYS_BACK, -1, -1)]
    weights = [_weight(day, here) for day in days]
    found: list[datetime] = []
    while len(found) < number:
        drawn = chance.choices(days, weights, k=number - len(found))
        moments = [_moment(chance, day, here) for day in drawn]
        found += [moment for moment in moments if moment < now]
    return sorted(found)


def office_moment(chance: random.Random, after: datetime, days: int) -> datetime:
    """Return a moment so many days later, in office hours, weekends left out."""
    day = after.date() + timedelta(days=days)
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    clock = time(chance.randint(9, 16), chance.randrange(60), chance.randrange(60))
    return max(datetime.combine(day, clock, after.tzinfo), after + timedelta(minutes=10))


def days_between(first: date, last: date) -> Sequence[date]:
    """Return the days from the first to the last, both with it."""
    return [first + timedelta(days=days) for days in range((last - first).days + 1)]


def _weight(day: date, here: datetime) -> float:
    back = (here.date() - day).days
    passed = 1.0 if back else (here.hour + 1) / 24
    trend = 1 + GROWTH * (DAYS_BACK - back) / DAYS_BACK
    return WEEKDAYS[day.weekday()] * trend * SALES.get(back, 1.0) * passed


def _moment(chance: random.Random, day: date, here: datetime) -> datetime:
    hour = chance.choices(range(24), HOURS)[0]
    clock = time(hour, chance.randrange(60), chance.randrange(60))
    return datetime.combine(day, clock, here.tzinfo)
