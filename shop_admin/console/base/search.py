"""Search: a few words, each found anywhere in one declared expression that an index serves."""

import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from werkzeug.exceptions import BadRequest

MAX_LENGTH = 100
MAX_WORDS = 5


def words_of(text: str) -> list[str]:
    """Return the words of a search. Raises BadRequest for more than anybody types."""
    if "\0" in text:
        raise BadRequest("A search holds letters and digits.")
    words = text.split()
    if len(text) > MAX_LENGTH or len(words) > MAX_WORDS:
        raise BadRequest(
            f"Search for {MAX_WORDS} words at most, and {MAX_LENGTH} characters in all."
        )
    return words


def patterns(words: Sequence[str]) -> list[str]:
    """Return what LIKE looks for, a pattern for each word."""
    return [f"%{escaped(word)}%" for word in words]


def matching(model: Any, expression: str, words: Sequence[str]) -> ColumnElement[bool]:
    """Return the clause of records in whose expression every word stands.

    In a subquery of its own table alone, where the expression reads exactly as in its index and
    no joined table has columns of the same names.
    """
    inner = aliased(model)
    text: ColumnElement[str] = sa.literal_column(expression, sa.Text)
    fits = (text.ilike(pattern, escape="\\") for pattern in patterns(words))
    found = sa.select(inner.id).where(*fits)
    clause: ColumnElement[bool] = model.id.in_(found)
    return clause


def escaped(word: str) -> str:
    r"""Return the word with LIKE's own signs taken literally: 50% becomes 50\%."""
    return re.sub(r"([\\%_])", r"\\\1", word)
