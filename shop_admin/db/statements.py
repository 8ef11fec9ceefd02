"""Statements in SQL: several in one round trip, each planned once a connection."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, Row, event

from shop_admin.db.base import db
from shop_admin.db.party import BROWSING

_VALUE = re.compile(r"%\((\w+)\)s")
_PLANNED = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b")
MOST_PLANS = 500
"""So many a connection: a list that is narrowed in every way there is makes a few dozen."""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A statement and its values, %(name)s in it, that can travel together with others."""

    sql: str
    values: Mapping[str, Any]


def run_together(writes: Sequence[Statement]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Run statements in their order in one round trip; return the rows of the last one.

    Each is planned once a connection, by its first use there.
    """
    db.session.flush()
    connection = db.session.connection()
    calls = prepared(connection, [one.sql for one in writes])
    values = {
        f"w{number}_{name}": one.values[name]
        for number, (one, call) in enumerate(zip(writes, calls, strict=True))
        for name in call.names
    }
    texts = (call.sql.replace("%(", f"%(w{number}_") for number, call in enumerate(calls))
    found = connection.exec_driver_sql(";\n".join(texts), values)
    return found.all() if found.returns_rows else ()


@dataclass(frozen=True, kw_only=True)
class Call:
    """How a prepared statement is run: what is sent, and the names of its values."""

    sql: str
    names: tuple[str, ...]
    preparing: str


def prepared(connection: Connection, statements: Sequence[str]) -> Sequence[Call]:
    """Return how to run statements that this connection has planned, now or earlier.

    PREPARE outlives its transaction, also one that is rolled back. What cannot be prepared, such
    as SET, is sent as it is.
    """
    known: dict[str, Call] = connection.info.setdefault("planned", {})
    return [known.get(one) or _planned(connection, known, one) for one in statements]


def _planned(connection: Connection, known: dict[str, Call], statement: str) -> Call:
    call = _call(statement)
    if len(known) >= MOST_PLANS:
        return Call(sql=statement, names=call.names, preparing="")
    if call.preparing:
        cursor = connection.connection.cursor()
        cursor.execute(call.preparing)
        cursor.close()
    known[statement] = call
    return call


@event.listens_for(Engine, "before_cursor_execute", retval=True)
def _plan_once(
    connection: Connection, _cursor: Any, statement: str, values: Any, _more: Any, _many: bool
) -> tuple[str, Any]:
    """Plan what the public reads once a connection, whoever wrote the statement."""
    if not connection.get_execution_options().get(BROWSING):
        return statement, values
    (call,) = prepared(connection, [statement])
    return call.sql, values


@lru_cache(maxsize=4 * MOST_PLANS)
def _call(statement: str) -> Call:
    names = tuple(dict.fromkeys(_VALUE.findall(statement)))
    if not _PLANNED.match(statement):
        return Call(sql=statement, names=names, preparing="")
    places = {name: f"${number}" for number, name in enumerate(names, start=1)}
    # Sent without values: what stands for a sign of per cent is one then.
    body = _VALUE.sub(lambda found: places[found[1]], statement).replace("%%", "%")
    name = "shop_" + sha256(statement.encode()).hexdigest()[:16]
    given = ", ".join(f"%({one})s" for one in names)
    return Call(
        sql=f"EXECUTE {name}({given})" if names else f"EXECUTE {name}",
        names=names,
        preparing=f"PREPARE {name} AS {body}",
    )
