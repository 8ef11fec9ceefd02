"""Providers' messages: checked by their signature over the raw body, stored, answered at once."""

from collections.abc import Callable

from flask import Response, request

from shop_admin import clock, wiring
from shop_admin.api.answers import answer
from shop_admin.api.gate import Who
from shop_admin.api.routes import endpoint
from shop_admin.api.schemas import read_bytes
from shop_admin.api.shapes.declared import shown
from shop_admin.api.shapes.values import Shape
from shop_admin.db import transaction
from shop_admin.errors import NotFound, ShopError
from shop_admin.permissions import WEBHOOK
from shop_admin.providers import payment
from shop_admin.providers.payment.base import BadMessage, BadSignature
from shop_admin.services import inbox


class Taken(Shape):
    """The message is stored, now or before: there is nothing to tell."""


class Refused(ShopError):
    """The message is not the provider's, or cannot be read. HTTP 400; nothing is stored."""

    status = 400


def _add_webhook(name: str) -> None:
    """Add the address of one provider; where it is not set up there is none."""

    def receive() -> Response:
        """Take a message of the provider; the same one again changes nothing."""
        return _received(name)

    receive.__name__ = f"receive_{name}"
    register: Callable[..., Callable[[Callable[[], Response]], object]] = endpoint
    register(
        "POST",
        f"/webhooks/{name}/",
        who=Who.ANYONE,
        rate=None,
        answers=shown(Taken),
        refuses=(400, 404, 413),
    )(receive)


def _received(name: str) -> Response:
    provider = wiring.parts().payment_providers.get(name)
    if provider is None:
        raise NotFound
    body = read_bytes()
    with transaction(WEBHOOK.db_context()) as session:
        try:
            message = provider.read(body, dict(request.headers), clock.now(session))
        except BadSignature as forged:
            raise Refused("The signature does not fit.", code="bad_signature") from forged
        except BadMessage as unreadable:
            raise Refused("The message is not readable.", code="bad_message") from unreadable
        inbox.receive(name, message)
    return answer({})


for _name in payment.NAMES:
    _add_webhook(_name)
