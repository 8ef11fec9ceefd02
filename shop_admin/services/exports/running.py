"""A worker's part of an export: begun, counted along, then finished or failed, once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from shop_admin import clock
from shop_admin.db import db
from shop_admin.errors import Forbidden, NotFound, ShopError
from shop_admin.language import N_, _
from shop_admin.models.exports import Export
from shop_admin.models.stores import Store
from shop_admin.permissions import IDENTITY, Actor
from shop_admin.queries.visibility import find, get_locked
from shop_admin.services.exports.given import Contents, contents_of, right_to
from shop_admin.services.owners import owner_of

TRIES = 4
"""How often a worker tries before a person has to ask again."""
LONGEST = 300


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One try of one worker: who it is for, with today's rights, and what goes into the file.

    `stale_key` is where an earlier try may have left a file. `first_month` begins the fiscal year
    of the one store that is exported.
    """

    export_id: UUID
    number: int
    actor: Actor
    contents: Contents
    asked_at: datetime
    key: str
    stale_key: str | None
    first_month: int

    @property
    def is_last(self) -> bool:
        """Tell whether nothing is tried again by itself after this."""
        return self.number % TRIES == 0


@dataclass(frozen=True, kw_only=True)
class Made:
    """A finished file: its SHA-256 and its size in bytes."""

    sha256: str
    size: int


def begin(export_id: UUID) -> Attempt | None:
    """Begin, or begin again where a worker was killed; None where there is nothing to do.

    Rights are asked anew: whoever lost theirs since gets no file. The session's party sees all.
    """
    found = find(Export, IDENTITY, export_id)
    if found is None:
        return None
    export: Export = get_locked(Export, IDENTITY, export_id)
    if export.status not in ("QUEUED", "RUNNING"):
        return None
    if export.status == "RUNNING" and export.tries and export.tries % TRIES == 0:
        _fail(
            export, N_("The worker ended before it was done, each time. Ask for a shorter period.")
        )
        return None
    contents = contents_of(export)
    try:
        actor = _owner(export, contents)
    except ShopError as refused:
        _fail(export, refused.message)
        return None
    return _attempt(export, contents, actor)


def note_progress(attempt: Attempt, done: int) -> None:
    """Write down how many documents are in the file by now."""
    db.session.execute(
        sa.update(Export)
        .where(
            Export.id == attempt.export_id,
            Export.tries == attempt.number,
            Export.status == "RUNNING",
        )
        .values(done_count=done)
    )


def finish(attempt: Attempt, made: Made) -> bool:
    """Write down what was made; False where another try has taken over, whose file counts."""
    export: Export = get_locked(Export, IDENTITY, attempt.export_id)
    if not _is_current(export, attempt):
        return False
    export.finished_at = clock.now(db.session())
    export.status, export.problem = "DONE", ""
    export.sha256, export.size = made.sha256, made.size
    export.done_count = attempt.contents.count
    return True


def note_failure(attempt: Attempt, error: Exception) -> None:
    """Write down why a try failed, in a sentence: what is refused in its words, a crash by kind."""
    export: Export = get_locked(Export, IDENTITY, attempt.export_id)
    if not _is_current(export, attempt):
        return
    if isinstance(error, ShopError):
        sentence = error.message
    else:
        sentence = _(
            "Something unexpected went wrong (%(kind)s). The log says more.",
            kind=type(error).__name__,
        )
    if attempt.is_last:
        _fail(export, sentence)
    else:
        export.status, export.problem = "QUEUED", sentence[:LONGEST]


def _attempt(export: Export, contents: Contents, actor: Actor) -> Attempt:
    stale_key = export.key
    export.status, export.problem, export.done_count = "RUNNING", "", 0
    export.tries += 1
    export.key = f"exports/{export.id}/{export.tries}.{contents.format.suffix}"
    db.session.flush()
    store = db.session.get(Store, export.store_id) if export.store_id else None
    return Attempt(
        export_id=export.id,
        number=export.tries,
        actor=actor,
        contents=contents,
        asked_at=export.cdate,
        key=export.key,
        stale_key=stale_key,
        first_month=store.fiscal_year_start if store else 1,
    )


def _owner(export: Export, contents: Contents) -> Actor:
    """Return who asked, as they are now. Raises Forbidden where they may no longer have it."""
    refusal = Forbidden(N_("Whoever asked for this may no longer export these stores."))
    actor = owner_of(export.user_id)
    if actor is None:
        raise refusal
    try:
        actor.require_somewhere(right_to(export))
        for store_id in contents.stores:
            actor.require(right_to(export), store_id)
    except (Forbidden, NotFound):
        raise refusal from None
    return actor


def _is_current(export: Export, attempt: Attempt) -> bool:
    return export.status == "RUNNING" and export.tries == attempt.number


def _fail(export: Export, sentence: str) -> None:
    export.finished_at = clock.now(db.session())
    export.status, export.problem = "FAILED", sentence[:LONGEST]
