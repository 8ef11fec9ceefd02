"""The figures of a run as a table for people."""

from collections import Counter
from collections.abc import Iterable

from fire.installation import Installation, looking_at
from fire.ledger import read_entries
from fire.load import Run
from fire.verdict import Finding

COUNTED = {
    "orders": "SELECT count(*) FROM orders",
    "of them paid": "SELECT count(DISTINCT order_id) FROM payments WHERE paid_at IS NOT NULL",
    "of them cancelled": "SELECT count(*) FROM orders WHERE status = 'CANCELLED'",
    "payments by the provider": "SELECT count(*) FROM payments WHERE payment_method = 'stripe'"
    " AND paid_at IS NOT NULL",
    "invoices": "SELECT count(*) FROM invoices",
    "jobs": "SELECT count(*) FROM procrastinate_jobs",
    "jobs tried more than once": "SELECT count(*) FROM procrastinate_jobs WHERE attempts > 1",
}


def table(shop: Installation, run: Run, waited: float, found: Iterable[Finding]) -> str:
    """Return what happened and what was found, a line each."""
    rows: dict[str, object] = {
        "checkouts": run.size.checkouts,
        "seconds under fire": round(run.seconds, 1),
        "seconds until all was done": round(waited, 1),
        "processes that died after a commit": shop.own_deaths(),
        "slowest return of the database, s": round(max(run.outages, default=0.0), 2),
    }
    rows |= {name: run.tally.counts[name] for name in sorted(run.tally.counts)}
    with looking_at(shop) as cursor:
        for name, statement in COUNTED.items():
            cursor.execute(statement)
            rows[name] = cursor.fetchall()[0][0]
    rows["charges at the provider"] = len(read_entries(shop.ledger, "charges"))
    rows["refunds at the provider"] = len(read_entries(shop.ledger, "refunds"))
    rows["ends of processes"] = dict(Counter(f"{place[:3]} {code}" for place, code in shop.ends()))
    lines = [
        f"{name:45} {value:>9}" if isinstance(value, int | float) else f"{name:45} {value}"
        for name, value in rows.items()
    ]
    lines += [f"{one.name:45} {one.count:>9}  {one.examples}".rstrip() for one in found]
    return "\n".join(lines)
