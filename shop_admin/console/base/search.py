"""Search: a few words, each found anywhere in one declared expression that an index serves."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement
from werkzeug.exceptions import BadRequest

from shop_admin.language import _, number
from shop_admin.queries import finding

MAX_LENGTH = 100
MAX_WORDS = 5


def words_of(text: str) -> list[str]:
    """Return the words of a search. Raises BadRequest for more than anybody types."""
    if "\0" in text:
        raise BadRequest(_("A search holds letters and digits."))
    words = text.split()
    if len(text) > MAX_LENGTH or len(words) > MAX_WORDS:
        raise BadRequest(
            _(
                "Search for %(words)s words at most, and %(characters)s characters in all.",
                words=number(MAX_WORDS),
                characters=number(MAX_LENGTH),
            )
        )
    return words


def patterns(words: Sequence[str]) -> list[str]:
    """Return what LIKE looks for, a pattern for each word."""
    return [f"%{escaped(word)}%" for word in words]


def matching(model: Any, expression: str, words: Sequence[str]) -> ColumnElement[bool]:
    """Return the clause of records in whose expression every word stands."""
    return finding.holds(model, expression, patterns(words))


def escaped(word: str) -> str:
    r"""Return the word with LIKE's own signs taken literally: 50% becomes 50\%."""
    return re.sub(r"([\\%_])", r"\\\1", word)
