"""Look-ups: suggestions while somebody types, few, scoped, from one declared expression."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from shop_admin.console.base.search import matching
from shop_admin.db import db
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import visible

MAX_FOUND = 20
MIN_LETTERS = 2


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """What is searched, by which expression, and which attributes a suggestion shows."""

    model: Any
    expression: str
    value: str
    text: str

    def find(self, actor: Actor, words: list[str], *, limit: int) -> list[dict[str, str]]:
        """Return suggestions as value and text; a record without a value suggests nothing."""
        statement = (
            sa.select(self.model)
            .where(*visible(self.model, actor), matching(self.model, self.expression, words))
            .order_by(self.model.id)
            .limit(min(limit, MAX_FOUND))
        )
        found = db.session.scalars(statement).unique()
        return [
            {"value": getattr(one, self.value), "text": getattr(one, self.text)}
            for one in found
            if getattr(one, self.value)
        ]
