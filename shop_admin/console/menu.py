"""The menu: the views that this person may open, in groups, in the order of their registration."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, request, url_for

from shop_admin.console.site import views_of

DAILY = frozenset({"Sales", "Catalogue"})


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the menu."""

    name: str
    icon: str
    url: str
    is_here: bool


@dataclass(frozen=True, kw_only=True)
class Section:
    """Lines under one title; the first section has none."""

    title: str
    entries: Sequence[Entry]

    @property
    def is_open(self) -> bool:
        """The work of the day lies open; the rest opens where somebody is in it."""
        return self.title in DAILY or any(entry.is_here for entry in self.entries)


def menu_for(app: Flask) -> list[Section]:
    """Return what the person of this request may open."""
    groups: dict[str, list[Entry]] = {}
    here = request.blueprint
    for view in views_of(app):
        if view.is_accessible():
            entry = Entry(
                name=str(view.name),
                icon=view.icon,
                url=url_for(f"{view.endpoint}.index_view"),
                is_here=view.endpoint == here,
            )
            groups.setdefault(view.group, []).append(entry)
    return [Section(title=title, entries=entries) for title, entries in groups.items()]
