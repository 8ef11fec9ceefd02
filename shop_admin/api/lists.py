"""Lists: limits, signed cursors, and the envelope of results with the pages beside them."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from pydantic import Field

from shop_admin.api.answers import address
from shop_admin.api.schemas import Schema
from shop_admin.api.values import Line, QueryFlag, QueryWhole
from shop_admin.errors import Invalid
from shop_admin.queries.pages import Found, Position, Rows, Sorting, count_rows, fetch_page

# What may differ from page to page of one list.
_OF_PAGES = ("cursor", "limit", "count")
Show = Callable[[Sequence[Found]], list[dict[str, Any]]]


class ListQuery(Schema):
    """What every list takes."""

    limit: QueryWhole = Field(20, ge=1, le=100)
    # A name of 200 signs is in it, each of which may take six letters before it is packed.
    cursor: Line | None = Field(None, max_length=4000)
    count: QueryFlag = False


def list_page(statement: Rows, sorting: Sorting, query: ListQuery, show: Show) -> dict[str, Any]:
    """Return one page of a select as the envelope; call it while somebody acts.

    Raises Invalid for a cursor that is not ours or belongs to another list, order or filter.
    """
    position = _read_cursor(query.cursor, sorting) if query.cursor is not None else None
    page = fetch_page(statement, sorting, query.limit, position)
    envelope: dict[str, Any] = {
        "results": show(page.rows),
        "next": _address(page.next, sorting),
        "previous": _address(page.previous, sorting),
    }
    if query.count:
        envelope["count"] = count_rows(statement)
    return envelope


def continues(query: ListQuery, sorting: Sorting) -> bool:
    """Tell whether a query asks for a further page of a list in this order."""
    return query.cursor is not None and _read(query.cursor)[0] == sorting.name


def each(show: Callable[[Found], dict[str, Any]]) -> Show:
    """Return what shows a page whose rows are shown one by one."""
    return lambda rows: [show(row) for row in rows]


def _address(position: Position | None, sorting: Sorting) -> str | None:
    if position is None:
        return None
    cursor = _signer().dumps([sorting.name, position.backwards, *position.keys])
    # What the query had stays, in its order; only the place in the list moves.
    given = [(name, value) for name, value in request.args.items() if name != "cursor"]
    return address(f"{request.path}?{urlencode([*given, ('cursor', cursor)])}")


def _read_cursor(cursor: str, sorting: Sorting) -> Position:
    name, backwards, *keys = _read(cursor)
    if name != sorting.name:
        raise Invalid("Take the cursor from this list's next or previous.", field="cursor")
    return Position(keys=tuple(keys), backwards=backwards)


def _read(cursor: str) -> list[Any]:
    """Return what was signed; of a cursor that is not ours, what belongs to no list."""
    try:
        signed: list[Any] = _signer().loads(cursor)
    except BadSignature:
        return [None, False]
    return signed


def _signer() -> URLSafeSerializer:
    """Return what signs places in this very list: its path and what it is narrowed to."""
    assert current_app.secret_key is not None
    given = sorted((name, value) for name, value in request.args.items() if name not in _OF_PAGES)
    salt = f"cursor:{request.path}?{urlencode(given)}"
    return URLSafeSerializer(current_app.secret_key, salt=salt)
