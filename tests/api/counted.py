"""What a request asks the database, without what the tests' own harness does around it."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from shop_admin.db import db

# The party's role; the catalogue's edition, which a server asks for four times a second at most;
# and the savepoints that stand for a test's commits.
_AROUND = (
    "SELECT set_config('role'",
    "SELECT set_config('app.catalogue_counted'",
    "SAVEPOINT",
    "RELEASE",
    "ROLLBACK",
    "SET CONSTRAINTS",
)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Yield a list that fills with each round trip's statements, on one line."""
    seen: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        line = " ".join(statement.split())
        if not line.startswith(_AROUND) and "catalogue_versions" not in line:
            seen.append(line)

    engine = db.engines[None]
    sa.event.listen(engine, "before_cursor_execute", listen)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", listen)
