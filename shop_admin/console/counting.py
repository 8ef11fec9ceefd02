"""A sheet of numbers typed down a column: read, booked all or none, each refusal on its line.

What is counted is compared with what the books said when the line was shown: that difference is
booked, so what was sold or moved between counting and saving stays sold and moved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from shop_admin.console.base.filters import parse_id
from shop_admin.console.booked import Booked, Line, book
from shop_admin.console.display import words
from shop_admin.db import db, transaction
from shop_admin.errors import ShopError
from shop_admin.language import N_, _, ngettext
from shop_admin.permissions import Actor

MOST_COUNTED = 300
MOST_TOLD = 8
LONGEST_NOTE = 500
LONGEST_NUMBER = 7
BATCHES: Mapping[str, str] = {
    "count": N_("Counted on the shelf"),
    "receive": N_("Came in"),
    "DAMAGE": N_("Damaged or lost"),
    "RETURN": N_("Brought back"),
    "IMPORT": N_("Imported"),
}
"""What the numbers of a sheet can mean."""


class Refused(Exception):
    """Some lines of a sheet are refused, each for its reason: none of it is booked."""

    def __init__(self, reasons: Mapping[UUID, str]) -> None:
        super().__init__()
        self.reasons = reasons


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What was typed: what it means, its note, and the lines in the order of ids."""

    deed: str
    note: str
    lines: Sequence[Line]

    def typed(self) -> Mapping[UUID, Line]:
        """Return the lines by their product."""
        return {one.product_id: one for one in self.lines}


def read_sheet(form: MultiDict[str, str]) -> Sheet:
    """Understand a sheet as it was sent. Raises BadRequest for what no page of ours sends."""
    deed, note = form.get("deed", "count"), form.get("note", "").strip()
    if deed not in BATCHES:
        raise BadRequest(_("Choose what the numbers mean."))
    if len(note) > LONGEST_NOTE or not note.isprintable():
        longest = _("A note is one line of %(number)s characters at most.", number=LONGEST_NOTE)
        raise BadRequest(longest)
    typed = {
        parse_id(name.removeprefix("count-")): raw.strip()
        for name, raw in form.items()
        if name.startswith("count-") and raw.strip()
    }
    if not 1 <= len(typed) <= MOST_COUNTED:
        raise BadRequest(_("Type 1 to %(most)s numbers, then save.", most=MOST_COUNTED))
    lines = [
        Line(product_id=one, raw=raw[:40], seen=whole(form.get(f"seen-{one}", "").strip()))
        for one, raw in sorted(typed.items())
    ]
    return Sheet(deed=deed, note=note, lines=lines)


def book_sheet(actor: Actor, sheet: Sheet) -> Sequence[Booked]:
    """Book all lines of a sheet in one transaction. Raises Refused, with all that is in the way."""
    reasons: dict[UUID, str] = {}
    booked: list[Booked] = []
    with transaction():
        for line in sheet.lines:
            number = whole(line.raw)
            if number is None:
                reasons[line.product_id] = _("Type a whole number.")
                continue
            try:
                with db.session.begin_nested():
                    booked.append(book(actor, sheet.deed, line, number, sheet.note))
            except ShopError as refusal:
                if refusal.status in (403, 404):
                    raise
                reasons[line.product_id] = refusal.message
        if reasons:
            raise Refused(reasons)
    return booked


def told(deed: str, booked: Sequence[Booked]) -> str:
    """Return what came of a sheet; what differed or moved meanwhile line by line."""
    changed = sum(one.delta != 0 for one in booked)
    if deed != "count":
        return ngettext(
            "%(number)s product was booked as “%(meaning)s”.",
            "%(number)s products were booked as “%(meaning)s”.",
            changed,
            meaning=_(BATCHES[deed]),
        )
    sentences = [one.told for one in booked if one.delta or one.moved_meanwhile]
    head = _(
        "%(counted)s counted, %(changed)s differed and were booked.",
        counted=len(booked),
        changed=changed,
    )
    said = [head, *sentences[:MOST_TOLD]]
    if len(sentences) > MOST_TOLD:
        left = len(sentences) - MOST_TOLD
        said.append(ngettext("… and %(number)s more.", "… and %(number)s more.", left))
    return " ".join(said)


def told_of_hand(deed: str, number: int, reason: str) -> str:
    """Return what one movement by hand did, in a sentence."""
    if deed == "receive":
        return _("%(number)s came in.", number=number)
    change, why = f"{number:+d}", words(reason).lower()
    return _("%(change)s booked as %(reason)s.", change=change, reason=why)


def whole(text: str) -> int | None:
    """Return the whole number that was typed, or None for anything else."""
    fits = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if fits else None
