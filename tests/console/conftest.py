"""People at the console: logged in through the real login, with the tokens that forms carry."""

from collections.abc import Callable, Iterator
from uuid import UUID

import factories
import pytest
from desks import Desk
from flask import Flask
from sqlalchemy.orm import Session

from shop_admin.db import acting_as
from shop_admin.permissions import command


@pytest.fixture
def desk(app: Flask) -> Callable[..., Desk]:
    """Return how to sit somebody down at the console; nobody, without a person."""

    def sit_down(person: factories.Person | None = None) -> Desk:
        at = Desk(app.test_client(), person)
        if person is not None:
            answer = at.post(
                "/admin/login/", {"email": person.email, "password": factories.PASSWORD}
            )
            assert answer.status_code == 302, answer.text
        return at

    return sit_down


@pytest.fixture
def berlin(app: Flask) -> UUID:
    """Return a store."""
    return factories.make_store("Berlin")


@pytest.fixture
def paris(app: Flask) -> UUID:
    """Return another store."""
    return factories.make_store("Paris", country="FR")


@pytest.fixture
def staff(berlin: UUID, desk: Callable[..., Desk]) -> Desk:
    """Return staff of Berlin at the console."""
    return desk(factories.make_person(berlin, "STAFF"))


@pytest.fixture
def manager(berlin: UUID, desk: Callable[..., Desk]) -> Desk:
    """Return the manager of Berlin at the console."""
    return desk(factories.make_person(berlin, "MANAGER"))


@pytest.fixture
def admin(app: Flask, desk: Callable[..., Desk]) -> Desk:
    """Return an admin at the console."""
    return desk(factories.make_person(admin=True))


@pytest.fixture
def stored(app: Flask) -> Iterator[Session]:
    """Yield a session that sees everything, for looking at what was stored."""
    with acting_as(command().db_context()) as session:
        yield session
