"""What tests of the API share: tokens, carts as JSON, and what a refusal must look like."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import factories
import pytest
from flask import Flask, Response, request, request_finished
from promises import PREFIX, Promises
from sms_service import SmsService, running

from shop_admin import wiring
from shop_admin.db import transaction
from shop_admin.permissions import IDENTITY
from shop_admin.providers.sms.base import Service
from shop_admin.providers.sms.http import HttpSms
from shop_admin.services import customers, sessions

Headers = dict[str, str]


@pytest.fixture
def bearer(app: Flask) -> Callable[[factories.Person], Headers]:
    """Return what logs a person in to the API and gives the header of the token."""

    def log_in(person: factories.Person) -> Headers:
        with transaction(IDENTITY.db_context()):
            opened = sessions.open_session(person.user_id, "api_staff")
        return {"Authorization": f"Bearer {opened.token}"}

    return log_in


@pytest.fixture(scope="session")
def promises(application: Flask) -> Promises:
    """Return what the OpenAPI document promises."""
    return Promises(application)


@pytest.fixture(autouse=True)
def _answers_are_as_documented(application: Flask, promises: Promises) -> Iterator[None]:
    """Fail a test where an answer of the API is not as the OpenAPI document says."""
    breaches: list[str] = []

    def hold(_sender: Flask, response: Response, **_more: Any) -> None:
        if request.path.startswith(PREFIX):
            found = promises.breaches(request, response)
            breaches.extend(f"{request.method} {request.path}: {one}" for one in found)

    with request_finished.connected_to(hold, application):
        yield
    assert breaches == []


@pytest.fixture
def phones(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmsService]:
    """Yield the service that codes are sent by, which are random here, as in production."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running() as service:
        parts = wiring.parts()
        everywhere = parts.settings.model_copy(update={"host": "0.0.0.0"})
        sms = HttpSms(Service(url=service.url, sender="shop", seconds=1))
        changed = replace(parts, settings=everywhere, sms=sms)
        monkeypatch.setitem(app.extensions, wiring.EXTENSION, changed)
        yield service


@pytest.fixture
def customer(app: Flask) -> Callable[..., Headers]:
    """Return what makes a customer of a mobile number and gives the header of their token."""

    def log_in(number: str) -> Headers:
        with transaction(IDENTITY.db_context()):
            user_id = customers.welcome(number)
            assert user_id is not None
            opened = sessions.open_session(user_id, "api_customer")
        return {"Authorization": f"Bearer {opened.token}"}

    return log_in


@pytest.fixture
def cart() -> Callable[..., dict[str, Any]]:
    """Return what makes the JSON of a guest's cart out of (product, quantity) pairs."""

    def make(*items: tuple[UUID, int], **more: Any) -> dict[str, Any]:
        return {
            "items": [
                {"product_id": str(product), "quantity": quantity} for product, quantity in items
            ],
            "contact": {"name": "Ada Beispiel", "email": "ada@example.com"},
            "shipping_address": dict(factories.ADDRESS),
            "payment_method": "cash_on_delivery",
            **more,
        }

    return make
