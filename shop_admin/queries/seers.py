"""Who reads, as far as statements differ by it: so that one is made once and kept ready."""

from dataclasses import dataclass, field
from typing import Any

from shop_admin.permissions import Actor

KEPT = 100
"""So many statements of one kind are kept ready in a process."""


@dataclass(frozen=True, kw_only=True)
class Seer:
    """An actor as a key: all who are equal see, and may do, the same."""

    key: tuple[Any, ...]
    actor: Actor = field(compare=False)


def seer_of(actor: Actor) -> Seer:
    """Return an actor as a key."""
    roles = frozenset(actor.roles.items())
    key = (actor.kind, actor.user_id, actor.order_id, actor.global_roles, roles)
    return Seer(key=key, actor=actor)
