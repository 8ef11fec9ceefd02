"""Objects in a path: found for the caller before anything of the request is read."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from shop_admin.db import acting_as
from shop_admin.errors import Forbidden, NotFound
from shop_admin.permissions import Actor
from shop_admin.queries.visibility import get
from shop_admin.services.records import may_change


def opens(model: Any, name: str) -> Callable[..., Actor]:
    """Return the opener of a record to change; missing and out of scope are the same."""

    def opener(actor: Actor, **ids: UUID) -> Actor:
        with acting_as(actor.db_context()):
            _require_change(actor, get(model, actor, ids[name]))
        return actor

    return opener


def opens_child(model: Any, name: str, parent: Any, parent_name: str) -> Callable[..., Actor]:
    """Return the opener of a record below another, which must be its own and be there too."""

    def opener(actor: Actor, **ids: UUID) -> Actor:
        with acting_as(actor.db_context()):
            record = get(model, actor, ids[name])
            if getattr(record, parent_name) != ids[parent_name]:
                raise NotFound
            get(parent, actor, ids[parent_name])
            _require_change(actor, record)
        return actor

    return opener


def _require_change(actor: Actor, record: Any) -> None:
    if not may_change(actor, record):
        raise Forbidden
