"""Counting tries in the database, so that limits hold for all processes and across restarts."""

from dataclasses import dataclass

from sqlalchemy import text

from shop_admin.db import db

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


_SEEN = text(
    """
    SELECT coalesce(max(count), 0) FROM rate_buckets
    WHERE key = :key
      AND window_start = date_bin(make_interval(secs => :window), shop_now(), 'epoch')
    """
)


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


def login_limits(email: str, address: str) -> list[Limit]:
    """Return the limits of a console or staff login: an account, an address, everybody."""
    return [
        Limit(key=f"login:account:{email}", tries=10, seconds=300),
        Limit(key=f"login:address:{address}", tries=10, seconds=300),
        Limit(key="login:all", tries=1000, seconds=300),
    ]
