"""Customers log in with a code that is sent to their mobile phone.

Who asks learns nothing of other people: nobody looks a number's owner up before a right code was
given, so that a known number costs the same work, and gets the same answer, as an unknown one.
"""

import logging
from uuid import UUID

from flask import Response, current_app, request
from pydantic import Field

from shop_admin import wiring
from shop_admin.api.answers import answer, moment
from shop_admin.api.gate import Who
from shop_admin.api.person_json import customer_of, find_person
from shop_admin.api.rates import BROWSING
from shop_admin.api.routes import endpoint
from shop_admin.api.schemas import Schema
from shop_admin.api.shapes.declared import Answer, shown
from shop_admin.api.shapes.people import CodeSent, CustomerLogin
from shop_admin.api.values import OneTimeCode
from shop_admin.db import transaction
from shop_admin.errors import NotLoggedIn, ProviderDown, TooMany
from shop_admin.permissions import IDENTITY
from shop_admin.providers.sms.base import Sms, masked
from shop_admin.services import audit, codes, customers, sessions, throttle
from shop_admin.services.sessions import OpenSession

log = logging.getLogger(__name__)

KIND = "api_customer"
SENT = {
    "detail": "A code was sent to this number. It is good for five minutes, once.",
    "expires_in": codes.LIFETIME_SECONDS,
    "retry_after": codes.RESEND_SECONDS,
}


class CodeRequest(Schema):
    """The mobile number that a code is sent to, with its country code."""

    mobile_number: str = Field(min_length=1, max_length=40, examples=["+49 151 23456789"])


class CustomerCredentials(CodeRequest):
    """The number, and the code that was sent to it."""

    otp: OneTimeCode


@endpoint(
    "POST",
    "/auth/customer/request-otp/",
    who=Who.ANYONE,
    rate=BROWSING,
    answers={202: Answer(shapes=(CodeSent,))},
    refuses=(503,),
)
def request_code(body: CodeRequest) -> Response:
    """Send a code to a mobile number, known or not."""
    parts = wiring.parts()
    number = codes.mobile_number(body.mobile_number)
    codes.refuse_country(number, parts.settings.sms_countries)
    if parts.sms is None:
        raise codes.NotSent("This shop sends no codes at the moment.")
    code = codes.new_code(parts.settings.development_code)
    with transaction(IDENTITY.db_context()):
        if parts.settings.rate_limits:
            address = wiring.client_address()
            codes.admit_sending(number, address, parts.settings.sms_daily_limit)
        codes.keep_code(number, code, _pepper())
    # Only now: the phone may be quicker than a commit, and the service slower than a lock.
    _send(parts.sms, number, code)
    return answer(SENT, 202)


@endpoint(
    "POST",
    "/auth/customer/login/",
    who=Who.ANYONE,
    rate=BROWSING,
    answers=shown(CustomerLogin),
)
def log_in_customer(body: CustomerCredentials) -> Response:
    """Open a customer's session for whoever has the code; the first one makes the customer."""
    number = codes.mobile_number(body.mobile_number)
    _count_try(number)
    opened = _opened(number, body.otp)
    actor = wiring.identify(opened.token, KIND) if opened is not None else None
    if opened is None or actor is None:
        raise NotLoggedIn("This code is not valid, or no longer.", code="invalid_otp")
    return answer(
        {
            "token": opened.token,
            "token_type": "Bearer",
            "expires_at": moment(opened.expires_at),
            "user": customer_of(find_person(actor)),
        }
    )


def _send(sms: Sms, number: str, code: str) -> None:
    """Send a code, with no transaction open. Raises NotSent, the same for every number."""
    sender = wiring.parts().settings.sms_sender
    minutes = codes.LIFETIME_SECONDS // 60
    text = f"{code} is your code for {sender}, good for {minutes} minutes. Tell it to nobody."
    try:
        sms.send(number, text)
    except ProviderDown as down:
        log.exception("no code was sent to %s: %s", masked(number), down.message)
        with transaction(IDENTITY.db_context()):
            codes.forget_sending(number, wiring.client_address())
        raise codes.NotSent("The code could not be sent. Try again in a minute.") from down


def _count_try(number: str) -> None:
    if not wiring.parts().settings.rate_limits:
        return
    with transaction(IDENTITY.db_context()):
        wait = throttle.count(throttle.login_limits(number, wiring.client_address()))
    if wait:
        raise TooMany(f"Too many tries. Try again in {wait} seconds.", retry_after=wait)


def _opened(number: str, code: str) -> OpenSession | None:
    """Return the session that a code opens, or None; a wrong try is counted for good."""
    is_limited = wiring.parts().settings.rate_limits
    failures = codes.FAILURES_A_DAY if is_limited else codes.UNLIMITED
    with transaction(IDENTITY.db_context()):
        if is_limited:
            codes.refuse_locked(number)
        is_right = codes.use_code(number, code, _pepper(), failures=failures)
        user_id = customers.welcome(number) if is_right else None
        _note(user_id, number)
        return _session(user_id) if user_id is not None else None


def _note(user_id: UUID | None, number: str) -> None:
    deed = "log_in" if user_id is not None else "log_in_failed"
    audit.record_event(deed, "users", record_id=user_id, kind=KIND, number=masked(number))


def _session(user_id: UUID) -> OpenSession:
    device = request.headers.get("User-Agent", "")
    return sessions.open_session(user_id, KIND, device=device, address=wiring.client_address())


def _pepper() -> bytes:
    return codes.pepper_of(str(current_app.secret_key))
