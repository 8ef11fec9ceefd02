"""Columns: what a list or a record shows, said once, by name, and never more than that."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal

from shop_admin.console.vocabulary import spelled

Kind = Literal[
    "text",
    "link",
    "mono",
    "long",
    "money",
    "number",
    "moment",
    "pill",
    "flag",
    "picture",
    "pairs",
    "address",
    "person",
    "store",
]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One value of a record: where it is read, what it is called, how it looks.

    `label` is N_: whoever shows it says it. `name` is an attribute, dotted into a relation, or a
    name of its own with `value`. `sort` is
    the leaf column that the list may be sorted by. `secondary` columns give way on a phone.
    `extra` ones are on offer and shown to who chooses them; `loading` is what the list has to load
    for it, `href` where a value leads instead of to its record.
    """

    name: str
    label: str
    kind: Kind = "text"
    sort: Any = None
    secondary: bool = False
    extra: bool = False
    value: Callable[[Any], Any] | None = None
    href: Callable[[Any], str] | None = None
    loading: tuple[Any, ...] = ()

    @property
    def title(self) -> str:
        """Return what the column is called where its head says nothing."""
        return self.label or spelled(self.name)

    def read(self, record: Any) -> Any:
        """Return the value, or None where a relation on the way is empty."""
        if self.value is not None:
            return self.value(record)
        try:
            return attrgetter(self.name)(record)
        except AttributeError:
            if "." not in self.name:
                raise
            return None


@dataclass(frozen=True, kw_only=True)
class Group:
    """Columns that belong together on a record's page."""

    title: str
    columns: tuple[Column, ...]


def currency_of(record: Any) -> str:
    """Return the currency of a record's amounts: its own, else its store's."""
    own: str | None = getattr(record, "currency", None)
    return own or str(record.store.currency)
