"""One-time codes: asked for so often, kept as an HMAC, tried five times, used once.

Limits: NIST SP 800-63B-4 and OWASP ASVS 6.5 and 6.6 (six random digits, few tries, minutes of
life); at most 10 wrong tries a number and day leave a guesser 10 chances in a million.
"""

import hmac
import logging
import re
import secrets
import unicodedata
from collections.abc import Collection

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType
from sqlalchemy import text

from shop_admin.db import db
from shop_admin.errors import Invalid, TooMany, Unavailable
from shop_admin.models.mixins import new_id
from shop_admin.services import throttle
from shop_admin.services.throttle import DAY, Limit, Tally

log = logging.getLogger(__name__)

LOGIN = "LOGIN"
DIGITS = 6
LIFETIME_SECONDS = 300
RESEND_SECONDS = 60
TRIES = 5
FAILURES_A_DAY = 10
UNLIMITED = 1_000_000

MOBILE_TYPES = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
PUNCTUATION = re.compile(r"[\s().\-/\u2010-\u2015\u2212]")
INTERNATIONAL = re.compile(r"\+[1-9][0-9]{6,15}")
# The last digits of numbers that follow each other: who pumps messages buys them in blocks.
BLOCK_DIGITS = 4

_REPLACE = text(
    """
    UPDATE one_time_codes SET replaced_at = shop_now()
    WHERE purpose = :purpose AND mobile_number = :number
      AND used_at IS NULL AND replaced_at IS NULL
    """
)
_KEEP = text(
    """
    INSERT INTO one_time_codes (id, purpose, mobile_number, code_hmac, cdate, expires_at)
    VALUES (:id, :purpose, :number, :code_hmac, shop_now(),
            shop_now() + make_interval(secs => :lifetime))
    """
)
# One statement, so that of many at once each sees what the one before it left: the try is
# counted, and a right code is used, before anybody else looks at the row.
_TRY = text(
    """
    UPDATE one_time_codes AS code SET attempts = attempts + 1,
        used_at = CASE WHEN code_hmac = :code_hmac THEN shop_now() END
    WHERE purpose = :purpose AND mobile_number = :number AND used_at IS NULL
      AND replaced_at IS NULL AND expires_at > shop_now() AND attempts < :tries
      AND attempts + (
        SELECT coalesce(sum(attempts), 0) - count(used_at) FROM one_time_codes AS other
        WHERE other.mobile_number = :number AND other.id <> code.id
          AND other.cdate > shop_now() - interval '1 day') < :failures
    RETURNING used_at IS NOT NULL
    """
)
_LOCKED = text(
    """
    SELECT ceil(extract(epoch FROM min(cdate) + interval '1 day' - shop_now()))::int
    FROM one_time_codes
    WHERE mobile_number = :number AND cdate > shop_now() - interval '1 day'
      AND attempts > CASE WHEN used_at IS NULL THEN 0 ELSE 1 END
    HAVING sum(attempts) - count(used_at) >= :failures
    """
)


class NotSent(Unavailable):
    """No code went out, whoever asked: the same for every number."""

    retry_after = RESEND_SECONDS


def mobile_number(given: str) -> str:
    """Return a mobile number as E.164. Raises Invalid for a landline, or without country code.

    Blanks, dashes, brackets and a leading 00 are forgiven; a national number is not, since it is
    another one in every country.
    """
    plain = PUNCTUATION.sub("", unicodedata.normalize("NFKC", given).replace("(0)", ""))
    plain = re.sub("^00", "+", plain)
    number = _parsed(plain) if INTERNATIONAL.fullmatch(plain) else None
    if number is None or not phonenumbers.is_valid_number(number):
        sentence = "Give the number with its country code, such as +49 151 23456789."
        raise Invalid(sentence, field="mobile_number")
    if phonenumbers.number_type(number) not in MOBILE_TYPES:
        raise Invalid("This is not the number of a mobile phone.", field="mobile_number")
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def refuse_country(number: str, countries: Collection[str]) -> None:
    """Raise Invalid for a number of a country that no codes are sent to; none named means all."""
    region = phonenumbers.region_code_for_number(phonenumbers.parse(number))
    if countries and region not in countries:
        sentence = "This shop sends no codes to numbers of this country."
        raise Invalid(sentence, field="mobile_number")


def new_code(fixed: str = "") -> str:
    """Return six random digits, or the code that a developer's own machine knows."""
    return fixed or f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def admit_sending(number: str, address: str, daily_limit: int) -> None:
    """Count that a code is sent for this number to this client. Raises TooMany; then none is.

    Refused tries are not counted, so that the time to wait holds whatever is tried meanwhile.
    """
    wait = throttle.admit(_sending_limits(number, address)) or locked_for(number)
    if wait:
        raise _too_many("codes", wait)
    today = throttle.tally(Limit(key="codes:all", tries=daily_limit, seconds=DAY))
    if today.tries > daily_limit:
        raise _too_many("codes", today.wait)
    _tell_of_budget(today, daily_limit)


def forget_sending(number: str, address: str) -> None:
    """Let a code be asked for again at once where none was sent; the budgets stay spent."""
    throttle.forget_last([_number_key(number), _address_key(address)])


def keep_code(number: str, code: str, pepper: bytes) -> None:
    """Keep the HMAC of a new code; the one before it is dead."""
    # Two at once would both find no live code and both write one.
    throttle.serialise([_number_key(number)])
    values = {"purpose": LOGIN, "number": number}
    db.session.execute(_REPLACE, values)
    hashed = {"code_hmac": hmac_of(number, code, pepper), "lifetime": LIFETIME_SECONDS}
    db.session.execute(_KEEP, {"id": new_id(), **values, **hashed})


def use_code(number: str, code: str, pepper: bytes, *, failures: int = FAILURES_A_DAY) -> bool:
    """Try a code and tell whether it was right; then it is used. The caller commits either way.

    `failures` are the wrong tries that the number has in a day.
    """
    values = {"purpose": LOGIN, "number": number, "tries": TRIES, "failures": failures}
    values["code_hmac"] = hmac_of(number, code, pepper)
    return bool(db.session.scalar(_TRY, values))


def locked_for(number: str) -> int:
    """Return the seconds until a number may try codes again, 0 where it may now."""
    return db.session.scalar(_LOCKED, {"number": number, "failures": FAILURES_A_DAY}) or 0


def refuse_locked(number: str) -> None:
    """Raise TooMany for a number with too many wrong tries in the last day."""
    wait = locked_for(number)
    if wait:
        raise _too_many("wrong codes", wait)


def pepper_of(secret: str) -> bytes:
    """Return the key of the codes' HMACs, derived from the application's secret."""
    return hmac.digest(secret.encode(), b"one-time codes", "sha256")


def hmac_of(number: str, code: str, pepper: bytes) -> str:
    """Return what is kept of a code: good for this number and for logging in only."""
    return hmac.digest(pepper, f"{LOGIN}|{number}|{code}".encode(), "sha256").hex()


def _sending_limits(number: str, address: str) -> list[Limit]:
    key = _number_key(number)
    return [
        Limit(key=key, tries=1, seconds=RESEND_SECONDS),
        Limit(key=key, tries=3, seconds=600),
        Limit(key=key, tries=6, seconds=DAY),
        Limit(key=_address_key(address), tries=5, seconds=3600),
        Limit(key=f"codes:block:{number[:-BLOCK_DIGITS]}", tries=20, seconds=3600),
    ]


def _number_key(number: str) -> str:
    return f"codes:number:{number}"


def _address_key(address: str) -> str:
    return f"codes:address:{address}"


def _tell_of_budget(today: Tally, daily_limit: int) -> None:
    if today.tries == daily_limit:
        log.error("all %s codes of today are sent: see SHOP_SMS_DAILY_LIMIT", daily_limit)


def _too_many(what: str, wait: int) -> TooMany:
    return TooMany(f"Too many {what}. Try again in {wait} seconds.", retry_after=wait)


def _parsed(plain: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(plain)
    except phonenumbers.NumberParseException:
        return None
