"""A form that is sent twice makes one record: its token is claimed in the same transaction."""

from sqlalchemy.dialects.postgresql import insert

from shop_admin.db import db
from shop_admin.errors import Conflict
from shop_admin.language import _
from shop_admin.models.inbox import IdempotencyKey
from shop_admin.models.mixins import new_id
from shop_admin.permissions import Actor


def claim_form(actor: Actor, path: str, token: str) -> None:
    """Take the token of a form. Raises Conflict `sent_twice` where it was taken before.

    A twin that is still running is waited for: then one of the two is the second.
    """
    claimed = db.session.execute(
        insert(IdempotencyKey)
        .values(
            id=new_id(),
            party=actor.db_context().party,
            method="POST",
            path=path,
            key=token,
            body_hash="",
            state="DONE",
        )
        .on_conflict_do_nothing(index_elements=["party", "method", "path", "key"])
        .returning(IdempotencyKey.id)
    )
    if claimed.scalar() is None:
        raise Conflict(
            _("This form was sent already, and its record was made. Look for it in the list."),
            code="sent_twice",
        )
