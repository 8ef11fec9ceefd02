"""Email addresses and phone numbers, each in its one form."""

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from shop_admin.errors import Invalid
from shop_admin.language import _


def email_address(given: str, *, field: str = "email") -> str:
    """Return an email address in its one lower-case form. Raises Invalid on the field."""
    try:
        return validate_email(given, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise Invalid(_("This is not an email address."), field=field) from None


def mobile_number(given: str) -> str:
    """Return a phone number as E.164, such as +4915112345678. Raises Invalid."""
    try:
        number = phonenumbers.parse(given, None)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise Invalid(
            _("Give the number with its country code, such as +49 151 23456789."),
            field="mobile_number",
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
