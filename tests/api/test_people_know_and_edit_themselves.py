from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from factories import PASSWORD, Person, make_person, make_store
from flask import Flask
from flask.testing import FlaskClient

from shop_admin.db import acting_as, transaction
from shop_admin.models.accounts import User
from shop_admin.models.audit import AuditEntry
from shop_admin.permissions import command
from shop_admin.services import accounts

NUMBER = "+4915123456789"
Customer = Callable[..., dict[str, str]]


@pytest.fixture
def me(client: FlaskClient, customer: Customer) -> Callable[..., Any]:
    """Return what changes a customer, and answers how they are afterwards."""
    token = customer(NUMBER)

    def change(**fields: Any) -> Any:
        return client.patch("/api/me/", json=fields, headers=token)

    return change


def test_a_customer_reads_what_they_said(client: FlaskClient, customer: Customer) -> None:
    token = customer(NUMBER)

    before = client.get("/api/me/", headers=token)
    changed = client.patch(
        "/api/me/", json={"name": "  Ada Beispiel ", "email": "Ada@Example.COM"}, headers=token
    )

    assert before.json is not None
    assert {**before.json, "id": ""} == {
        "id": "",
        "mobile_number": NUMBER,
        "name": "",
        "email": None,
    }
    assert changed.json == {**before.json, "name": "Ada Beispiel", "email": "ada@example.com"}
    assert client.get("/api/me/", headers=token).json == changed.json
    assert changed.headers["Cache-Control"] == "private, no-store"


def test_what_is_not_named_stays_and_null_takes_the_email_away(me: Callable[..., Any]) -> None:
    me(name="Ada", email="ada@example.com")

    renamed, bare, same = me(name="Eve").json, me(email=None).json, me().json

    assert (renamed["name"], renamed["email"]) == ("Eve", "ada@example.com")
    assert (bare["name"], bare["email"]) == ("Eve", None)
    assert same == bare


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"email": "no address"}, "/email"),
        ({"email": "a@b@c.de"}, "/email"),
        ({"name": None}, "/name"),
        ({"name": "x" * 201}, "/name"),
        ({"name": "a\nb"}, "/name"),
        ({"mobile_number": NUMBER}, "/mobile_number"),
        ({"is_admin": True}, "/is_admin"),
    ],
)
def test_what_is_none_or_not_theirs_is_422(
    me: Callable[..., Any], fields: dict[str, Any], pointer: str
) -> None:
    answer = me(**fields)

    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == pointer


def test_whose_email_it_is_elsewhere_is_not_told(
    app: Flask, me: Callable[..., Any], customer: Customer, client: FlaskClient
) -> None:
    staff = make_person(make_store())
    other = customer("+4915123456780")
    client.patch("/api/me/", json={"email": "taken@example.com"}, headers=other)

    assert me(email=staff.email).status_code == 200
    assert me(email="taken@example.com").status_code == 200
    assert me(email="nobodys@example.com").status_code == 200


def test_staff_read_their_roles_and_rename_themselves(
    app: Flask, client: FlaskClient, bearer: Callable[[Person], dict[str, str]]
) -> None:
    store = make_store()
    person = make_person(store, "MANAGER")
    token = bearer(person)

    shown = client.get("/api/me/", headers=token)
    renamed = client.patch(
        "/api/me/", json={"name": "Eve", "email": person.email.upper()}, headers=token
    )
    moved = client.patch("/api/me/", json={"email": "new@example.com"}, headers=token)

    assert shown.json is not None
    assert set(shown.json) == {"id", "name", "email", "mobile_number", "roles", "stores"}
    assert [one["role"] for one in shown.json["stores"]] == ["manager"]
    assert renamed.json == {**shown.json, "name": "Eve"}
    assert moved.status_code == 403


def test_an_email_that_logs_in_is_not_changed_by_a_phone(
    app: Flask, client: FlaskClient, customer: Customer
) -> None:
    staff = _with_number(make_person(make_store()).user_id, NUMBER)
    token = customer(NUMBER)

    answer = client.patch("/api/me/", json={"email": "new@example.com"}, headers=token)

    assert answer.status_code == 403
    assert client.get("/api/me/", headers=token).json["email"] == staff  # type: ignore[index]


def test_nor_that_of_a_password_without_any_role(
    app: Flask, client: FlaskClient, customer: Customer
) -> None:
    given = accounts.PersonInput(
        name="Was here", email="was@example.com", mobile_number=NUMBER, is_staff=False
    )
    with transaction(command().db_context()):
        accounts.create_person(command(), given, password=PASSWORD)

    answer = client.patch("/api/me/", json={"email": "new@example.com"}, headers=customer(NUMBER))

    assert answer.status_code == 409
    assert answer.json is not None
    assert "ask an admin" in answer.json["detail"]


def test_the_trail_says_who_changed_it(
    client: FlaskClient, customer: Customer, me: Callable[..., Any]
) -> None:
    user_id = me(name="Ada").json["id"]

    with acting_as(command().db_context()) as session:
        entry = session.scalars(
            sa.select(AuditEntry)
            .where(AuditEntry.table_name == "users", AuditEntry.action == "update")
            .order_by(AuditEntry.id.desc())
        ).first()
        assert entry is not None
        assert (str(entry.cuser_id), entry.party) == (user_id, f"customer:{user_id}")


def _with_number(user_id: Any, number: str) -> str:
    with transaction(command().db_context()) as session:
        user = session.get_one(User, user_id)
        user.mobile_number = number
        return str(user.email)
