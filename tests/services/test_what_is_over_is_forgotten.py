from factories import make_person, make_store
from flask import Flask
from sqlalchemy import text

from shop_admin.db import db, transaction
from shop_admin.permissions import IDENTITY
from shop_admin.services import sessions, upkeep

COUNT = text("SELECT count(*) FROM sessions")


def test_an_expired_session_goes_and_a_live_one_stays(app: Flask) -> None:
    person = make_person(make_store())
    with transaction(IDENTITY.db_context()):
        sessions.open_session(person.user_id, "console")
        sessions.open_session(person.user_id, "api_customer")
        db.session.flush()
        before = db.session.scalar(COUNT)
        db.session.execute(
            text(
                "UPDATE sessions SET expires_at = now() - interval '1 hour' WHERE kind = 'console'"
            )
        )
        upkeep.prune()
        after = db.session.scalar(COUNT)
    assert (before, after) == (2, 1)
