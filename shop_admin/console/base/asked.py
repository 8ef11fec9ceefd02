"""What an address asks of a list: page, order, search, filters; read strictly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from werkzeug.exceptions import BadRequest

from shop_admin.console.base import search
from shop_admin.console.base.columns import Column
from shop_admin.console.base.filters import Filter

PAGE_SIZES = (20, 50, 100)
UTC = ZoneInfo("UTC")
MAX_PAGE = 500
"""Past this many pages people narrow the list; the database is spared long offsets."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A list's address, understood. `sort` is a column's name, led by '-' for descending."""

    page: int = 1
    page_size: int = PAGE_SIZES[0]
    sort: str = ""
    words: tuple[str, ...] = ()
    in_bin: bool = False
    filters: Mapping[str, str] = field(default_factory=dict)
    zone: ZoneInfo = UTC

    @property
    def search(self) -> str:
        """Return the search as it goes into its box."""
        return " ".join(self.words)

    def url(self, **changes: Any) -> str:
        """Return the query of this list with something changed; any change leads to page 1."""
        asked = replace(self, **({"page": 1} | changes))
        values: dict[str, Any] = {
            **asked.filters,
            "search": asked.search,
            "sort": asked.sort,
            "bin": "1" if asked.in_bin else "",
            "page_size": asked.page_size if asked.page_size != PAGE_SIZES[0] else "",
            "page": asked.page if asked.page > 1 else "",
        }
        return "?" + urlencode({name: value for name, value in values.items() if value})

    def without(self, name: str) -> str:
        """Return the query of this list with one filter less."""
        return self.url(filters={key: value for key, value in self.filters.items() if key != name})

    def sorted_by(self, column: Column) -> str:
        """Return the query of this list ordered by a column, the other way at the second click."""
        return self.url(sort=f"-{column.name}" if self.sort == column.name else column.name)


def read(args: Mapping[str, str], columns: Sequence[Column], filters: Sequence[Filter]) -> Asked:
    """Understand a list's query string. Raises BadRequest for what no link of ours says."""
    page = _whole(args, "page", 1)
    page_size = _whole(args, "page_size", PAGE_SIZES[0])
    if not 1 <= page <= MAX_PAGE:
        raise BadRequest(f"Lists have pages 1 to {MAX_PAGE}. Narrow the list instead.")
    if page_size not in PAGE_SIZES:
        raise BadRequest("A page shows 20, 50 or 100 records.")
    sort = args.get("sort", "")
    if sort and sort.removeprefix("-") not in {c.name for c in columns if c.sort is not None}:
        raise BadRequest("This list cannot be sorted that way.")
    if args.get("bin", "") not in ("", "0", "1"):
        raise BadRequest("The bin is open or closed.")
    chosen = {one.name: args[one.name] for one in filters if args.get(one.name)}
    if any("\0" in value for value in chosen.values()):
        raise BadRequest("A filter holds letters and digits.")
    return Asked(
        page=page,
        page_size=page_size,
        sort=sort,
        words=tuple(search.words_of(args.get("search", ""))),
        in_bin=args.get("bin") == "1",
        filters=chosen,
    )


def _whole(args: Mapping[str, str], name: str, default: int) -> int:
    raw = args.get(name, "")
    if not raw:
        return default
    if len(raw) > 9 or not raw.isascii() or not raw.isdigit():
        raise BadRequest(f"“{name}” is a number.")
    return int(raw)
