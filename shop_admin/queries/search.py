"""Finding products by words: in any form and accent, as parts of words, and with typing errors."""

import re
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from shop_admin.db import db
from shop_admin.models.browsing import ProductWords
from shop_admin.models.catalog import Product

FORGIVING_LENGTH = 4
SHORT_LENGTH, LONGEST_SWAPPED = 5, 12
# How alike words must be, by their trigrams; and how much less than the best of a search.
STRICT, LENIENT, SLACK = "0.5", "0.4", 0.1
# So many products are put in the order of their likeness, or taken because they are alike.
MOST = 1_000
# Of those that a common word finds, so many are put in order by their names, as many by their age.
BEST = 100
# A word is common where one in a hundred of the newest products has it.
SAMPLE, COMMON = 2_000, 20
# What a trigram index can find inside of a word: three letters or digits in a row.
INDEXED = re.compile(r"[^\W_]{3}")

# A name without accents and capitals, in an order that is the same on every server.
NAME: ColumnElement[str] = sa.collate(sa.func.folded(Product.name, type_=sa.Text()), "C")

_INDEX_ONLY = ("enable_seqscan", "enable_indexscan")
_LIKENESS = "pg_trgm.word_similarity_threshold"


def find_few(words: Collection[str]) -> list[UUID] | None:
    """Return the products that have all the words, public or not; None where there are many.

    The planner cannot tell how common a word is that it has not met. Where one is rare, only the
    indexes are asked; where it is common, the list itself comes upon it soon, in its own order.
    """
    newest = (
        sa.select(ProductWords.text, ProductWords.words)
        .order_by(ProductWords.product_id.desc())
        .limit(SAMPLE)
        .subquery()
    )
    met = sa.select(sa.literal(1)).where(*_all(words, newest.c)).limit(COMMON).subquery()
    if db.session.scalar(sa.select(sa.func.count()).select_from(met)) == COMMON:
        return None
    statement = sa.select(ProductWords.product_id).where(*_all(words, ProductWords))
    found = [row.product_id for row in _by_index(statement.limit(MOST + 1))]
    return found if len(found) <= MOST else None


def find_alike(words: Collection[str]) -> list[UUID]:
    """Return the products whose words are most like these; a short word is taken as written.

    Alike is a word with two neighbours exchanged, or one that shares most of its trigrams: half
    of them, and fewer where one slip spoils most of the few that a word has.
    """
    long = [word for word in words if len(word) >= FORGIVING_LENGTH]
    clauses = [_is_like(word) if word in long else _has(word, ProductWords) for word in words]
    fit = sum((_fit(word) for word in long), sa.literal(0.0))
    found = sa.select(ProductWords.product_id, fit.label("fit")).where(*clauses).limit(MOST)
    is_short = min(map(len, long), default=0) <= SHORT_LENGTH
    rows = _by_index(found, LENIENT if is_short else STRICT)
    best = max((row.fit for row in rows), default=0.0)
    return [row.product_id for row in rows if row.fit >= best - SLACK]


def has_all(words: Collection[str]) -> ColumnElement[bool]:
    """Return the where-clause of a product that has all the words.

    A value of each product and no join: the planner takes it for true of every other one, and
    reads the list in its order until the page is full.
    """
    every = sa.and_(*_all(words, ProductWords))
    mine = ProductWords.product_id == Product.id
    return sa.select(every).where(mine).correlate(Product).scalar_subquery()


def name_begins(phrase: str) -> ColumnElement[bool]:
    """Return the where-clause of products whose name begins with a phrase, whatever its case."""
    return NAME.like(_pattern(phrase) + "%")


def likeness(phrase: str) -> ColumnElement[int]:
    """Return how well a product fits: its name is the phrase, begins with it, has words like it."""
    typed = sa.func.folded(phrase)
    rank = (
        sa.case((typed == NAME, 20_000), (name_begins(phrase), 10_000), else_=0)
        + 1000 * sa.func.word_similarity(typed, NAME)
        + 500 * sa.func.word_similarity(typed, Product.sku)
    )
    return sa.cast(rank, sa.Integer)


def _all(words: Collection[str], table: Any) -> list[ColumnElement[bool]]:
    return [_has(word, table) for word in words]


def _has(word: str, table: Any) -> ColumnElement[bool]:
    """Return that a text has the word: inside of a word, or in another form; a short one in front.

    What is too short for the index of trigrams is asked of the index of words instead.
    """
    contains = table.text.like("%" + _pattern(word) + "%")
    if INDEXED.search(word):
        return sa.or_(contains, _matches(table, sa.func.search_forms(word)))
    if not any(letter.isalnum() for letter in word):
        return sa.and_(_matches(table, sa.func.search_signs(word)), contains)
    begins = _matches(table, sa.func.search_beginnings(word))
    return begins if word.isalnum() else sa.and_(begins, contains)


def _matches(table: Any, query: ColumnElement[Any]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = table.words.op("@@", is_comparison=True)(query)
    return found


def _pattern(word: str) -> ColumnElement[str]:
    return sa.func.search_pattern(word, type_=sa.Text())


def _is_like(word: str) -> ColumnElement[bool]:
    return sa.or_(
        sa.func.folded(word).op("<%", is_comparison=True)(ProductWords.text), *_swapped(word)
    )


def _fit(word: str) -> ColumnElement[float]:
    """Return how well a text has a word: 1 with two neighbours exchanged, else by trigrams."""
    likeness = sa.func.word_similarity(sa.func.folded(word), ProductWords.text, type_=sa.Float())
    swapped = _swapped(word)
    return sa.case((sa.or_(*swapped), 1.0), else_=likeness) if swapped else likeness


def _swapped(word: str) -> list[ColumnElement[bool]]:
    """Return that a text has the word with two neighbours exchanged: lapm is lamp."""
    if len(word) > LONGEST_SWAPPED:
        return []
    places = range(len(word) - 1)
    variants = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places} - {word}
    return [
        ProductWords.text.like("%" + _pattern(variant) + "%")
        for variant in sorted(variants)
        if INDEXED.search(variant)
    ]


def _by_index(statement: sa.Select[*tuple[Any, ...]], likeness: str = STRICT) -> Sequence[Any]:
    """Read without looking at every product; likeness counts from this on."""
    _plan("off", likeness)
    rows = db.session.execute(statement).all()
    _plan("on", STRICT)
    return rows


def _plan(others: str, likeness: str) -> None:
    """Let the planner read texts without their indexes, or not, until the transaction ends."""
    settings = {**dict.fromkeys(_INDEX_ONLY, others), _LIKENESS: likeness}
    set_all = (sa.func.set_config(name, value, True) for name, value in settings.items())
    db.session.execute(sa.select(*set_all))
