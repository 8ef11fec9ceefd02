"""What becomes of an order in the demo world: its steps, from the way it is paid to its end."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shop_admin.demo.rhythm import office_moment

ONLINE, TRANSFER, CASH = "sandbox", "bank_transfer", "cash_on_delivery"
# What a store's customers are used to: to pay online, by transfer, on delivery.
HABITS = {"berlin": (52, 33, 15), "paris": (68, 12, 20), "mumbai": (42, 6, 52)}
TERMS = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class PlannedStep:
    """Something that happens to an order, and when; `deeds` knows what each state means."""

    state: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """What the story of an order follows from; `items` is how many lines it has."""

    method: str
    at: datetime
    items: int
    held: timedelta


def story(chance: random.Random, start: Beginning) -> list[PlannedStep]:
    """Return all that will ever happen to an order; the caller cuts what lies ahead."""
    match start.method:
        case "sandbox":
            steps = list(_online(chance, start))
        case "bank_transfer":
            steps = list(_transfer(chance, start))
        case _:
            steps = list(_on_delivery(chance, start))
    return sorted(steps, key=lambda step: step.at)


def status_after(method: str, steps: Sequence[PlannedStep]) -> str:
    """Return the order's status after these steps."""
    status = "PENDING" if method == ONLINE else "PLACED"
    for step in steps:
        status = _next(status, step.state)
    return status


def _next(status: str, state: str) -> str:
    if state in ("PAID", "CAPTURED"):
        return "PAID" if status in ("PENDING", "PLACED") else status
    if state == "SWITCHED":
        return "PLACED"
    if state in ("EXPIRED", "WITHDRAWN", "CANCELLED"):
        return "CANCELLED"
    return state if state in ("SHIPPED", "COMPLETED") else status


def _online(chance: random.Random, start: Beginning) -> Iterator[PlannedStep]:
    paid_at = start.at + timedelta(seconds=chance.randint(40, 240))
    luck = chance.random()
    if luck < 0.10:
        yield _step("EXPIRED", start.at + start.held + timedelta(seconds=chance.randint(2, 58)))
        return
    if luck < 0.18:
        # The first card is refused, the second one is not.
        yield _step("FAILED", paid_at)
        yield _step("RETRIED", paid_at + timedelta(seconds=chance.randint(20, 90)))
        paid_at += timedelta(seconds=chance.randint(120, 400))
    elif luck < 0.21:
        yield _step("SWITCHED", paid_at)
        paid_at = office_moment(chance, paid_at, chance.randint(1, 3))
        yield _step("PAID", paid_at)
        yield from _sent(chance, start, paid_at)
        return
    yield _step("CAPTURED", paid_at)
    yield from _sent(chance, start, paid_at)


def _transfer(chance: random.Random, start: Beginning) -> Iterator[PlannedStep]:
    luck = chance.random()
    if luck < 0.06:
        yield _step("EXPIRED", start.at + TERMS + timedelta(seconds=chance.randint(2, 58)))
    elif luck < 0.10:
        yield _step("CANCELLED", office_moment(chance, start.at, 1))
    elif luck < 0.20:
        # Known customers are sent their parcel on trust; some take their time, some for ever.
        sent_at = office_moment(chance, start.at, 1)
        yield _step("SHIPPED", sent_at)
        if luck < 0.15:
            yield _step("PAID", office_moment(chance, sent_at, chance.randint(4, 20)))
    else:
        paid_at = office_moment(chance, start.at, chance.choice((1, 1, 2, 3, 4)))
        yield _step("PAID", paid_at)
        yield from _sent(chance, start, paid_at)


def _on_delivery(chance: random.Random, start: Beginning) -> Iterator[PlannedStep]:
    luck = chance.random()
    if luck < 0.08:
        yield _step("WITHDRAWN", start.at + timedelta(minutes=chance.randint(5, 400)))
        return
    sent_at = office_moment(chance, start.at, chance.choice((1, 1, 2)))
    yield _step("SHIPPED", sent_at)
    paid_at = office_moment(chance, sent_at, chance.choice((2, 3, 4)))
    yield _step("PAID", paid_at)
    yield _step("COMPLETED", paid_at + timedelta(minutes=chance.randint(4, 90)))
    yield from _given_back(chance, paid_at)


def _sent(chance: random.Random, start: Beginning, paid_at: datetime) -> Iterator[PlannedStep]:
    ready_at = office_moment(chance, paid_at, chance.choice((0, 1, 1, 1, 2)))
    if start.items > 1 and chance.random() < 0.12:
        yield _step("PARCEL", ready_at)
        ready_at = office_moment(chance, ready_at, chance.randint(2, 6))
    yield _step("SHIPPED", ready_at)
    done_at = office_moment(chance, ready_at, chance.choice((2, 3, 4, 5)))
    yield _step("COMPLETED", done_at)
    yield from _given_back(chance, done_at)


def _given_back(chance: random.Random, after: datetime) -> Iterator[PlannedStep]:
    """Yield the steps of a return: part of the money or all of it, mostly sent back soon."""
    luck = chance.random()
    if luck >= 0.07:
        return
    asked_at = office_moment(chance, after, chance.randint(2, 9))
    yield _step("REFUND_ALL" if luck < 0.02 else "REFUND_PART", asked_at)
    if luck < 0.06:
        yield _step("REFUNDED", office_moment(chance, asked_at, 1))


def _step(state: str, at: datetime) -> PlannedStep:
    return PlannedStep(state=state, at=at)
