"""What an address asks of a list: page, order, search, filters, columns; read strictly."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from shop_admin.console.base import search
from shop_admin.console.base.columns import Column
from shop_admin.console.base.filters import IS, NOT, Filter, chosen_id
from shop_admin.language import _, number

PAGE_SIZES = (20, 50, 100)
UTC = ZoneInfo("UTC")
MAX_PAGE = 500
"""Past this many pages people narrow the list; the database is spared long offsets."""
MOST_QUERY = 8_000
MAX_VALUES = 50
"""So many values of one filter are more than anybody ticks."""

Chosen = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A list's address, understood. `sort` is a column's name, led by '-' for descending.

    `filters` holds the values by their name in the address: those of one name are alternatives,
    different names must all hold; a name that ends in `.not` leaves its values out. `view` is the
    saved view that the list began as, `is_edited` tells that it may differ from that by now.
    """

    page: int = 1
    page_size: int = PAGE_SIZES[0]
    sort: str = ""
    words: tuple[str, ...] = ()
    in_bin: bool = False
    filters: Chosen = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    view: UUID | None = None
    is_edited: bool = False
    zone: ZoneInfo = UTC

    @property
    def search(self) -> str:
        """Return the search as it goes into its box."""
        return " ".join(self.words)

    def only(self, name: str) -> str:
        """Return the one value of a filter, or "" where it has none or several."""
        values = self.filters.get(name, ())
        return values[0] if len(values) == 1 else ""

    @property
    def query(self) -> Mapping[str, list[str]]:
        """Return what the list shows, as a saved view keeps it: page and bin left out."""
        values = {
            **{name: list(chosen) for name, chosen in self.filters.items()},
            "search": [self.search],
            "sort": [self.sort],
            "columns": [",".join(self.columns)],
            "page_size": [str(self.page_size) if self.page_size != PAGE_SIZES[0] else ""],
        }
        return {name: kept for name, kept in values.items() if any(kept)}

    def pairs(self, *, without: str = "") -> Iterator[tuple[str, str]]:
        """Yield the address's names and values, for links and hidden fields; one name less."""
        for name, values in self.query.items():
            if name.removesuffix(NOT) != without:
                yield from ((name, value) for value in values)
        if self.in_bin:
            yield "bin", "1"
        if self.view:
            yield from (("view", str(self.view)), ("edited", "1"))

    def url(self, **changes: Any) -> str:
        """Return the query of this list with something changed; any change leads to page 1."""
        asked = replace(self, **({"page": 1} | changes))
        pairs = list(asked.pairs())
        if asked.page > 1:
            pairs.append(("page", str(asked.page)))
        return "?" + urlencode(pairs)

    def without(self, name: str) -> str:
        """Return the query of this list with one filter less."""
        return self.url(filters={key: value for key, value in self.filters.items() if key != name})

    def narrowed(self, **values: str) -> str:
        """Return the query of this list with filters set to one value each."""
        chosen = {name: (value,) for name, value in values.items()}
        return self.url(filters={**self.filters, **chosen})

    def sorted_by(self, column: Column) -> str:
        """Return the query of this list ordered by a column, the other way at the second click."""
        return self.url(sort=f"-{column.name}" if self.sort == column.name else column.name)


def sent(raw: str) -> MultiDict[str, str]:
    """Return the query of a list that a form sent along. Raises BadRequest where it is none."""
    if len(raw) > MOST_QUERY:
        raise BadRequest(_("This list asks for too much to be kept."))
    try:
        pairs = parse_qsl(raw.lstrip("?"), max_num_fields=200, errors="strict")
    except ValueError:
        raise BadRequest(_("This list's address is damaged. Open the list anew.")) from None
    # With "all" named, a list never begins with a saved view in place of what it showed.
    return MultiDict([*pairs, ("all", "1")])


def read(args: MultiDict[str, str], columns: Sequence[Column], filters: Sequence[Filter]) -> Asked:
    """Understand a list's query string. Raises BadRequest for what no link of ours says."""
    page = _whole(args, "page", 1)
    page_size = _whole(args, "page_size", PAGE_SIZES[0])
    if not 1 <= page <= MAX_PAGE:
        raise BadRequest(
            _("Lists have pages 1 to %(most)s. Narrow the list instead.", most=number(MAX_PAGE))
        )
    if page_size not in PAGE_SIZES:
        raise BadRequest(_("A page shows 20, 50 or 100 records."))
    sort = args.get("sort", "")
    if sort and sort.removeprefix("-") not in {c.name for c in columns if c.sort is not None}:
        raise BadRequest(_("This list cannot be sorted that way."))
    if args.get("bin", "") not in ("", "0", "1"):
        raise BadRequest(_("The bin is open or closed."))
    return Asked(
        page=page,
        page_size=page_size,
        sort=sort,
        words=tuple(search.words_of(args.get("search", ""))),
        in_bin=args.get("bin") == "1",
        filters=_chosen(args, filters),
        columns=_columns(args, columns),
        view=chosen_id(args["view"]) if args.get("view") else None,
        is_edited=args.get("edited") == "1",
    )


def _chosen(args: MultiDict[str, str], filters: Sequence[Filter]) -> Chosen:
    """Return the values of each filter, each once. Raises BadRequest for what none can take.

    A form says by `status.is=not` that the values it sends are to be left out; links write
    `status.not=` at once.
    """
    chosen: dict[str, tuple[str, ...]] = {}
    for one in filters:
        wanted = _values(args, one, one.name)
        unwanted: tuple[str, ...] = ()
        if one.can_exclude:
            unwanted = _values(args, one, one.name + NOT)
            if args.get(one.name + IS) == "not":
                wanted, unwanted = (), tuple(dict.fromkeys(unwanted + wanted))
        chosen[one.name], chosen[one.name + NOT] = wanted, unwanted
    return {name: values for name, values in chosen.items() if values}


def _values(args: MultiDict[str, str], one: Filter, name: str) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(value for value in args.getlist(name) if value))
    if len(values) > (MAX_VALUES if one.is_many else 1):
        raise BadRequest(_("These are too many values for “%(filter)s”.", filter=_(one.label)))
    if any("\0" in value for value in values):
        raise BadRequest(_("A filter holds letters and digits."))
    return values


def _columns(args: MultiDict[str, str], columns: Sequence[Column]) -> tuple[str, ...]:
    """Return the chosen columns in their order; none means the list's own choice."""
    raw = [name for value in args.getlist("columns") for name in value.split(",") if name]
    chosen = tuple(dict.fromkeys(raw))
    if not set(chosen) <= {one.name for one in columns}:
        raise BadRequest(_("This list has no such column."))
    return chosen


def _whole(args: Mapping[str, str], name: str, default: int) -> int:
    raw = args.get(name, "")
    if not raw:
        return default
    if len(raw) > 9 or not raw.isascii() or not raw.isdigit():
        raise BadRequest(_("“%(name)s” is a number.", name=name))
    return int(raw)
