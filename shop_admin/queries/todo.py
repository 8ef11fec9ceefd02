"""What waits for somebody: how many of each, counted up to a limit, all in one statement."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import add
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from shop_admin.db import db
from shop_admin.models.catalog import Product
from shop_admin.models.checks import Check
from shop_admin.models.inbox import ProviderEvent, ProviderEventResult
from shop_admin.models.orders import Order
from shop_admin.models.payments import Refund
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import reports
from shop_admin.queries.seers import KEPT, Seer, seer_of
from shop_admin.queries.visibility import visible

MOST = 1_000
"""More than so many are not counted: it makes no difference to what is done next."""
IS_DRAFT = Order.status == "DRAFT"
IS_OWED = Refund.status != "DONE"

_FAILED_JOBS = sa.text(
    f"SELECT 1 FROM procrastinate_jobs WHERE status = 'failed' LIMIT {MOST + 1}"  # noqa: S608
)


@dataclass(frozen=True, kw_only=True)
class Wait:
    """Work of one kind: the records that wait, and who is to know of them.

    What waits for several reasons is counted by each: the planner would read all for one of both.
    """

    model: Any
    clauses: Sequence[ColumnElement[bool]]
    permission: Permission


def of_stores() -> Mapping[str, Wait]:
    """Return the work of stores."""
    return {
        "pack": Wait(model=Order, clauses=reports.ways_to_pack(), permission=Permission.ORDER_VIEW),
        "collect": Wait(
            model=Order, clauses=(reports.is_unpaid(),), permission=Permission.ORDER_VIEW
        ),
        "drafts": Wait(model=Order, clauses=(IS_DRAFT,), permission=Permission.ORDER_VIEW),
        "refund": Wait(model=Refund, clauses=(IS_OWED,), permission=Permission.PAYMENT_VIEW),
        "low": Wait(model=Product, clauses=(reports.is_low(),), permission=Permission.STOCK_MOVE),
    }


def count_work(actor: Actor, stores: Collection[UUID]) -> Mapping[str, int]:
    """Return how much of each kind waits in these stores, for what the actor may see.

    A count past MOST says that there are more.
    """
    statement = _counts(seer_of(actor), frozenset(stores))
    if statement is None:
        return {}
    return dict(db.session.execute(statement).mappings().one())


@lru_cache(maxsize=KEPT)
def _counts(seer: Seer, stores: frozenset[UUID]) -> Any:
    """Return the select of all counts, None where nothing is counted."""
    columns = []
    for name, wait in of_stores().items():
        within = [one for one in stores if seer.actor.may(wait.permission, one)]
        if within:
            parts = [_counted(one) for one in _waiting(seer.actor, wait, within)]
            columns.append(reduce(add, parts).label(name))
    if seer.actor.may(Permission.SETTINGS):
        columns += _of_installation()
    return sa.select(*columns) if columns else None


def _waiting(actor: Actor, wait: Wait, stores: Collection[UUID]) -> list[Any]:
    within = (*visible(wait.model, actor), wait.model.store_id.in_(stores))
    return [sa.select(sa.literal(1)).where(*within, clause) for clause in wait.clauses]


def _counted(statement: Any) -> Any:
    some = statement.limit(MOST + 1).subquery()
    return sa.select(sa.func.count()).select_from(some).scalar_subquery()


def _of_installation() -> list[Any]:
    """Return what an admin looks after: jobs, the last check, messages of providers."""
    answered = sa.exists().where(
        ProviderEventResult.event_id == ProviderEvent.id,
        ProviderEventResult.outcome.in_(("HANDLED", "IGNORED")),
    )
    messages = sa.select(sa.literal(1)).select_from(ProviderEvent).where(~answered)
    broken = sa.select(Check.broken).order_by(Check.id.desc()).limit(1).scalar_subquery()
    jobs = _FAILED_JOBS.columns(sa.column("one", sa.Integer())).subquery()
    failed = sa.select(sa.func.count()).select_from(jobs).scalar_subquery()
    return [
        failed.label("jobs"),
        sa.func.coalesce(broken, 0).label("checks"),
        _counted(messages).label("messages"),
    ]
