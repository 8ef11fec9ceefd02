"""The books after the fire, looked at from outside: each count is of what must not be."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random
from typing import Any

from fire.installation import Installation, looking_at
from fire.ledger import read_entries
from fire.load import Run
from fire.wire import Line, Tally
from shop_admin.jobs import checks

Rows = list[tuple[Any, ...]]
Ask = Callable[[str], Rows]

# What was sold and not given back, counted on the orders themselves.
SOLD = """
    SELECT items.product_id::text, sum(items.quantity)::int
    FROM order_items AS items JOIN orders ON orders.id = items.order_id
    WHERE orders.status <> 'CANCELLED' GROUP BY 1
"""
LEFT = "SELECT id::text, inventory_count FROM products"
HALF = """
    SELECT orders.number FROM orders
    WHERE NOT EXISTS (SELECT 1 FROM order_items WHERE order_id = orders.id)
       OR NOT EXISTS (SELECT 1 FROM payments WHERE order_id = orders.id)
       OR EXISTS (
            SELECT 1 FROM order_items AS items
            LEFT JOIN (SELECT order_id, product_id, sum(delta) AS delta FROM stock_movements
                       GROUP BY 1, 2) AS moved USING (order_id, product_id)
            WHERE items.order_id = orders.id GROUP BY items.product_id, moved.delta
            HAVING coalesce(moved.delta, 0)
                <> CASE orders.status WHEN 'CANCELLED' THEN 0 ELSE -sum(items.quantity) END)
"""
UNINVOICED = """
    SELECT orders.number FROM orders
    LEFT JOIN invoices ON invoices.order_id = orders.id AND invoices.kind = 'INVOICE'
    LEFT JOIN invoice_files AS files ON files.invoice_id = invoices.id
    WHERE orders.status IN ('PAID', 'SHIPPED', 'COMPLETED')
    GROUP BY orders.id HAVING count(invoices.id) <> 1 OR count(files.id) <> 1
"""
GAPS = """
    SELECT series_id, number FROM (
        SELECT series_id, number, lag(number, 1, 0) OVER (PARTITION BY series_id ORDER BY number)
            AS before FROM invoices) AS numbered WHERE number <> before + 1
"""
PAID_ONLINE = """
    SELECT payments.id::text, (amount * 100)::int FROM payments
    WHERE payment_method = 'stripe' AND paid_at IS NOT NULL
"""
PAID_TWICE = """
    SELECT order_id FROM payments WHERE payment_method = 'stripe' AND paid_at IS NOT NULL
    GROUP BY order_id HAVING count(*) > 1
"""
REFUNDED_ONLINE = """
    SELECT refunds.id::text, (refunds.amount * 100)::int FROM refunds
    JOIN payments ON payments.id = refunds.payment_id
    WHERE payment_method = 'stripe' AND refunds.status = 'DONE'
"""
# What comes round by itself is done by the next one.
JOBS = """
    SELECT task_name, status FROM procrastinate_jobs
    WHERE status <> 'succeeded' AND queueing_lock IS NULL
"""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What must not be, and how often it is."""

    name: str
    count: int
    examples: str = ""


def findings(shop: Installation, run: Run) -> list[Finding]:
    """Look at everything; a finding of each kind, those of count 0 too."""
    with looking_at(shop) as cursor:

        def ask(statement: str) -> Rows:
            cursor.execute(statement)
            return cursor.fetchall()

        found = [*_stock(ask, run), *_orders(ask, run), *_money(ask, shop), *_papers(ask)]
    found.append(_replays(shop, run))
    found.append(_finding("buyers who gave up", [None] * run.tally.counts["buyers who gave up"]))
    return [*found, *_invariants(shop)]


def _stock(ask: Ask, run: Run) -> Iterator[Finding]:
    sold = dict(ask(SOLD))
    there = {str(product): count for product, count in run.shelves.stock.items()}
    over = [product for product, number in sold.items() if number > there[product]]
    yield _finding("products oversold", over)
    wrong = [
        product for product, left in ask(LEFT) if there[product] - sold.get(product, 0) != left
    ]
    yield _finding("products whose stock is not what was sold", wrong)


def _orders(ask: Ask, run: Run) -> Iterator[Finding]:
    states = dict(ask("SELECT id::text, status FROM orders"))
    told = {_order_of(one.reply) for one in run.notes.told if one.status in (200, 201)}
    yield _finding("acknowledged orders lost", told - states.keys())
    yield _finding("orders that nobody was told of", states.keys() - told)
    paid = {row[0] for row in ask("SELECT order_id::text FROM payments WHERE paid_at IS NOT NULL")}
    yield _finding("confirmed payments lost", run.notes.deeds.get("paid", set()) - paid)
    cancelled = run.notes.deeds.get("cancelled", set())
    yield _finding(
        "confirmed cancellations lost",
        [one for one in cancelled if states.get(one) != "CANCELLED" and one not in paid],
    )
    yield _finding("orders without items, payment or stock moved", ask(HALF))


def _money(ask: Ask, shop: Installation) -> Iterator[Finding]:
    charged = read_entries(shop.ledger, "charges")
    times = Counter(entry.payment_id for entry in charged)
    yield _finding("payments charged twice", [one for one, number in times.items() if number > 1])
    at_provider = {(entry.payment_id, entry.amount) for entry in charged}
    yield _finding("charges that are not our payments", at_provider ^ set(ask(PAID_ONLINE)))
    yield _finding("orders charged twice", ask(PAID_TWICE))
    back = {(entry.key, entry.amount) for entry in read_entries(shop.ledger, "refunds")}
    yield _finding("refunds that are not the provider's", back ^ set(ask(REFUNDED_ONLINE)))


def _papers(ask: Ask) -> Iterator[Finding]:
    yield _finding("gaps in invoice series", ask(GAPS))
    yield _finding("paid orders without their one invoice and file", ask(UNINVOICED))
    yield _finding("jobs not done", ask(JOBS))


def _replays(shop: Installation, run: Run) -> Finding:
    """Ask once more with every key: the same bytes must come."""
    with ThreadPoolExecutor(8) as pool:
        shares = [run.notes.told[number::8] for number in range(8)]
        wrong = [
            one for share in pool.map(lambda told: _differing(shop, told), shares) for one in share
        ]
    return _finding("replays that differ", wrong)


def _differing(shop: Installation, told: list[Any]) -> list[str]:
    line = Line(shop.url, Tally(), Random(0))
    wrong = []
    for one in told:
        answer = line.ask("POST", one.path, one.request, one.headers())
        if (answer.status, answer.body) != (one.status, one.reply):
            wrong.append(one.key)
    line.close()
    return wrong


def _invariants(shop: Installation) -> Iterator[Finding]:
    with shop.app.test_request_context():
        report = checks.run(every_file=True)
    for found in report.findings:
        notes = "; ".join(f"{one['id']} {one['note']}" for one in found.examples[:3])
        yield Finding(name=f"{found.code} broken", count=found.count, examples=notes)


def _order_of(reply: bytes) -> str:
    # The body begins with the order's id.
    return reply[7:43].decode()


def _finding(name: str, wrong: Any) -> Finding:
    wrong = sorted(map(str, wrong))
    return Finding(name=name, count=len(wrong), examples="; ".join(wrong[:3]))
