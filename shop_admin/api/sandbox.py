"""The sandbox's own page, in development only: play money paid in the ways that money comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Flask, Response, abort, current_app, render_template, request
from flask_wtf import CSRFProtect

from shop_admin import money, wiring
from shop_admin.api import errors
from shop_admin.db import transaction
from shop_admin.errors import ShopError
from shop_admin.jobs.payments import DELIVER
from shop_admin.permissions import WEBHOOK
from shop_admin.providers.payment.base import MessageKind
from shop_admin.providers.payment.sandbox import PAGE, Bill, Sandbox
from shop_admin.queue import enqueue

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
    " object-src 'none'; frame-ancestors 'none'"
)
LATE = timedelta(seconds=90)

blueprint = Blueprint("sandbox", __name__, url_prefix=PAGE.rstrip("/"))
blueprint.register_error_handler(ShopError, errors.refused)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One way for play money to come, or not: what is told, how often, how late."""

    label: str
    says: str
    happens: str
    kind: MessageKind = MessageKind.CAPTURED
    times: int = 1
    after: timedelta | None = None


CHOICES: Mapping[str, Choice] = {
    "pay": Choice(
        label="Pay",
        says="The money comes, and the shop is told at once.",
        happens="Paid. The shop hears of it within seconds.",
    ),
    "late": Choice(
        label="Pay, but tell the shop late",
        says="The money comes at once, the message in 90 seconds.",
        happens="Paid. The shop hears of it in 90 seconds.",
        after=LATE,
    ),
    "twice": Choice(
        label="Pay, and tell the shop twice",
        says="One payment, and the same message two times over.",
        happens="Paid once. The shop is told two times, and books it once.",
        times=2,
    ),
    "decline": Choice(
        label="Decline",
        says="The bank says no. The order waits, and can be paid again.",
        happens="Declined. No money moved; the order waits to be paid another way.",
        kind=MessageKind.FAILED,
    ),
}


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Give the application the page, where play money is paid with at all."""
    if not app.extensions[wiring.EXTENSION].settings.has_sandbox:
        return
    # Its forms are sent from this site only, which is checked below; there is no session to ride.
    csrf.exempt(blueprint)
    app.register_blueprint(blueprint)


@blueprint.get("/<token>")
def show_bill(token: str) -> str:
    """Show what is to be paid, and the choices."""
    return _page(_bill(token), done=None)


@blueprint.post("/<token>")
def choose(token: str) -> str:
    """Let a choice come true: its messages travel over the wire, as a provider's do."""
    bill = _bill(token)
    _require_own_page()
    choice = CHOICES.get(request.form.get("choice", ""))
    if choice is None:
        abort(400)
    with transaction(WEBHOOK.db_context()):
        for _ in range(choice.times):
            enqueue(
                DELIVER,
                queue="payments",
                after=choice.after,
                payment_id=str(bill.payment_id),
                kind=choice.kind.value,
                amount=str(bill.amount),
                currency=bill.currency,
            )
    return _page(bill, done=choice)


@blueprint.after_request
def _keep_strict(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _bill(token: str) -> Bill:
    sandbox = wiring.parts().payment_providers.get(Sandbox.name)
    bill = sandbox.find_bill(token) if isinstance(sandbox, Sandbox) else None
    if bill is None:
        abort(404)
    return bill


def _require_own_page() -> None:
    """Refuse a form that another site's page sends."""
    origin = request.headers.get("Origin")
    if origin not in (None, request.host_url.rstrip("/")):
        current_app.logger.info("a foreign page tried to pay")
        abort(403)


def _page(bill: Bill, done: Choice | None) -> str:
    amount = money.display(bill.amount, bill.currency)
    return render_template("sandbox/pay.html", bill=bill, amount=amount, choices=CHOICES, done=done)
