from factories import make_person, make_store
from flask import Flask

from shop_admin import wiring
from shop_admin.db import transaction
from shop_admin.models.accounts import User
from shop_admin.permissions import IDENTITY, command
from shop_admin.services import records, sessions


def test_an_old_session_does_not_come_back(app: Flask) -> None:
    person = make_person(make_store())
    with transaction(IDENTITY.db_context()):
        token = sessions.open_session(person.user_id, "console").token
    assert wiring.identify(token, "console") is not None
    admin = command()

    with transaction(admin.db_context()):
        records.remove(admin, User, person.user_id)
    with transaction(admin.db_context()):
        records.restore(admin, User, person.user_id)

    assert wiring.identify(token, "console") is None
