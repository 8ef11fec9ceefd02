import itertools
import random
from decimal import Decimal

import telling
from flask import Flask
from orders_of_events import ALL, KINDS, final_states


def _orders() -> list[tuple[int, ...]]:
    """Return all that begins with one of nine beginnings of three: each message is first once."""
    dice = random.Random(7)
    beginnings = {(first, *dice.sample(sorted({*range(7)} - {first}), 2)) for first in range(7)}
    while len(beginnings) < 9:
        beginnings.add(tuple(dice.sample(range(len(KINDS)), 3)))
    return [one for one in ALL if one[:3] in beginnings]


def test_two_hundred_orders_of_seven_messages_told_twice_end_in_one_state(app: Flask) -> None:
    orders = _orders()
    assert len(orders) == 9 * len(list(itertools.permutations(range(4)))) > 200
    sale = telling.sell()

    states = final_states(sale, orders)

    assert len(states) == 1
    (state,) = states
    status, refunded, transaction, is_paid, order, reserved, *_, asked = state
    assert (status, refunded, is_paid) == ("PARTIALLY_REFUNDED", Decimal(25), True)
    assert transaction == f"pay_{sale.payment_id.hex}"
    assert (order, reserved, asked) == ("PAID", None, 1)
    kinds = sorted(part[0] for part in state if isinstance(part, tuple) and len(part[0]) > 4)
    assert kinds == ["AUTHORIZED", "CAPTURED", "CREATED", "DISPUTED", "FAILED", *["REFUNDED"] * 2]
