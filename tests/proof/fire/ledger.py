"""The provider's own books: charges, refunds and messages, on disk before anybody is answered."""

import json
import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

SCHEMA = """
    CREATE TABLE IF NOT EXISTS charges (
        key TEXT PRIMARY KEY, id TEXT, payment_id TEXT, amount INTEGER, currency TEXT);
    CREATE TABLE IF NOT EXISTS refunds (
        key TEXT PRIMARY KEY, id TEXT, payment_id TEXT, amount INTEGER, currency TEXT);
    CREATE TABLE IF NOT EXISTS messages (id TEXT PRIMARY KEY, body TEXT, is_told INTEGER DEFAULT 0)
"""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A charge or a refund, as the ledger has it."""

    key: str
    payment_id: str
    amount: int


class Refused(Exception):
    """There is no such money to give back."""


class Ledger:
    """The books in one file, which every thread of the provider writes in turn."""

    def __init__(self, path: Path) -> None:
        self._turn = threading.Lock()
        self._file = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.executescript(SCHEMA)

    def charge(self, key: str, wanted: dict[str, Any]) -> tuple[str, str | None]:
        """Charge once for each key; return the charge's id, and the message if it is new."""
        return self._written("charges", key, wanted, "charge.captured")

    def refund(self, key: str, wanted: dict[str, Any]) -> tuple[str, str | None]:
        """Give back once for each key, as `charge`. Raises Refused for what was not charged."""
        with self._turn:
            known = self._file.execute(
                "SELECT 1 FROM charges WHERE payment_id = ? AND amount >= ?",
                (wanted["payment_id"], wanted["amount"]),
            ).fetchone()
        if known is None:
            raise Refused("This money was never charged.")
        return self._written("refunds", key, wanted, "charge.refunded")

    def message(self, message_id: str) -> str:
        """Return a message as it travels."""
        with self._turn:
            found = self._file.execute("SELECT body FROM messages WHERE id = ?", (message_id,))
            return str(found.fetchone()[0])

    def tell(self, message_id: str) -> None:
        """Note that the shop has taken a message."""
        with self._turn:
            self._file.execute("UPDATE messages SET is_told = 1 WHERE id = ?", (message_id,))

    def _written(
        self, table: str, key: str, wanted: dict[str, Any], kind: str
    ) -> tuple[str, str | None]:
        new, message_id = f"{table[:2]}_{uuid4().hex}", f"evt_{uuid4().hex}"
        data = {**wanted, "charge": f"pay_{wanted['payment_id']}", "reference": new}
        body = json.dumps({"id": message_id, "type": kind, "data": data})
        row = (key, new, wanted["payment_id"], wanted["amount"], wanted["currency"])
        with self._turn:
            self._file.execute("BEGIN IMMEDIATE")
            written = self._file.execute(
                f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", row
            )
            is_new = written.rowcount == 1
            if is_new:
                self._file.execute(
                    "INSERT INTO messages (id, body) VALUES (?, ?)", (message_id, body)
                )
            found = self._file.execute(f"SELECT id FROM {table} WHERE key = ?", (key,)).fetchone()
            self._file.execute("COMMIT")
        return str(found[0]), message_id if is_new else None


def read_entries(path: Path, table: str) -> list[Entry]:
    """Return what a ledger's file holds: of charges or of refunds."""
    file = sqlite3.connect(path)
    try:
        rows = file.execute(f"SELECT key, payment_id, amount FROM {table}").fetchall()
    finally:
        file.close()
    return [Entry(key=key, payment_id=payment, amount=amount) for key, payment, amount in rows]


def count_untold(path: Path) -> int:
    """Return how many messages the shop has not taken yet."""
    file = sqlite3.connect(path)
    try:
        return int(file.execute("SELECT count(*) FROM messages WHERE NOT is_told").fetchone()[0])
    finally:
        file.close()
