"""The sums behind the tax report: of the documents, and of the tax lines on their papers."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import CTE, CompoundSelect, Select

from shop_admin.models.invoices import Invoice
from shop_admin.permissions import Actor
from shop_admin.queries.register import Clause, destination, entries, numeric
from shop_admin.queries.visibility import visible

OF = ("currency", "kind", "country", "rate", "name")


def taxed(actor: Actor, *clauses: Clause) -> CompoundSelect[Any]:
    """Return the select of three kinds of sums, in one statement, so that all see one moment.

    First those of the documents by what they say of themselves, without a rate; then those of
    the tax lines on their papers, by rate; then the parts of the taxes, with a `part_rate` too.
    """
    line = _lines(actor, *clauses)
    return sa.union_all(_by_document(actor, *clauses), _by_rate(line), _by_part(line))


def _by_document(actor: Actor, *clauses: Clause) -> Select[Any]:
    return (
        sa.select(
            Invoice.currency,
            Invoice.kind,
            _no(sa.Text, "country"),
            _no(sa.Numeric, "rate"),
            _no(sa.Text, "name"),
            _no(sa.Numeric, "part_rate"),
            _no(sa.Text, "part_name"),
            sa.func.count().label("count"),
            sa.func.sum(Invoice.amount - Invoice.tax_amount).label("net"),
            sa.func.sum(Invoice.tax_amount).label("tax"),
        )
        .where(*visible(Invoice, actor), *clauses)
        .group_by(Invoice.currency, Invoice.kind)
    )


def _no(kind: type[Any], name: str) -> Any:
    return sa.cast(sa.null(), kind).label(name)


def _by_rate(line: CTE) -> Select[Any]:
    of = [line.c[name] for name in OF]
    return sa.select(
        *of,
        _no(sa.Numeric, "part_rate"),
        _no(sa.Text, "part_name"),
        sa.func.count(),
        sa.func.sum(line.c.net),
        sa.func.sum(line.c.tax),
    ).group_by(*of)


def _by_part(line: CTE) -> Select[Any]:
    part = entries(line.c.components)
    shown = sa.select(
        *(line.c[name] for name in OF),
        line.c.net,
        numeric(part["rate"]).label("part_rate"),
        part["name"].astext.label("part_name"),
        numeric(part["amount"]).label("tax"),
    ).subquery()
    of = [shown.c[name] for name in (*OF, "part_rate", "part_name")]
    return sa.select(
        *of, sa.func.count(), sa.func.sum(shown.c.net), sa.func.sum(shown.c.tax)
    ).group_by(*of)


def _lines(actor: Actor, *clauses: Clause) -> CTE:
    # OFFSET 0 keeps the planner from unpacking a snapshot once for each thing read from it.
    paper = (
        sa.select(Invoice.currency, Invoice.kind, Invoice.snapshot["paper"].label("paper"))
        .where(*visible(Invoice, actor), *clauses)
        .offset(0)
        .subquery()
    )
    entry = entries(paper.c.paper["taxes"])
    return sa.select(
        paper.c.currency,
        paper.c.kind,
        destination(paper.c.paper).label("country"),
        numeric(entry["rate"]).label("rate"),
        entry["name"].astext.label("name"),
        numeric(entry["net"]).label("net"),
        numeric(entry["tax"]).label("tax"),
        entry["components"].label("components"),
    ).cte("tax_lines")
