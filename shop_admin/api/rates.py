"""How often one address may call, counted in the memory of each process.

Logins are counted in the database instead, where all processes and restarts share the count.
"""

import time
from dataclasses import dataclass

from flask import Flask, Response, current_app, g
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from shop_admin import wiring
from shop_admin.errors import TooMany

EXTENSION = "shop_admin.api.rates"


@dataclass(frozen=True, kw_only=True)
class Rate:
    """So many calls a minute from one address."""

    name: str
    per_minute: int

    def item(self) -> RateLimitItemPerMinute:
        """Return the limit in the counter's terms."""
        return RateLimitItemPerMinute(self.per_minute)


BROWSING = Rate(name="browsing", per_minute=1200)
CHECKOUT = Rate(name="checkout", per_minute=120)
WRONG_SECRETS = Rate(name="wrong_secrets", per_minute=20)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where an address stands after this call; the answer's headers say so."""

    limit: int
    remaining: int
    reset: int


def install(app: Flask) -> None:
    """Give the application counters of its own."""
    app.extensions[EXTENSION] = FixedWindowRateLimiter(MemoryStorage())


def count(rate: Rate) -> None:
    """Count one call. Raises TooMany above the limit."""
    g.pop("rate", None)
    if not wiring.parts().settings.rate_limits:
        return
    allowed = _counter().hit(rate.item(), rate.name, wiring.client_address())
    g.rate = _standing(rate)
    if not allowed:
        raise _too_many(g.rate.reset)


def refuse_guessing() -> None:
    """Refuse an address that tried too many wrong secrets. Raises TooMany."""
    if not wiring.parts().settings.rate_limits:
        return
    if not _counter().test(WRONG_SECRETS.item(), WRONG_SECRETS.name, wiring.client_address()):
        g.rate = _standing(WRONG_SECRETS)
        raise _too_many(g.rate.reset)


def count_wrong_secret() -> None:
    """Count a secret that opened nothing."""
    if wiring.parts().settings.rate_limits:
        _counter().hit(WRONG_SECRETS.item(), WRONG_SECRETS.name, wiring.client_address())


def tell(response: Response) -> Response:
    """Write where the caller stands into the answer's headers."""
    standing: Standing | None = g.get("rate")
    if standing is not None:
        response.headers["RateLimit-Limit"] = str(standing.limit)
        response.headers["RateLimit-Remaining"] = str(standing.remaining)
        response.headers["RateLimit-Reset"] = str(standing.reset)
    return response


def _standing(rate: Rate) -> Standing:
    window = _counter().get_window_stats(rate.item(), rate.name, wiring.client_address())
    reset = max(1, round(window.reset_time - time.time()))
    return Standing(limit=rate.per_minute, remaining=max(0, window.remaining), reset=reset)


def _counter() -> FixedWindowRateLimiter:
    counter: FixedWindowRateLimiter = current_app.extensions[EXTENSION]
    return counter


def _too_many(wait: int) -> TooMany:
    return TooMany(f"Too many requests. Try again in {wait} seconds.", retry_after=wait)
