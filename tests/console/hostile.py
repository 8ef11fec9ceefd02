"""Values that nobody types and attackers send, and where they can be put."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

EACH = 12
"""How many turns it takes until each value was tried; SHOP_HOSTILE=all tries all every time."""
NIL = "00000000-0000-0000-0000-000000000000"
VALUES: tuple[Any, ...] = (
    "",
    " ",
    "0",
    "-1",
    "1.5",
    "1e3",
    "99",
    str(10**9),
    str(10**18),
    str(10**30),
    "9" * 5000,
    "abc",
    "\0",
    "a\0b",
    "\x1b[2J",
    "%",
    "%00",
    "\\",
    "%\\_",
    "'",
    '"',
    "' OR 1=1 --",
    "; DROP TABLE products",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "../../etc/passwd",
    "x" * 5000,
    "word " * 2000,
    "a b c d e f g h i",
    "\uff11",
    "\u202e\u200b",
    "\U0001f9f8" * 50,
    b"\xed\xa0\x80",
    b"\xff\xfe",
    "2026-02-31",
    "9999-12-31",
    "0001-01-01",
    "NaN",
    "Infinity",
    "null",
    "true",
    "[]",
    '{"a": 1}',
    NIL,
    NIL[:-1],
    "{" + NIL + "}",
    ["1", "2"],
    "//evil.example/",
    "javascript:alert(1)",
    "?\r\nSet-Cookie: a=b",
)
LIST = ("page", "page_size", "sort", "search", "bin", "columns", "view", "edited", "desc", "url")
RECORD = ("id", "rowid", "action", "version", "deed", "image_id", "quantity", "seen", "back")
LISTS = ("list", "name", "query", "audience", "role", "columns", "reset")
OTHER = ("list", "name", "query", "limit", "offset", "state", "task", "next")


@dataclass(frozen=True)
class Door:
    """One endpoint of a view, by one method."""

    view: Any
    endpoint: str
    path: str
    method: str


def doors(views: Any) -> Iterator[Door]:
    """Yield every endpoint of every registered view, by each of its methods."""
    for view in views:
        for url, endpoint, methods in view._urls:
            path = f"{view.url.rstrip('/')}{url}"
            for method in methods:
                yield Door(view, endpoint, path, method)


def parameters(door: Door) -> tuple[str, ...]:
    """Return every name that the endpoint may read: of lists, filters, records, forms."""
    filters = [one.name for one in getattr(door.view, "filters", ())]
    filters += [f"{one.name}.not" for one in getattr(door.view, "filters", ()) if one.can_exclude]
    if door.method == "POST":
        names = [*RECORD, *(LISTS if door.view.endpoint == "lists" else ()), *_fields(door)]
    elif door.endpoint == "index_view":
        names = [*LIST, *filters, "state", "task", "id"]
    elif door.endpoint == "ajax_lookup":
        names = [*OTHER]
    else:
        names = ["id", "list", "deed", "url"]
    return tuple(dict.fromkeys(names))


def _fields(door: Door) -> list[str]:
    kind = getattr(door.view, "form", None)
    if door.endpoint == "edit_view":
        kind = door.view.edit_form_class or kind
    elif door.endpoint != "create_view":
        return []
    return [name for _, names in kind.sections for name in names]


def values(turn: int) -> Sequence[Any]:
    """Return the values of this turn: all of them, or each a few, so that all have theirs."""
    if os.environ.get("SHOP_HOSTILE") == "all":
        return VALUES
    return VALUES[turn % EACH :: EACH]


def encoded(name: str, value: Any) -> str:
    """Return `name=value` percent-encoded, byte for byte, arrays as repeated names."""
    many = value if isinstance(value, list) else [value]
    return "&".join(f"{quote(name)}={quote(one)}" for one in many)


def filled(base: Mapping[str, str], name: str, value: Any) -> str:
    """Return a body in which one field is hostile and the rest as given."""
    parts = [encoded(key, one) for key, one in base.items() if key != name]
    return "&".join([*parts, encoded(name, value)])
