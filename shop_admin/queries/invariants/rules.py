"""All invariants of the installation, in the order of their numbers."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from shop_admin.queries.invariants import papers, sales
from shop_admin.queries.invariants.borders import borders
from shop_admin.queries.invariants.invariant import Invariant
from shop_admin.queries.invariants.trail import trail


def all_invariants(session: Session) -> Iterator[Invariant]:
    """Stream the invariants; two of them are made of the keys and tables that there are now."""
    yield from (sales.STOCK, sales.ACKNOWLEDGED, sales.CHARGES, sales.PAID, sales.TOTALS)
    yield from (sales.REFUNDS, papers.INVOICED, papers.SERIES, papers.JOBS, papers.FILED)
    yield borders(session)
    yield trail(session)
    yield papers.TAXED
    yield sales.DAYS
