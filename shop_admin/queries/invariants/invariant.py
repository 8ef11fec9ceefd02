"""One invariant and what breaks it: a select of (id, note), empty where all is well."""

from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

EXAMPLES = 20


@dataclass(frozen=True, kw_only=True)
class Invariant:
    """A rule by its number, a sentence, and the SQL of the rows that break it."""

    code: str
    title: str
    sql: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """How many rows break an invariant, and the first of them as [{id, note}]."""

    code: str
    title: str
    count: int = 0
    examples: list[dict[str, str]] = field(default_factory=list)

    @property
    def is_broken(self) -> bool:
        """Tell whether anything breaks it."""
        return self.count > 0

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


def look(session: Session, invariant: Invariant) -> Finding:
    """Count what breaks an invariant and name the first of it, in one statement."""
    statement = text(
        f"WITH broken AS MATERIALIZED ({invariant.sql})"  # noqa: S608 - our own SQL
        " SELECT (SELECT count(*) FROM broken), id::text, note FROM broken"
        f" ORDER BY id::text LIMIT {EXAMPLES}"
    )
    rows = session.execute(statement).all()
    return Finding(
        code=invariant.code,
        title=invariant.title,
        count=rows[0][0] if rows else 0,
        examples=[{"id": row[1], "note": row[2] or ""} for row in rows],
    )
