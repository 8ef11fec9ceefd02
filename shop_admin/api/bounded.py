"""A memory that is bounded in number and bytes: what nobody asked for longest makes room."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, Protocol, TypeVar

from shop_admin.queries.publication import Edition


class Sized(Protocol):
    """What can be kept: bytes that were true in one edition of the catalogue."""

    @property
    def edition(self) -> Edition:
        """Return the edition that was current before the data was read."""

    @property
    def body(self) -> bytes:
        """Return what takes the room."""


K = TypeVar("K", bound=Sized)
_BESIDES = 500
"""About what an entry takes besides its body and the texts of its key."""


class Bounded(Generic[K]):
    """Answers by their keys, safe for threads."""

    def __init__(self, most: int, most_bytes: int) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[Hashable, K] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Hashable, edition: Edition) -> K | None:
        """Return what is kept for this edition, if there is anything."""
        kept = self.peek(key)
        return kept if kept is not None and kept.edition == edition else None

    def peek(self, key: Hashable) -> K | None:
        """Return what is kept, of whichever edition it is."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def keep(self, key: Hashable, kept: K) -> None:
        """Keep an answer in place of what was there under its key."""
        with self._lock:
            self._drop(key)
            self._kept[key] = kept
            self._bytes += _size(key, kept)
            while len(self._kept) > self._most or self._bytes > self._most_bytes:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: Hashable) -> None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            self._bytes -= _size(key, kept)


def _size(key: Hashable, kept: Sized) -> int:
    texts = key if isinstance(key, tuple) else (key,)
    return sum(len(text) for text in texts) + len(kept.body) + _BESIDES
