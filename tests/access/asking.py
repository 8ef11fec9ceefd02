"""From an entry of the reviewed file and a case to the request that is sent."""

import re
import secrets
from collections.abc import Mapping
from typing import Any

import factories
from reviewed import Entry
from two_stores import Side
from walking import Ask, House

# What stands for an id where none belongs.
MALFORMED = "not-an-id"
PARAMETER = re.compile(r"<(?:[^<>:]*:)?(\w+)>")


class Asking:
    """One entry's requests, each with the record of its case."""

    def __init__(self, house: House, entry: Entry, missing: str) -> None:
        self.house = house
        self.entry = entry
        self.missing = missing

    def ask(self, role: str, case: str) -> Ask:
        """Return the request of a role in a case."""
        side = self._side(case)
        record = self.record(case)
        path = PARAMETER.sub(lambda found: self._parameter(found[1], record, side), self.entry.rule)
        where, _, name = self.entry.by.partition(" ")
        query = dict(self.entry.asks) | ({name: record} if where == "query" else {})
        return Ask(
            method=self.entry.method,
            path=path,
            role=role,
            query=query,
            sends=self._filled(self.entry.sends, self._values(record, side)),
            guest_of=self._secret_order(),
        )

    def record(self, case: str) -> str:
        """Return the id that the case names; empty where the entry opens nothing."""
        noun = self.entry.opens
        match case:
            case "missing":
                return "999999999999" if noun.endswith("entry") else self.missing
            case "malformed":
                return MALFORMED
            case "removed":
                noun = f"removed {noun}"
            case "live":
                noun = re.sub(r"^removed | that staff removed$", "", noun)
        if not noun:
            return ""
        return str(self._side(case).ids.get(noun) or self.house.stores.shared[noun])

    def _side(self, case: str) -> Side:
        stores = self.house.stores
        return stores.other if case == "other" else stores.own

    def _parameter(self, name: str, record: str, side: Side) -> str:
        if self.entry.by == f"path {name}":
            return record
        if name in self.entry.fills:
            return self.entry.fills[name]
        return self._beside(name.removesuffix("_id"), record, side)

    def _beside(self, noun: str, record: str, side: Side) -> str:
        """Return the other id of a path: the record's parent, or the own store's child."""
        if self.entry.is_shared:
            return str(self.house.stores.shared[f"shared {noun}"])
        foreign = self.entry.opens in ("category", "product")
        ids = self.house.stores.own.ids if foreign else side.ids
        if noun == "product" and record == str(ids.get("removed image")):
            noun = "removed image's product"
        return str(ids[noun])

    def _secret_order(self) -> Any:
        ids = self.house.stores.own.ids
        return ids["paid order"] if self.entry.opens == "paid order" else ids["order"]

    def _values(self, record: str, side: Side) -> dict[str, str]:
        return {
            "id": record,
            "version": str(self.house.stores.versions.get(record, 1)),
            "token": secrets.token_hex(16),
            "colleague": side.colleague.email,
            "password": factories.PASSWORD,
            "session": str(side.ids["session"]),
        }

    def _filled(self, given: Any, values: Mapping[str, str]) -> Any:
        """Fill what is in braces; a text that begins with # becomes a number."""
        if isinstance(given, Mapping):
            return {
                name.format_map(values): self._filled(value, values)
                for name, value in given.items()
            }
        if isinstance(given, list):
            return [self._filled(value, values) for value in given]
        if isinstance(given, str) and given.startswith("#{"):
            return int(given[1:].format_map(values))
        return given.format_map(values) if isinstance(given, str) else given
