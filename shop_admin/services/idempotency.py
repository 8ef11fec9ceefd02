"""A request that must happen once: its key is claimed beside its effects, its answer is kept."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from shop_admin.db import Statement, db, run_together
from shop_admin.errors import Conflict, Invalid
from shop_admin.models.inbox import IdempotencyKey
from shop_admin.models.mixins import new_id

LOCK_NOT_AVAILABLE, QUERY_CANCELED = "55P03", "57014"

# One round trip. The insert waits for a twin that is still running, a little less than the five
# seconds that any statement may take; then the usual wait for locks holds again. The row that is
# there afterwards says whose claim it was: each statement sees what was committed before it.
_PATIENT, _USUAL = "SET LOCAL lock_timeout = '4500ms'", "SET LOCAL lock_timeout = '3s'"
_INSERT = """
    INSERT INTO idempotency_keys (id, party, method, path, key, body_hash)
    VALUES (%(id)s, %(party)s, %(method)s, %(path)s, %(key)s, %(body_hash)s)
    ON CONFLICT (party, method, path, key) DO NOTHING
"""
_HOLDER = """
    SELECT id, body_hash, state, status, body, resource_id,
        cdate < shop_now() - interval '72 hours' AS is_over FROM idempotency_keys
    WHERE party = %(party)s AND method = %(method)s AND path = %(path)s AND key = %(key)s
"""
_FORGET = """
    DELETE FROM idempotency_keys
    WHERE id = %(id)s AND cdate < shop_now() - interval '72 hours'
"""
_FINISH = """
    UPDATE idempotency_keys
    SET state = 'DONE', status = %(status)s, body = %(body)s, resource_id = %(resource_id)s
    WHERE id = %(id)s AND state = 'RUNNING' RETURNING id
"""


class InProgress(Conflict):
    """The first request with this key is still running."""

    code = "in_progress"
    retry_after = 2

    def __init__(self) -> None:
        super().__init__("The same request is still running. Ask again in a moment.")


@dataclass(frozen=True, kw_only=True)
class Key:
    """What makes a request the same as another: who, method, path, key; and what it asks for."""

    party: str
    method: str
    path: str
    key: str
    body_hash: str


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The first answer to a request, as it went out, and what it was about."""

    status: int
    body: bytes
    resource_id: UUID


@dataclass(frozen=True, kw_only=True)
class Claim:
    """The right to do the work of a request: the first has it, `kept` is for all others.

    `resource_id` is there where the first has committed its work, but not answered yet: maybe it
    is about to, maybe it crashed. Whoever comes then goes on from there.
    """

    id: UUID
    kept: Kept | None = None
    resource_id: UUID | None = None


def hash_of(body: str) -> str:
    """Return the hash of what a request asks for, written one way whatever its spaces were."""
    return hashlib.sha256(body.encode()).hexdigest()


def claim(wanted: Key) -> Claim:
    """Claim a key in the running transaction, or return what there is for it already.

    Waits for a twin that is still running. Raises InProgress where that takes too long, and
    Invalid `idempotency_key_reused` where the key came with another body before. When the
    transaction is rolled back so is the claim: a refused request may be sent again.
    """
    new = new_id()
    row = _claimed(new, wanted)
    if row.id != new and row.is_over:
        run_together([Statement(sql=_FORGET, values={"id": row.id})])
        row = _claimed(new, wanted)
    return Claim(id=new) if row.id == new else _found(row, wanted)


def _claimed(new: UUID, wanted: Key) -> Any:
    """Return the row that holds the key now: the new one, or who came first."""
    given = {"id": new, **vars(wanted)}
    try:
        (row,) = run_together(
            [Statement(sql=one, values=given) for one in (_PATIENT, _INSERT, _USUAL, _HOLDER)]
        )
    except OperationalError as refused:
        if getattr(refused.orig, "pgcode", None) in (LOCK_NOT_AVAILABLE, QUERY_CANCELED):
            raise InProgress from refused
        raise
    return row


def find(wanted: Key) -> Claim | None:
    """Return what there is for a key, or None where the request never came to anything."""
    row = db.session.execute(
        sa.select(*_COLUMNS).where(
            IdempotencyKey.party == wanted.party,
            IdempotencyKey.method == wanted.method,
            IdempotencyKey.path == wanted.path,
            IdempotencyKey.key == wanted.key,
        )
    ).one_or_none()
    return _found(row, wanted) if row is not None else None


def hold(claimed: Claim, resource_id: UUID) -> None:
    """Write down what the work of a request made, before it is answered."""
    db.session.execute(
        sa.update(IdempotencyKey)
        .where(IdempotencyKey.id == claimed.id)
        .values(resource_id=resource_id)
        .execution_options(synchronize_session=False)
    )


def finish(claimed: Claim, answer: Kept) -> Kept:
    """Keep the answer for whoever asks again; return the one that counts, which is the first.

    A twin that went on from the same work may have answered meanwhile: then its answer is it.
    """
    values = {"id": claimed.id, **vars(answer)}
    if run_together([Statement(sql=_FINISH, values=values)]):
        return answer
    first = db.session.execute(sa.select(*_COLUMNS).where(IdempotencyKey.id == claimed.id)).one()
    return _kept(first)


_COLUMNS = (
    IdempotencyKey.id,
    IdempotencyKey.body_hash,
    IdempotencyKey.state,
    IdempotencyKey.status,
    IdempotencyKey.body,
    IdempotencyKey.resource_id,
)


def _found(row: Any, wanted: Key) -> Claim:
    if row.body_hash != wanted.body_hash:
        raise Invalid(
            "This Idempotency-Key came with another body before. Use a new key.",
            code="idempotency_key_reused",
        )
    if row.state == "DONE":
        return Claim(id=row.id, kept=_kept(row))
    if row.resource_id is None:
        raise InProgress
    return Claim(id=row.id, resource_id=row.resource_id)


def _kept(row: Any) -> Kept:
    return Kept(status=row.status, body=bytes(row.body), resource_id=row.resource_id)
