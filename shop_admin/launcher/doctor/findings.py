"""A finding: what was looked at, how it is, and one sentence about it."""

from dataclasses import dataclass
from typing import Literal

SIGNS = {"good": "✓", "warning": "!", "bad": "✗"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One point of the examination; only a bad one makes the doctor's exit code 1."""

    name: str
    state: Literal["good", "warning", "bad"]
    sentence: str

    @property
    def ok(self) -> bool:
        """Tell whether one can live with it."""
        return self.state != "bad"

    def __str__(self) -> str:
        return f"{SIGNS[self.state]} {self.name:<12} {self.sentence}"


def good(name: str, sentence: str) -> Finding:
    """Return a finding that needs nothing."""
    return Finding(name=name, state="good", sentence=sentence)


def warning(name: str, sentence: str) -> Finding:
    """Return a finding that somebody should look at."""
    return Finding(name=name, state="warning", sentence=sentence)


def bad(name: str, sentence: str) -> Finding:
    """Return a finding that must be mended."""
    return Finding(name=name, state="bad", sentence=sentence)
