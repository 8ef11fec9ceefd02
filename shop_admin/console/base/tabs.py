"""Tabs: the views over a list, those that come with it, one's own, and those shared with one."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from shop_admin.console.base.opening import Opened, Preset
from shop_admin.language import _


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A view over a list; `key` is by which its count is asked for, "" where none is shown."""

    name: str
    url: str
    is_here: bool
    key: str = ""
    is_shared: bool = False


def tabs_of(opened: Opened, presets: Sequence[Preset], user_id: UUID | None) -> Sequence[Tab]:
    """Return the tabs; the first is the whole list, which may not be what the list begins with."""
    asked, choice = opened.asked, opened.choice
    begins_elsewhere = choice is not None and choice.view_id is not None
    here = None if asked.view else asked.query
    whole = Tab(name=_("All"), url="?all=1" if begins_elsewhere else "?", is_here=here == {})
    ours = [
        Tab(
            name=_(one.name),
            url="?" + urlencode(one.query, doseq=True),
            is_here=here == {name: list(values) for name, values in one.query.items()},
            key=f"preset-{place}",
        )
        for place, one in enumerate(presets)
    ]
    saved = [
        Tab(
            name=one.name,
            url=f"?view={one.id}",
            is_here=asked.view == one.id,
            key=str(one.id),
            is_shared=one.user_id != user_id,
        )
        for one in opened.views
    ]
    return [whole, *ours, *saved]
