import factories
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask

from shop_admin import wiring
from shop_admin.db import acting_as, db, transaction
from shop_admin.models.accounts import User
from shop_admin.permissions import command


def _stored(user_id: object) -> tuple[str, int]:
    with acting_as(command().db_context()):
        row = db.session.execute(
            sa.select(User.password_hash, User.version).where(User.id == user_id)
        ).one()
        return row.password_hash, row.version


def test_by_the_parameters_of_today(app: Flask) -> None:
    person = factories.make_person(admin=True)
    weak = PasswordHasher(memory_cost=8192, time_cost=1, parallelism=1).hash(factories.PASSWORD)
    with transaction(command().db_context()) as session:
        session.execute(sa.update(User).where(User.id == person.user_id).values(password_hash=weak))

    wiring.log_in(person.email, factories.PASSWORD, "console", "a test")

    renewed, version = _stored(person.user_id)
    assert "m=47104" in renewed
    assert version == 1
    wiring.log_in(person.email, factories.PASSWORD, "console", "a test")
    assert _stored(person.user_id)[0] == renewed
