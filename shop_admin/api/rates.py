"""How often one address may call.

Checkouts and wrong secrets are counted in the database, for all processes together, as logins
are; browsing in the memory of each process, where counting costs nothing.
"""

import time
from dataclasses import dataclass
from functools import cached_property

from flask import Flask, Response, current_app, g
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from shop_admin import wiring
from shop_admin.db import acting_as, transaction
from shop_admin.errors import TooMany
from shop_admin.permissions import IDENTITY
from shop_admin.services import throttle

EXTENSION = "shop_admin.api.rates"
SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Rate:
    """So many calls a minute from one address."""

    name: str
    per_minute: int
    is_shared: bool = False

    @cached_property
    def item(self) -> RateLimitItemPerMinute:
        """Return the limit in the counter's terms."""
        return RateLimitItemPerMinute(self.per_minute)


BROWSING = Rate(name="browsing", per_minute=1200)
CHECKOUT = Rate(name="checkout", per_minute=120, is_shared=True)
WRONG_SECRETS = Rate(name="wrong_secrets", per_minute=20, is_shared=True)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where an address stands after this call; the answer's headers say so."""

    limit: int
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        """Return what the answer's headers say."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }


def install(app: Flask) -> None:
    """Give the application counters of its own."""
    app.extensions[EXTENSION] = FixedWindowRateLimiter(MemoryStorage())


def count(rate: Rate) -> None:
    """Count one call. Raises TooMany above the limit."""
    g.pop("rate", None)
    if not wiring.parts().settings.rate_limits:
        return
    allowed = _hit_shared(rate) if rate.is_shared else _hit(rate)
    if not allowed:
        raise _too_many(g.rate.reset)


def refuse_guessing() -> None:
    """Refuse an address that tried too many wrong secrets. Raises TooMany."""
    if not wiring.parts().settings.rate_limits:
        return
    with acting_as(IDENTITY.db_context()):
        is_over = throttle.is_over(_limit(WRONG_SECRETS))
    if is_over:
        raise _too_many(SECONDS)


def count_wrong_secret() -> None:
    """Count a secret that opened nothing."""
    if wiring.parts().settings.rate_limits:
        with transaction(IDENTITY.db_context()):
            throttle.tally(_limit(WRONG_SECRETS))


def tell(response: Response) -> Response:
    """Write where the caller stands into the answer's headers."""
    standing: Standing | None = g.get("rate")
    if standing is not None:
        response.headers.update(standing.headers())
    return response


def admit(counter: FixedWindowRateLimiter, rate: Rate, address: str) -> Standing | None:
    """Count a call in this process, unless its address is over the limit already: None."""
    if not counter.test(rate.item, rate.name, address):
        return None
    counter.hit(rate.item, rate.name, address)
    return _standing(counter, rate, address)


def _hit(rate: Rate) -> bool:
    counter: FixedWindowRateLimiter = current_app.extensions[EXTENSION]
    address = wiring.client_address()
    allowed = counter.hit(rate.item, rate.name, address)
    g.rate = _standing(counter, rate, address)
    return allowed


def _standing(counter: FixedWindowRateLimiter, rate: Rate, address: str) -> Standing:
    window = counter.get_window_stats(rate.item, rate.name, address)
    reset = max(1, round(window.reset_time - time.time()))
    return Standing(limit=rate.per_minute, remaining=max(0, window.remaining), reset=reset)


def _hit_shared(rate: Rate) -> bool:
    with transaction(IDENTITY.db_context()):
        seen = throttle.tally(_limit(rate))
    remaining = rate.per_minute - seen.tries
    g.rate = Standing(limit=rate.per_minute, remaining=max(0, remaining), reset=seen.wait)
    return remaining >= 0


def _limit(rate: Rate) -> throttle.Limit:
    key = f"api:{rate.name}:{wiring.client_address()}"
    return throttle.Limit(key=key, tries=rate.per_minute, seconds=SECONDS)


def _too_many(wait: int) -> TooMany:
    return TooMany(f"Too many requests. Try again in {wait} seconds.", retry_after=wait)
