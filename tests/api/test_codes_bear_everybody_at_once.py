"""Many at one moment against a running server: a code is used once, and tried five times."""

from collections.abc import Callable
from uuid import UUID

import httpx
import sqlalchemy as sa
from over_http import all_at_once
from servers import LiveServer

from shop_admin.api.logins.customers import SENT
from shop_admin.db import acting_as, db, transaction
from shop_admin.models.accounts import OneTimeCode, Session, User
from shop_admin.permissions import IDENTITY
from shop_admin.services import codes, customers

RIGHT, WRONG = "1234", "4321"
Call = Callable[[httpx.Client], int]


def _asking(number: str) -> Call:
    def call(client: httpx.Client) -> int:
        answer = client.post("/api/auth/customer/request-otp/", json={"mobile_number": number})
        assert answer.status_code != 202 or answer.json() == SENT
        return answer.status_code

    return call


def _logging_in(number: str, otp: str) -> Call:
    def call(client: httpx.Client) -> int:
        given = {"mobile_number": number, "otp": otp}
        return client.post("/api/auth/customer/login/", json=given).status_code

    return call


def _codes(number: str) -> list[OneTimeCode]:
    with acting_as(IDENTITY.db_context()):
        statement = sa.select(OneTimeCode).where(OneTimeCode.mobile_number == number)
        found = db.session.scalars(statement.order_by(OneTimeCode.id)).all()
        db.session.expunge_all()
    return list(found)


def test_a_hundred_right_codes_are_one_login_of_one_person(live: LiveServer) -> None:
    number = "+4915123456001"
    assert all_at_once(live, [_asking(number)]) == [202]

    statuses = all_at_once(live, [_logging_in(number, RIGHT)] * 100)

    assert sorted(statuses) == [200] + [401] * 99
    with live.app.test_request_context(), acting_as(IDENTITY.db_context()):
        people = sa.select(User.id).where(User.mobile_number == number)
        assert len(db.session.scalars(people).all()) == 1
        opened = sa.select(Session.id).where(Session.user_id.in_(people))
        assert len(db.session.scalars(opened).all()) == 1


def test_a_hundred_wrong_ones_are_five_tries_and_the_right_one_is_late(live: LiveServer) -> None:
    number = "+4915123456002"
    assert all_at_once(live, [_asking(number)]) == [202]

    statuses = all_at_once(live, [_logging_in(number, WRONG)] * 100)

    assert statuses == [401] * 100
    with live.app.test_request_context():
        assert [one.attempts for one in _codes(number)] == [5]
    assert all_at_once(live, [_logging_in(number, RIGHT)]) == [401]


def test_of_many_asked_for_one_lives(live: LiveServer) -> None:
    number = "+4915123456003"

    statuses = all_at_once(live, [_asking(number)] * 20)

    assert statuses == [202] * 20
    with live.app.test_request_context():
        found = _codes(number)
    assert len(found) == 20
    assert len([one for one in found if one.replaced_at is None]) == 1


def test_of_many_at_once_one_is_admitted(live: LiveServer) -> None:
    number = "+4915123456004"

    def admit(_client: httpx.Client) -> int:
        with live.app.test_request_context():
            try:
                with transaction(IDENTITY.db_context()):
                    codes.admit_sending(number, "192.0.2.1", 1000)
            except codes.TooMany as refused:
                return refused.retry_after
        return 0

    waits = all_at_once(live, [admit] * 6)

    assert sorted(waits)[0] == 0
    assert all(0 < wait <= 60 for wait in sorted(waits)[1:])


def test_two_first_logins_make_one_person(live: LiveServer) -> None:
    number = "+4915123456005"

    def welcome(_client: httpx.Client) -> UUID | None:
        with live.app.test_request_context(), transaction(IDENTITY.db_context()):
            return customers.welcome(number)

    assert len(set(all_at_once(live, [welcome] * 6))) == 1
