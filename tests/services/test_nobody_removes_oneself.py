import pytest
from factories import make_person
from flask import Flask

from shop_admin.db import transaction
from shop_admin.errors import Conflict
from shop_admin.models.accounts import User
from shop_admin.services import records


def test_an_admin_cannot_lock_oneself_out(app: Flask) -> None:
    admin = make_person(admin=True)
    for act in (records.remove, records.suspend):
        with pytest.raises(Conflict), transaction(admin.actor.db_context()):
            act(admin.actor, User, admin.user_id)
