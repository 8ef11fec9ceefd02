"""Acts on many records of a list: what each is called, what it asks, what it says will happen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from shop_admin.console.forms.bulk import BulkForm
from shop_admin.language import N_, ngettext
from shop_admin.permissions import Permission
from shop_admin.services import bulk
from shop_admin.services.bulk import BulkInput

Sentence = Callable[[int], str]


@dataclass(frozen=True, kw_only=True)
class Begun:
    """What was asked for: on how many records, where it is watched, what would undo it."""

    count: int
    href: str
    undo: str = ""


Beginning = Callable[[Any, "BulkAct", Sequence[UUID], dict[str, Any]], Begun]


def by_job(view: Any, act: "BulkAct", ids: Sequence[UUID], values: dict[str, Any]) -> Begun:
    """Ask for the act as a bulk job."""
    given = BulkInput(
        act=act.name, list_name=view.endpoint, noun=view.model.__tablename__, values=values
    )
    job = bulk.ask(view.actor, given, ids)
    undo = f"{url_for('bulk.undo_view')}|{job.id}" if bulk.ACTS[act.name].is_undoable else ""
    href = url_for("bulk.details_view", job_id=job.id)
    return Begun(count=job.total_count, href=href, undo=undo)


@dataclass(frozen=True, kw_only=True)
class BulkAct:
    """One thing to do with the chosen records of a list.

    `label` is its button's, `title` its progress page's; `says` tells what will happen to how
    many before it is done, `begun` that it is being done; `yes` is what its dialog's button says,
    where that is not the label. Without a permission it needs what
    changes a record of this list. `start` asks for it, in a transaction.
    """

    name: str
    label: str
    title: Sentence
    says: Sentence
    begun: Sentence
    yes: str = ""
    form: type[BulkForm] = BulkForm
    permission: Permission | None = None
    icon: str = ""
    tone: str = "main"
    most: int = bulk.MOST
    start: Beginning = by_job


REMOVE = BulkAct(
    name="remove",
    label=N_("Move to the bin"),
    icon="bin",
    tone="danger",
    title=lambda count: ngettext(
        "Move %(number)s record to the bin", "Move %(number)s records to the bin", count
    ),
    says=lambda count: ngettext(
        "%(number)s record goes to the bin, from where it can be restored.",
        "%(number)s records go to the bin, from where they can be restored.",
        count,
    ),
    begun=lambda count: ngettext(
        "%(number)s record goes to the bin.", "%(number)s records go to the bin.", count
    ),
)
RESTORE = BulkAct(
    name="restore",
    label=N_("Restore"),
    icon="undo",
    title=lambda count: ngettext("Restore %(number)s record", "Restore %(number)s records", count),
    says=lambda count: ngettext(
        "%(number)s record comes back out of the bin.",
        "%(number)s records come back out of the bin.",
        count,
    ),
    begun=lambda count: ngettext(
        "%(number)s record comes back.", "%(number)s records come back.", count
    ),
)
UNDO = BulkAct(
    name="undo",
    label=N_("Undo"),
    icon="undo",
    title=lambda count: ngettext("Undo: %(number)s record", "Undo: %(number)s records", count),
    says=lambda count: ngettext(
        "%(number)s record gets back what was changed.",
        "%(number)s records get back what was changed.",
        count,
    ),
    begun=lambda count: ngettext(
        "%(number)s record is put back.", "%(number)s records are put back.", count
    ),
)
