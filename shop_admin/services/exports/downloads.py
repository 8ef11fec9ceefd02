"""Finished exports: found by those who may, handed out, and their files pruned in time."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.errors import Conflict, NotFound
from shop_admin.language import _, ngettext
from shop_admin.models.exports import Export
from shop_admin.models.stores import Store
from shop_admin.permissions import Actor
from shop_admin.queries.exports import exports_of
from shop_admin.services import audit
from shop_admin.services.exports.given import SLIPS, Contents, Documents, contents_of, right_to

KEPT_DAYS = 14
_OVER = sa.text(f"shop_now() - interval '{KEPT_DAYS} days'")


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file to hand out: where it lies, what it is called, how large it is."""

    key: str
    name: str
    content_type: str
    size: int


def get_own(actor: Actor, export_id: UUID) -> Export:
    """Return an export of the person (an admin: anybody's), with the rights of this moment.

    Raises NotFound for another person's, and what `Actor.require` raises where one of its stores
    is no longer theirs to export.
    """
    statement = exports_of(actor).where(Export.id == export_id).with_for_update(key_share=True)
    export: Export | None = db.session.scalars(statement).one_or_none()
    if export is None:
        raise NotFound
    for store_id in contents_of(export).stores:
        actor.require(right_to(export), store_id)
    actor.require_somewhere(right_to(export))
    return export


def open_download(actor: Actor, export_id: UUID) -> Download:
    """Write down who takes the file, and return where it lies. Raises NotFound, Conflict."""
    export = get_own(actor, export_id)
    if export.status != "DONE":
        raise Conflict(_("This export is not finished yet."))
    if export.key is None:
        raise Conflict(
            ngettext(
                "Files are kept for %(number)s day. Ask for the export again.",
                "Files are kept for %(number)s days. Ask for the export again.",
                KEPT_DAYS,
            )
        )
    contents = contents_of(export)
    audit.record_event(
        "download",
        "exports",
        store_id=export.store_id,
        record_id=export.id,
        format=_format(contents),
        sha256=export.sha256,
    )
    return Download(
        key=export.key,
        name=_name(contents),
        content_type=contents.format.content_type,
        size=int(export.size or 0),
    )


def list_outdated() -> Collection[tuple[UUID, str]]:
    """Return the exports whose files have been kept long enough, with their keys."""
    statement = sa.select(Export.id, Export.key).where(
        Export.key.is_not(None), sa.func.coalesce(Export.finished_at, Export.cdate) < _OVER
    )
    return [(row.id, row.key) for row in db.session.execute(statement)]


def forget_file(export_id: UUID) -> None:
    """Write down that an export's file is gone; the row stays and says what it was."""
    export = db.session.get_one(Export, export_id)
    export.key = None


def _format(contents: Contents) -> str:
    return contents.given.format if isinstance(contents, Documents) else contents.format_name


def _name(contents: Contents) -> str:
    """Return what the file is called, in letters that every system takes."""
    if not isinstance(contents, Documents):
        head = "packing-slips" if contents.kind == SLIPS else contents.list_name
        return f"{head}.{contents.format.suffix}"
    given = contents.given
    store = db.session.get(Store, given.store_id) if given.store_id else None
    place = store.slug if store else "all-stores"
    period = f"{given.begins_on}-{given.ends_on}"
    # DATEV's programs take files of this beginning only.
    head = "EXTF_" if given.format == "DATEV" else "documents-"
    return f"{head}{place}-{period}.{contents.format.suffix}"
