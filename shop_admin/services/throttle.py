"""Counting tries in the database, so that limits hold for all processes and across restarts.

Two ways: windows that begin by the clock, where many are counted cheaply; and a log of single
moments, for few and costly ones, where a limit holds for every window, wherever it begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from shop_admin.db import db

DAY = 86_400

_COUNT = text(
    """
    INSERT INTO rate_buckets (key, window_start, expires_at)
    VALUES (:key, date_bin(make_interval(secs => :window), shop_now(), 'epoch'),
            shop_now() + make_interval(secs => :window * 2))
    ON CONFLICT (key, window_start) DO UPDATE SET count = rate_buckets.count + 1
    RETURNING count AS tries,
        ceil(extract(epoch FROM
            window_start + make_interval(secs => :window) - shop_now()))::int AS wait
    """
)
_SEEN = text(
    """
    SELECT coalesce(max(count), 0) FROM rate_buckets
    WHERE key = :key
      AND window_start = date_bin(make_interval(secs => :window), shop_now(), 'epoch')
    """
)

_LIMITS = "unnest(CAST(:keys AS text[]), CAST(:tries AS int[]), CAST(:seconds AS int[]))"
_SERIALISE = text(
    "SELECT pg_advisory_xact_lock(hashtextextended('throttle:' || key, 0))"
    " FROM unnest(CAST(:keys AS text[])) AS key"
)
# A window is full while the try that began it is in it: the last but so many of its key.
_WAIT = text(
    f"""
    SELECT coalesce(max(ceil(extract(epoch FROM
        first.moment + make_interval(secs => seconds) - shop_now()))), 0)::int
    FROM {_LIMITS} AS one (key, tries, seconds)
    CROSS JOIN LATERAL (
        SELECT window_start AS moment FROM rate_buckets
        WHERE key = one.key AND window_start > shop_now() - make_interval(secs => one.seconds)
        ORDER BY window_start DESC OFFSET one.tries - 1 LIMIT 1) AS first
    """  # noqa: S608 - a constant of this module
)
# No two tries of a key share a moment, not even where the clock stands still.
_NOTE = text(
    f"""
    INSERT INTO rate_buckets (key, window_start, expires_at)
    SELECT key, greatest(shop_now(), (SELECT max(window_start) + interval '1 microsecond'
        FROM rate_buckets WHERE key = one.key)), shop_now() + make_interval(secs => max(seconds))
    FROM {_LIMITS} AS one (key, tries, seconds) GROUP BY key
    """  # noqa: S608 - a constant of this module
)
_FORGET = text(
    """
    DELETE FROM rate_buckets AS one USING (
        SELECT key, max(window_start) AS last FROM rate_buckets
        WHERE key = ANY (CAST(:keys AS text[])) GROUP BY key) AS newest
    WHERE one.key = newest.key AND one.window_start = newest.last
    """
)


@dataclass(frozen=True, kw_only=True)
class Limit:
    """At most `tries` within `seconds` for one key."""

    key: str
    tries: int
    seconds: int


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many tries a window has seen, and the seconds until the next one begins."""

    tries: int
    wait: int


def tally(limit: Limit) -> Tally:
    """Count one try; the caller commits, then refuses above the limit."""
    row = db.session.execute(_COUNT, {"key": limit.key, "window": limit.seconds}).one()
    return Tally(tries=row.tries, wait=max(row.wait, 1))


def is_over(limit: Limit) -> bool:
    """Tell whether this window has seen all tries that it allows."""
    seen = db.session.scalar(_SEEN, {"key": limit.key, "window": limit.seconds})
    return bool(seen >= limit.tries)


def count(limits: list[Limit]) -> int:
    """Count one try against each limit; return the seconds to wait, 0 where none is exceeded.

    The caller commits before it refuses: a refused try has been counted.
    """
    waits = [0]
    for limit in sorted(limits, key=lambda one: one.key):
        found = tally(limit)
        if found.tries > limit.tries:
            waits.append(found.wait)
    return max(waits)


def serialise(keys: Sequence[str]) -> None:
    """Let one transaction at a time go on with any of these keys; it ends with the transaction."""
    db.session.execute(_SERIALISE, {"keys": sorted(set(keys))})


def admit(limits: Sequence[Limit]) -> int:
    """Note one try against all limits, or, where one is exhausted, against none.

    Returns the seconds until the next try is admitted, 0 where this one was. Limits of one key
    share its log.
    """
    serialise([limit.key for limit in limits])
    given = {
        "keys": [limit.key for limit in limits],
        "tries": [limit.tries for limit in limits],
        "seconds": [limit.seconds for limit in limits],
    }
    wait: int = db.session.scalar(_WAIT, given) or 0
    if wait == 0:
        db.session.execute(_NOTE, given)
    return wait


def forget_last(keys: Sequence[str]) -> None:
    """Take back the last try that `admit` noted under each of these keys."""
    db.session.execute(_FORGET, {"keys": list(keys)})


def login_limits(who: str, address: str) -> list[Limit]:
    """Return the limits of a login by password or code: an account, an address, everybody."""
    return [
        Limit(key=f"login:account:{who}", tries=10, seconds=300),
        Limit(key=f"login:address:{address}", tries=10, seconds=300),
        Limit(key="login:all", tries=1000, seconds=300),
    ]
