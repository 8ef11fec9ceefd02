"""What the public sees of a product: whether it does now, why not, and when that changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shop_admin.console.display import exact
from shop_admin.language import N_, _
from shop_admin.models.catalog import Product

OWN_PERIOD = (N_("Goes on sale on %(moment)s."), N_("It was on sale until %(moment)s."))
PERIOD_ABOVE = (N_("It begins on %(moment)s."), N_("It ended on %(moment)s."))


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Something that hides a product: `of` is empty where it is the product itself."""

    why: str
    of: str = ""


@dataclass(frozen=True, kw_only=True)
class Publicity:
    """Whether a product is public at a moment, what hides it, and until when it is on sale."""

    obstacles: tuple[Obstacle, ...]
    until: str

    @property
    def is_public(self) -> bool:
        """Tell whether anybody may see it."""
        return not self.obstacles


def publicity_of(product: Product, now: datetime, zone: str) -> Publicity:
    """Return what the public sees of a product; the rule is that of queries/publication."""
    above = (
        (product.store, N_("Its store “%(name)s”")),
        (product.category, N_("Its category “%(name)s”")),
        (product.subcategory, N_("Its subcategory “%(name)s”")),
    )
    obstacles = [Obstacle(why=why) for why in _hiding(product, now, zone, OWN_PERIOD)]
    for record, called in above:
        if record is not None:
            of = _(called, name=record.name)
            hidden = _hiding(record, now, zone, PERIOD_ABOVE)
            obstacles += [Obstacle(why=why, of=of) for why in hidden]
    ends = product.active_to
    until = _("On sale until %(moment)s.", moment=exact(ends, zone)) if ends and ends > now else ""
    return Publicity(obstacles=tuple(obstacles), until=until)


def _hiding(record: Any, now: datetime, zone: str, period: tuple[str, str]) -> Iterator[str]:
    """Yield why a record is not in force, each in a sentence; `period` says before and after."""
    before, after = period
    if record.is_deleted:
        yield _("It is in the bin.")
    if record.is_suspended:
        yield _("It is suspended.")
    match record.status_flag:
        case "DRAFT":
            yield _("It is a draft still.")
        case "INACTIVE":
            yield _("It is inactive.")
        case "ARCHIVED":
            yield _("It is archived.")
    if record.active_from is not None and record.active_from > now:
        yield _(before, moment=exact(record.active_from, zone))
    if record.active_to is not None and record.active_to <= now:
        yield _(after, moment=exact(record.active_to, zone))
