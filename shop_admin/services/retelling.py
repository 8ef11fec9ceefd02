"""Sentences that were stored in English, said as the reader's language says them.

What jobs and checks write down is written once, for readers of any language: in English. Where it
is shown, `retold` knows it again, with the values that it was written with.
"""

import re
from functools import cache

from shop_admin.language import N_, _, locale
from shop_admin.providers.mail.file import NOT_WRITTEN
from shop_admin.providers.mail.smtp import LOGIN_REFUSED, MAIL_REFUSED, RECIPIENT_REFUSED
from shop_admin.queries.invariants import borders, papers, sales, trail
from shop_admin.services.checks import CHANGED, NO_FILE
from shop_admin.services.payments.events import ANOTHER_AMOUNT
from shop_admin.services.payments.told import ONCE_MORE
from shop_admin.services.refunds import answers, asking
from shop_admin.services.seals import CHANGED as SEAL_CHANGED
from shop_admin.services.stock import UNDOES
from shop_admin.services.work import UNEXPECTED

SENTENCES = (
    ANOTHER_AMOUNT,
    ONCE_MORE,
    answers.ANOTHER_AMOUNT,
    answers.TOO_MUCH,
    answers.REFUSED,
    asking.BY_HAND_AS,
    UNDOES,
    UNEXPECTED,
    LOGIN_REFUSED,
    MAIL_REFUSED,
    RECIPIENT_REFUSED,
    NOT_WRITTEN,
    NO_FILE,
    CHANGED,
    SEAL_CHANGED,
    *sales.NOTES,
    *papers.NOTES,
    *borders.NOTES,
    *trail.NOTES,
    N_("The file %(file)s is not in the storage."),
    N_("Another file is already stored as %(file)s; it was left as it is."),
    N_("The file storage does not work: %(reason)s."),
)
"""What is stored with values; a sentence without any is found by itself."""
VALUES = (
    N_("authorized"),
    N_("captured"),
    N_("receipt"),
    N_("count"),
    N_("damage"),
    N_("return"),
    N_("import"),
)
"""Words that are stored within them."""
_VALUE = re.compile(r"%\((\w+)\)s")


def retold(text: str) -> str:
    """Return a stored sentence in the language that is spoken; an unknown one as it is."""
    if locale() == "en":
        return text
    for pattern, sentence in _patterns():
        found = pattern.fullmatch(text)
        if found:
            return _(sentence, **{name: _(value) for name, value in found.groupdict().items()})
    return _(text)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(sentence), sentence) for sentence in SENTENCES)


def _pattern(sentence: str) -> re.Pattern[str]:
    """Return what finds a sentence again, a group for each of its values."""
    parts = _VALUE.split(sentence)
    return re.compile(
        "".join(
            f"(?P<{part}>.+)" if is_value else re.escape(part)
            for part, is_value in zip(parts, [False, True] * len(parts), strict=False)
        ),
        re.DOTALL,
    )
