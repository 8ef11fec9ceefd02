"""What can be done with many records at once: whose right it needs, and which service does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import inspect

from shop_admin.models.mixins import Editable
from shop_admin.permissions import Actor, Permission
from shop_admin.queries.visibility import find, get_locked
from shop_admin.services import orders, payments, records
from shop_admin.services.bulk import products
from shop_admin.services.bulk.task import DONE, Outcome, Task, Values

MODELS: Mapping[str, type[Editable]] = MappingProxyType(
    {str(inspect(model).local_table): model for model in records.CHANGES}
)
"""What can be worked on in bulk, by its table's name."""
UNDO = "undo"


def _nothing(values: Values) -> None:
    """Accept: there is nothing to say besides the act."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing to do with each record: `run` does it, in its own service, to one of them.

    Without a permission it asks for what changes a record of the kind, see records.CHANGES.
    `is_removed`: the records are in the bin. `is_undoable`: what it changed can be put back.
    """

    run: Callable[[Actor, Task], Outcome]
    nouns: frozenset[str] = frozenset(MODELS)
    permission: Permission | None = None
    check: Callable[[Values], None] = _nothing
    is_removed: bool = False
    is_undoable: bool = False


def _ship(actor: Actor, task: Task) -> Outcome:
    orders.ship_order(actor, task.record_id)
    return DONE


def _complete(actor: Actor, task: Task) -> Outcome:
    orders.complete_order(actor, task.record_id)
    return DONE


def _mark_paid(actor: Actor, task: Task) -> Outcome:
    payments.mark_paid(actor, task.record_id)
    return DONE


def _remove(actor: Actor, task: Task) -> Outcome:
    records.remove(actor, task.model, task.record_id)
    return Outcome(was={"is_deleted": False}, is_now={"is_deleted": True})


def _restore(actor: Actor, task: Task) -> Outcome:
    records.restore(actor, task.model, task.record_id)
    return Outcome(was={"is_deleted": True}, is_now={"is_deleted": False})


def _undo(actor: Actor, task: Task) -> Outcome:
    wanted = task.is_now or {}
    if "is_deleted" not in wanted:
        return products.put_back(actor, task)
    # Whoever brought it back, or put it away, since then has decided anew.
    is_removed = not wanted["is_deleted"]
    if find(task.model, actor, task.record_id, removed=is_removed) is None:
        get_locked(task.model, actor, task.record_id, removed=not is_removed)
        raise products.changed_since()
    return _restore(actor, task) if is_removed else _remove(actor, task)


_ORDERS = frozenset({"orders"})
_PRODUCTS = frozenset({"products"})
_WORK, _COLLECT = Permission.ORDER_WORK, Permission.ORDER_COLLECT
_EDIT = Permission.CATALOG_EDIT

ACTS: Mapping[str, Act] = MappingProxyType(
    {
        "ship": Act(run=_ship, nouns=_ORDERS, permission=_WORK),
        "complete": Act(run=_complete, nouns=_ORDERS, permission=_WORK),
        "mark_paid": Act(run=_mark_paid, nouns=_ORDERS, permission=_COLLECT),
        "status": Act(
            run=products.change_status,
            nouns=_PRODUCTS,
            permission=_EDIT,
            check=products.check_status,
            is_undoable=True,
        ),
        "price": Act(
            run=products.change_price,
            nouns=_PRODUCTS,
            permission=_EDIT,
            check=products.check_price,
            is_undoable=True,
        ),
        "shelf": Act(
            run=products.change_shelf,
            nouns=_PRODUCTS,
            permission=_EDIT,
            check=products.check_shelf,
            is_undoable=True,
        ),
        "threshold": Act(
            run=products.change_threshold,
            nouns=_PRODUCTS,
            permission=_EDIT,
            check=products.check_threshold,
            is_undoable=True,
        ),
        "remove": Act(run=_remove, is_undoable=True),
        "restore": Act(run=_restore, is_removed=True, is_undoable=True),
        UNDO: Act(run=_undo),
    }
)
