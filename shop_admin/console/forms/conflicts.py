"""Two people at one record: what each field was, what the other saved, what was typed here."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wtforms import BooleanField, FormField, PasswordField, SelectMultipleField

from shop_admin.language import _

UNSHOWN = frozenset({"version", "form_token", "csrf_token", "seen"})
LONGEST = 400
"""Texts longer than this travel as a digest: enough to tell who changed them."""
DIGEST = "sha256:"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A field that the other person changed: what it was, theirs, yours, and what is proposed."""

    name: str
    label: str
    field: Any
    was: str | None
    theirs: str
    yours: str
    takes_theirs: bool


@dataclass(frozen=True, kw_only=True)
class Meanwhile:
    """What somebody else saved between opening and saving a form."""

    by: str
    at: datetime
    differences: list[Difference] = field(default_factory=list)

    @property
    def names(self) -> frozenset[str]:
        """Return the fields that wait for a decision."""
        return frozenset(one.name for one in self.differences)


def snapshot(form: Any) -> str:
    """Return what the form's fields say as it is opened, for its hidden field `seen`."""
    return json.dumps({one.name: _kept(text_of(one)) for one in form if _is_shown(one)})


def read_snapshot(raw: str | None) -> Mapping[str, str]:
    """Return a snapshot as it came back; whatever is none is taken for an empty one."""
    try:
        found = json.loads(raw or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: text for name, text in found.items() if isinstance(text, str)}


def differences(mine: Any, theirs: Any, seen: Mapping[str, str]) -> list[Difference]:
    """Return the fields that the other person changed. What only you changed is not among them."""
    found = []
    for one in mine:
        if not _is_shown(one) or one.name not in theirs:
            continue
        yours, other, was = text_of(one), text_of(theirs[one.name]), seen.get(one.name)
        if yours == other or was == _kept(other):
            continue
        found.append(
            Difference(
                name=one.name,
                label=_(str(one.label.text)),
                field=one,
                was=None if was is None or was.startswith(DIGEST) else was,
                theirs=other,
                yours=yours,
                takes_theirs=was == _kept(yours),
            )
        )
    return found


def take(mine: Any, theirs: Any) -> None:
    """Put the other person's value into a field, as if it had been typed."""
    mine.process(None, theirs.data)
    if isinstance(mine, BooleanField | FormField | SelectMultipleField):
        return
    # Validators ask for what was sent: here it is what the record holds.
    mine.raw_data = None
    value = mine._value() if hasattr(mine, "_value") else theirs.data
    mine.raw_data = [str(value)] if value not in (None, "") else []


def text_of(one: Any) -> str:
    """Return a field's value as people read it."""
    labels = {
        str(value): label for value, label, *_rest in getattr(one, "iter_choices", lambda: ())()
    }
    if isinstance(one.data, bool):
        return _("Yes") if one.data else _("No")
    if isinstance(one.data, list):
        return ", ".join(str(labels.get(str(value), value)) for value in one.data if value)
    if labels:
        return str(labels.get(str(one.data), one.data or ""))
    if one.data is None:
        return ""
    if isinstance(one, FormField):
        return ", ".join(str(value) for value in one.data.values() if value)
    return str(one._value()) if hasattr(one, "_value") else str(one.data)


def _kept(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return DIGEST + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _is_shown(one: Any) -> bool:
    return one.name not in UNSHOWN and not isinstance(one, PasswordField)
