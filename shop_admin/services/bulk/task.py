"""What an act is given for one record, and what it says it did."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Values = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Task:
    """One record of a bulk job: `values` are what the act's form said.

    For an undo, `was` is what the record is expected to hold, and `is_now` what it gets back.
    """

    model: Any
    record_id: UUID
    values: Values
    was: Values | None = None
    is_now: Values | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a record: unchanged, done, or changed from `was` to `is_now` for an undo."""

    is_same: bool = False
    was: Values | None = None
    is_now: Values | None = None


DONE = Outcome()
SAME = Outcome(is_same=True)
