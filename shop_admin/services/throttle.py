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


def count(limits: list[Limit]) -> int:
    """Count one try against each limit; return the seconds to wait, 0 where none is exceeded.

    The caller commits before it refuses: a refused try has been counted.
    """
    waits = [0]
    for limit in sorted(limits, key=lambda one: one.key):
        row = db.session.execute(_COUNT, {"key": limit.key, "window": limit.seconds}).one()
        if row.tries > limit.tries:
            waits.append(max(row.wait, 1))
    return max(waits)


def login_limits(email: str, address: str) -> list[Limit]:
    """Return the limits of a console or staff login: an account, an address, everybody."""
    return [
        Limit(key=f"login:account:{email}", tries=10, seconds=300),
        Limit(key=f"login:address:{address}", tries=10, seconds=300),
        Limit(key="login:all", tries=1000, seconds=300),
    ]
