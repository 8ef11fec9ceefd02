"""What tests of the API share: tokens, carts as JSON, and what a refusal must look like."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import factories
import pytest
from flask import Flask

from shop_admin.db import transaction
from shop_admin.permissions import IDENTITY
from shop_admin.services import sessions

Headers = dict[str, str]


@pytest.fixture
def bearer(app: Flask) -> Callable[[factories.Person], Headers]:
    """Return what logs a person in to the API and gives the header of the token."""

    def log_in(person: factories.Person) -> Headers:
        with transaction(IDENTITY.db_context()):
            opened = sessions.open_session(person.user_id, "api_staff")
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
