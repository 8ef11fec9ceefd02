"""The check of the stored data: every invariant looked at, files compared, the run written down."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from shop_admin import clock
from shop_admin.db import db
from shop_admin.language import N_
from shop_admin.models.checks import Check
from shop_admin.providers.storage.base import MissingFile, Storage
from shop_admin.queries.invariants import Finding, all_invariants, look
from shop_admin.queries.invariants.invariant import EXAMPLES
from shop_admin.services import seals

# The check reads whole tables: what is too long for a page is right for the night.
_PATIENCE = sa.text("SET LOCAL statement_timeout = '15min'")
SAMPLE = 200
_STORED = """
    SELECT id::text AS id, key, sha256, cdate FROM (
        SELECT id, key, sha256, cdate FROM invoice_files
        UNION ALL SELECT id, image, sha256, cdate FROM product_images
        UNION ALL SELECT id, thumbnail, NULL, cdate FROM product_images
        UNION ALL SELECT id, logo, NULL, cdate FROM stores WHERE logo IS NOT NULL
        UNION ALL SELECT id, key, sha256, finished_at FROM exports
            WHERE key IS NOT NULL AND status = 'DONE'
    ) AS stored
"""
_SAMPLE = """
    WHERE cdate > shop_now() - interval '2 days' OR key IN (
        SELECT key FROM (SELECT key FROM invoice_files UNION ALL SELECT image FROM product_images)
        ORDER BY md5(key || (shop_now() AT TIME ZONE 'UTC')::date::text) LIMIT :sample)
"""
# An issued paper keeps the logo that it was drawn with.
_OLD_LOGOS = sa.text(
    "SELECT DISTINCT snapshot ->> 'logo' FROM invoices WHERE snapshot ->> 'logo' IS NOT NULL"
)
# One that is being made, or whose worker was killed, may have its file already, or not yet.
_EXPORTS_UNDER_WAY = sa.text("SELECT key FROM exports WHERE key IS NOT NULL AND status <> 'DONE'")
FILES_TITLE = N_("Each stored file is as it was written, and each file has its row")
NO_ROW = N_("no row names this file")
NO_FILE = N_("%(file)s is not in the storage")
CHANGED = N_("%(file)s is not what was written")


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file that a row names, with its SHA-256 where the row knows it."""

    id: str
    key: str
    sha256: str | None


def look_at_data() -> list[Finding]:
    """Return every invariant with what breaks it. The session's party sees all stores."""
    db.session.execute(_PATIENCE)
    session = db.session()
    findings = [look(session, invariant) for invariant in all_invariants(session)]
    broken = seals.broken_seals()
    seal = _finding("I12", N_("Each seal of the audit trail verifies"), broken)
    return [*findings, seal]


def stored_files(*, every: bool) -> list[StoredFile]:
    """Return the files that rows name: all, or the newest and a sample that changes each day."""
    db.session.execute(_PATIENCE)
    statement = sa.text(_STORED if every else _STORED + _SAMPLE)
    rows = db.session.execute(statement, {} if every else {"sample": SAMPLE})
    return [StoredFile(id=row.id, key=row.key, sha256=row.sha256) for row in rows]


def known_keys() -> set[str]:
    """Return every storage key that any row names."""
    db.session.execute(_PATIENCE)
    return keys_named(db.session.connection())


def keys_named(connection: sa.Connection) -> set[str]:
    """Return every storage key that any row names, as far as this connection sees them."""
    stored = {row.key for row in connection.execute(sa.text(_STORED))}
    return (
        stored | set(connection.scalars(_OLD_LOGOS)) | set(connection.scalars(_EXPORTS_UNDER_WAY))
    )


def look_at_files(
    storage: Storage, files: Collection[StoredFile], orphans: Collection[str] = ()
) -> Finding:
    """Compare files with their rows. Reads the storage: call it with no transaction open."""
    wrong = [*_wrong(storage, files), *((key, NO_ROW) for key in orphans)]
    return _finding("I10", FILES_TITLE, wrong)


def record(started_at: datetime, findings: Collection[Finding], files: int) -> None:
    """Write the run down, so that the console shows it."""
    check = Check(
        started_at=started_at,
        finished_at=clock.now(db.session()),
        findings=[finding.to_json() for finding in findings],
        broken=sum(finding.is_broken for finding in findings),
        files=files,
    )
    db.session.add(check)
    db.session.flush()


def last_check() -> Check | None:
    """Return the latest run, or None before the first night."""
    return db.session.scalars(sa.select(Check).order_by(Check.id.desc()).limit(1)).one_or_none()


def _wrong(storage: Storage, files: Collection[StoredFile]) -> Iterator[tuple[str, str]]:
    for file in files:
        try:
            digest = _digest(storage.read(file.key))
        except MissingFile:
            yield file.id, NO_FILE % {"file": file.key}
            continue
        if file.sha256 and digest != file.sha256:
            yield file.id, CHANGED % {"file": file.key}


def _digest(pieces: Iterable[bytes]) -> str:
    """Return the SHA-256 of a file that need not fit into memory."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def _finding(code: str, title: str, broken: Collection[tuple[str, str]]) -> Finding:
    first = list(broken)[:EXAMPLES]
    examples = [{"id": key, "note": note} for key, note in first]
    return Finding(code=code, title=title, count=len(broken), examples=examples)
