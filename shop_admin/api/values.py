"""What single values look like in the API: text, money, moments, ids, each read one way only."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Strict, StringConstraints, WithJsonSchema

from shop_admin.services.stores import countries, is_country

LINE = r"^[^\x00-\x1f\x7f]*$"
TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
COUNTRY = r"^[A-Z]{2}$"
PHONE = r"^([+(]?[0-9][0-9 ()./-]{3,31})?$"
CODE = r"^[0-9]{6,8}$"
ONE_TIME_CODE = r"^[0-9]{4,8}$"

# What a person reads where a pattern does not match; no pattern is ever shown.
SENTENCES = {
    LINE: "Use one line of plain text.",
    TEXT: "This has characters that are no text.",
    SLUG: "Use small letters, digits and single hyphens.",
    COUNTRY: "Give the country as two capital letters, such as DE.",
    PHONE: "Give a phone number.",
    CODE: "Give the digits of the code.",
    ONE_TIME_CODE: "Give the digits of the code.",
}

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_AMOUNT = re.compile(r"[0-9]{1,10}(\.[0-9]{1,4})?")
_WHOLE = re.compile(r"[0-9]{1,9}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def find_id(value: str) -> UUID | None:
    """Return the id that a text spells in the usual form, 8-4-4-4-12; else None."""
    return UUID(value) if _UUID.fullmatch(value) else None


def _id(value: Any) -> UUID:
    found = find_id(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError("Give an id.")
    return found


def _amount(value: Any) -> Decimal:
    if not isinstance(value, str) or not _AMOUNT.fullmatch(value):
        raise ValueError('Give an amount as text, such as "12.50".')
    return Decimal(value)


EARLIEST, LATEST = 1970, 2999
"""The years of moments: what lies outside no calendar of a person can show."""


def _moment(value: Any) -> datetime:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            at = datetime.fromisoformat(value.upper()).astimezone(UTC)
            if EARLIEST <= at.year <= LATEST:
                return at
        except (ValueError, OverflowError):
            pass
    raise ValueError("Give a moment with its offset, such as 2026-11-22T08:26:00Z.")


def _email(value: str) -> str:
    if not value:
        return value
    try:
        validate_email(value, check_deliverability=False)
    except EmailNotValidError:
        raise ValueError("Give an email address.") from None
    return value


def _country(value: str) -> str:
    if not is_country(value):
        raise ValueError("Use a country's two letters: DE.")
    return value


def _integral(value: Any) -> Any:
    """Take 1.0 for 1, as JSON Schema does: JSON has one kind of number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _whole(value: Any) -> int:
    if not isinstance(value, str) or not _WHOLE.fullmatch(value):
        raise ValueError("Give a whole number.")
    return int(value)


def _flag(value: Any) -> bool:
    if value not in ("true", "false"):
        raise ValueError("Give true or false.")
    return bool(value == "true")


Line = Annotated[str, StringConstraints(strip_whitespace=True, pattern=LINE)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, pattern=TEXT)]
Reference = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=LINE)
]
Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=80)]
Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=254),
    AfterValidator(_email),
    WithJsonSchema(
        {"type": "string", "maxLength": 254, "anyOf": [{"format": "email"}, {"const": ""}]}
    ),
]
Country = Annotated[
    str,
    StringConstraints(pattern=COUNTRY),
    AfterValidator(_country),
    WithJsonSchema({"type": "string", "enum": list(countries())}),
]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=PHONE)]
Code = Annotated[str, StringConstraints(pattern=CODE)]
OneTimeCode = Annotated[str, StringConstraints(pattern=ONE_TIME_CODE)]
Id = Annotated[UUID, BeforeValidator(_id)]
Amount = Annotated[
    Decimal,
    BeforeValidator(_amount),
    WithJsonSchema({"type": "string", "pattern": f"^{_AMOUNT.pattern}$", "examples": ["12.50"]}),
]
Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "description": f"A moment with its offset, of the years {EARLIEST} to {LATEST} in UTC.",
            "examples": ["2026-11-22T08:26:00Z"],
        }
    ),
]
Whole = Annotated[int, Strict(), BeforeValidator(_integral)]
QueryWhole = Annotated[int, BeforeValidator(_whole)]
QueryFlag = Annotated[bool, BeforeValidator(_flag)]
