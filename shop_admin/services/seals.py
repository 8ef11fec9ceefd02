"""Sealing the audit trail: each night a digest over its new entries, chained to the one before."""

import sqlalchemy as sa

from shop_admin.db import db
from shop_admin.language import N_
from shop_admin.models.audit import AuditSeal

# Numbers, not moments, say what a seal covers: a number that is taken is never given again,
# while a moment may be told of the past. The day is over for hours when it is sealed, so that
# every transaction that took a number of it has ended.
_ROW = (
    "jsonb_build_array(id, extract(epoch FROM cdate), cuser_id, party, store_id, action,"
    " table_name, record_id, old, new, request_id)::text"
)
_DIGEST = f"""
    SELECT count(*) AS count, encode(sha256(convert_to(:previous, 'UTF8') || coalesce(
        string_agg(sha256(convert_to({_ROW}, 'UTF8')), ''::bytea ORDER BY id), ''::bytea)),
        'hex') AS digest
    FROM audit_entries WHERE id > :after AND id <= :last
"""  # noqa: S608 - our own SQL
_LAST = sa.text(
    "SELECT (shop_now() AT TIME ZONE 'UTC')::date - 1 AS day, coalesce(max(id), 0) AS last"
    " FROM audit_entries WHERE cdate < date_trunc('day', shop_now(), 'UTC')"
)
# The nights may be quiet for a while; a trail that is not sealed for days is a nightly job lost.
_UNSEALED = sa.text("SELECT max(day) < (shop_now() AT TIME ZONE 'UTC')::date - 3 FROM audit_seals")


UNCHAINED = N_("is not chained to the seal before it")
CHANGED = N_("sealed %(sealed)s entries, %(found)s now, changed")
UNSEALED = N_("the trail was not sealed for three days")


def seal_trail() -> AuditSeal | None:
    """Seal all entries up to the end of yesterday (UTC); None where that was done before."""
    # One seal after the other, whoever asks for it.
    db.session.execute(sa.text("SELECT pg_advisory_xact_lock(hashtext('audit_seals'))"))
    day, last = db.session.execute(_LAST).one()
    before = db.session.scalars(
        sa.select(AuditSeal).order_by(AuditSeal.day.desc()).limit(1)
    ).one_or_none()
    if before is not None and before.day >= day:
        return None
    after, previous = (before.last_id, before.digest) if before else (0, "")
    last = max(last, after)
    count, digest = _digest(after, last, previous)
    seal = AuditSeal(day=day, last_id=last, count=count, digest=digest, previous=previous)
    db.session.add(seal)
    db.session.flush()
    return seal


def broken_seals() -> list[tuple[str, str]]:
    """Return (day, note) of each seal that the trail or the chain does not bear out."""
    broken, after, previous = [], 0, ""
    for seal in db.session.scalars(sa.select(AuditSeal).order_by(AuditSeal.day)):
        count, digest = _digest(after, seal.last_id, seal.previous)
        if seal.previous != previous:
            broken.append((str(seal.day), UNCHAINED))
        if (count, digest) != (seal.count, seal.digest):
            broken.append((str(seal.day), CHANGED % {"sealed": seal.count, "found": count}))
        after, previous = seal.last_id, seal.digest
    if db.session.scalar(_UNSEALED):
        broken.append(("today", UNSEALED))
    return broken


def _digest(after: int, last: int, previous: str) -> tuple[int, str]:
    row = db.session.execute(
        sa.text(_DIGEST), {"after": after, "last": last, "previous": previous}
    ).one()
    return row.count, row.digest  # type: ignore[return-value]
