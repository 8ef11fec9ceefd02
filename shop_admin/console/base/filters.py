"""Filters: each narrows a list by one declared column or by one named case, and by nothing else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import reduce
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from werkzeug.exceptions import BadRequest

from shop_admin.console import choices
from shop_admin.console.vocabulary import spelled
from shop_admin.errors import NotFound
from shop_admin.language import _
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import find

NOT = ".not"
"""How an address ends a filter's name to leave out what it says."""
IS = ".is"
"""How a form names the choice between the two."""

Clause = ColumnElement[bool]
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Filter:
    """The common part: the name in the address, the label (N_), and the leaf column."""

    name: str
    label: str
    column: Any = None

    input: str = field(default="select", init=False)
    is_many: bool = field(default=True, init=False)
    can_exclude: bool = field(default=False, init=False)

    def options(self, actor: Actor) -> Options:
        """Return what can be chosen, as (value, text)."""
        return ()

    def clause(self, raw: str, zone: ZoneInfo) -> Clause:
        """Return the where-clause of a chosen value. Raises BadRequest for one never offered."""
        raise NotImplementedError

    def clauses(self, name: str, values: Sequence[str], zone: ZoneInfo) -> Clause:
        """Return the where-clause of alternatives, or of their absence, as the name says."""
        any_of = sa.or_(*(self.clause(value, zone) for value in values))
        return any_of.is_not(sa.true()) if name.endswith(NOT) else any_of

    def refused(self) -> BadRequest:
        """Return the refusal of a value that was never offered."""
        return BadRequest(_("%(label)s cannot be filtered by this value.", label=_(self.label)))

    def said(self, raw: str, actor: Actor) -> str:
        """Return a chosen value as its chip says it."""
        return dict(self.options(actor)).get(raw, _("this one"))


@dataclass(frozen=True, kw_only=True)
class WordFilter(Filter):
    """One of a fixed set of words."""

    words: Sequence[str]
    can_exclude: bool = field(default=True, init=False)

    def options(self, actor: Actor) -> Options:
        """Return the words as people read them."""
        return [(word, _(spelled(word))) for word in self.words]

    def clause(self, raw: str, zone: ZoneInfo) -> Clause:
        """Return column = word."""
        if raw not in self.words:
            raise self.refused()
        return sa.and_(self.column == raw)


@dataclass(frozen=True, kw_only=True)
class FlagFilter(Filter):
    """A column that is true or false."""

    def options(self, actor: Actor) -> Options:
        """Return yes and no."""
        return (("yes", _("Yes")), ("no", _("No")))

    def clause(self, raw: str, zone: ZoneInfo) -> Clause:
        """Return the column, or its opposite."""
        if raw not in ("yes", "no"):
            raise self.refused()
        clause: Clause = self.column.is_(raw == "yes")
        return clause


@dataclass(frozen=True, kw_only=True)
class CaseFilter(Filter):
    """Named cases, each with its name (N_) and a clause of its own, such as 'low stock'."""

    cases: Mapping[str, tuple[str, Callable[[], Clause]]]
    can_exclude: bool = field(default=True, init=False)

    def options(self, actor: Actor) -> Options:
        """Return the cases' names."""
        return [(key, _(text)) for key, (text, _clause) in self.cases.items()]

    def clause(self, raw: str, zone: ZoneInfo) -> Clause:
        """Return the clause of the case."""
        if raw not in self.cases:
            raise self.refused()
        return self.cases[raw][1]()


@dataclass(frozen=True, kw_only=True)
class StoreFilter(Filter):
    """The store that a record belongs to, among those that the person sees."""

    can_exclude: bool = field(default=True, init=False)

    def options(self, actor: Actor) -> Options:
        """Return the stores in scope."""
        return [(str(store.id), store.name) for store in choices.stores(actor)]

    def clause(self, raw: str, zone: ZoneInfo) -> Clause:
        """Return column = store; one out of scope finds nothing, since the gate stands anyway."""
        return sa.and_(self.column == chosen_id(raw))


@dataclass(frozen=True, kw_only=True)
class RecordFilter(Filter):
    """The record that others hang on: reached by links, so it offers nothing to choose.

    `model` is what the record is, `called` how its chip calls it.
    """

    model: Any = None
    called: Callable[[Any], str] = str
    input: str = field(default="hidden", init=False)

    def said(self, raw: str, actor: Actor) -> str:
        """Return what the record is called, for who sees it."""
        record = find(self.model, actor, chosen_id(raw)) if self.model else None
        return _("this one") if record is None else self.called(record)

    def clause(self, raw: str, zone: ZoneInfo) -> Clause:
        """Return column = id."""
        return sa.and_(self.column == chosen_id(raw))


@dataclass(frozen=True, kw_only=True)
class CategoryFilter(Filter):
    """The category of a product, among those that the person sees."""

    can_exclude: bool = field(default=True, init=False)

    def options(self, actor: Actor) -> Options:
        """Return the categories by name."""
        return [(str(one.id), one.name) for one in choices.categories(actor)]

    def clause(self, raw: str, zone: ZoneInfo) -> Clause:
        """Return column = category."""
        return sa.and_(self.column == chosen_id(raw))


@dataclass(frozen=True, kw_only=True)
class DayFilter(Filter):
    """From a day on, or up to and with a day, in the store's time zone."""

    until: bool = False
    input: str = field(default="date", init=False)
    is_many: bool = field(default=False, init=False)

    def clause(self, raw: str, zone: ZoneInfo) -> Clause:
        """Return the comparison with the day's beginning, or with its end."""
        try:
            return self.bound(date.fromisoformat(raw), zone)
        except (ValueError, OverflowError):
            raise BadRequest(
                _("%(label)s needs a day such as 2026-05-31.", label=_(self.label))
            ) from None

    def bound(self, day: date, zone: ZoneInfo) -> Clause:
        """Return the clause of a day. Raises OverflowError past the end of the calendar."""
        start = datetime.combine(day, time(), zone)
        clause: Clause = (
            self.column < start + timedelta(days=1) if self.until else self.column >= start
        )
        return clause

    def said(self, raw: str, actor: Actor) -> str:
        """Return the day as the address has it."""
        return raw


@dataclass(frozen=True, kw_only=True)
class Chip:
    """A filter in force, as a list shows it: `name` is the one in the address."""

    filter: Filter
    name: str
    values: Sequence[str]
    text: str

    @property
    def is_not(self) -> bool:
        """Tell whether it leaves its values out."""
        return self.name.endswith(NOT)


def chip(one: Filter, name: str, values: Sequence[str], actor: Actor) -> Chip:
    """Return the chip of a filter: what it is called, and what it looks for or leaves out."""
    said = reduce(_either, (one.said(value, actor) for value in values))
    if name.endswith(NOT):
        text = _("%(label)s is not %(values)s", label=_(one.label), values=said)
    else:
        text = _("%(label)s: %(values)s", label=_(one.label), values=said)
    return Chip(filter=one, name=name, values=values, text=text)


def _either(one: str, other: str) -> str:
    return _("%(one)s or %(other)s", one=one, other=other)


def parse_id(raw: str) -> UUID:
    """Return the id of a record. Raises NotFound where it is none: there is no such record."""
    try:
        return UUID(raw)
    except ValueError:
        raise NotFound from None


def chosen_id(raw: str) -> UUID:
    """Return the id that a filter was given. Raises BadRequest where it is none."""
    try:
        return parse_id(raw)
    except NotFound:
        raise BadRequest(_("This filter holds no id of a record.")) from None
