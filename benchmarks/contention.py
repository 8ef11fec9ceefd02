"""A rush on a stock of one hundred: two processes, many buyers, exactly one hundred sold."""

from collections.abc import Iterator

from benchmarks.checkout import cart_script
from benchmarks.load import rush
from benchmarks.options import Options
from benchmarks.stage import Stage, ours, stage
from benchmarks.table import Result

STOCK, TRIES = 100, 1_000
SOLD = """
    SELECT inventory_count,
        (SELECT coalesce(-sum(delta), 0) FROM stock_movements WHERE reason = 'SALE'),
        (SELECT count(*) FROM orders)
    FROM products
"""


def run(_options: Options) -> Iterator[Result]:
    """Try to buy one piece a time until long after the last; count with the database."""
    with stage(1, stock=STOCK) as place, ours(place) as server:
        script = cart_script(place, "/api/orders/", items=1)
        seen = rush(f"{server.url}/api/orders/", script=script, at_least=TRIES)
        left, taken, orders = _books(place)
    is_right = (left, taken, orders) == (0, STOCK, STOCK) and not seen.broken
    yield Result(
        name=f"stock of {STOCK}, {seen.tries} tries by 16 at once",
        figure=f"{orders} orders",
        goal=f"exactly {STOCK}, no 5xx: {'kept' if is_right else f'BROKEN, {seen.broken} 5xx'}",
    )


def _books(place: Stage) -> tuple[int, int, int]:
    with place.as_owner() as cursor:
        cursor.execute(SOLD)
        left, taken, orders = cursor.fetchone()
        return int(left), int(taken), int(orders)
