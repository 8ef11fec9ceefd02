"""The reviewed file read: each entry with what it asks, and the answer it expects for a case."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("access.yaml")
ROLES = (
    "anonymous",
    "guest",
    "manager",
    "staff",
    "accountant",
    "other",
    "books",
    "admin",
    "disabled",
    "ended",
    "customer",
    "stranger",
)
CUSTOMERS = ("customer", "stranger")
OF_ALL_STORES = ("books", "admin")
ANSWERS = ("ok", "login", "forbidden", "refused", "notfound", "invalid", "unsigned")
CASES = ("own", "other", "removed", "live", "missing", "malformed")
MIRRORED = {"own": "other", "other": "own"}
KEYS = {"who", "opens", "by", "sends", "fills", "asks", "changes", "why", *CASES}
# Kinds of records that are in no bin: never removed, or written once.
WITHOUT_BIN = frozenset(
    {
        "paid order",
        "payment",
        "refund",
        "invoice",
        "movement",
        "shipment",
        "session",
        "audit entry",
        "document entry",
        "draft product",
        "export",
        "failed export",
        "bulk job",
        "cancelled bulk job",
        "finished bulk job",
        "shared failed job",
        "shared waiting job",
        "shared provider event",
    }
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One route by one method, for one kind of record."""

    method: str
    rule: str
    who: Mapping[str, str]
    opens: str = ""
    by: str = ""
    sends: Mapping[str, Any] | None = None
    fills: Mapping[str, str] = field(default_factory=dict)
    asks: Mapping[str, str] = field(default_factory=dict)
    changes: bool = True
    exceptions: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Return what a failing test is called by."""
        deed = (self.sends or {}).get("deed") or (self.sends or {}).get("action") or ""
        return " ".join(part for part in (self.method, self.rule, self.opens, deed) if part)

    @property
    def is_api(self) -> bool:
        """Tell whether the JSON API answers here."""
        return self.rule.startswith("/api/")

    @property
    def is_shared(self) -> bool:
        """Tell whether the record belongs to all stores, so that there is no other's."""
        return "shared" in self.opens

    @property
    def cases(self) -> tuple[str, ...]:
        """Return the cases that there are for this kind of record."""
        if not self.opens:
            return ("own",)
        has_bin = self.opens not in WITHOUT_BIN and "removed" not in self.opens
        return (
            "own",
            *(() if self.is_shared or "staff removed" in self.opens else ("other",)),
            *(("removed",) if has_bin else ()),
            *(("live",) if "removed" in self.opens else ()),
            "missing",
            "malformed",
        )

    def expected(self, role: str, case: str) -> str:
        """Return the answer that this role must get in this case."""
        if role in ("disabled", "ended"):
            return "login" if self.is_api else self.expected("anonymous", case)
        if role == "guest" and "guest" not in self.who:
            return self.expected("anonymous", case)
        if role == "other":
            return self._expected_of_other(case)
        if role in CUSTOMERS:
            return self._expected_of_customer(role, case)
        return self._expected_of(role, case, self.who[role])

    def _expected_of_customer(self, role: str, case: str) -> str:
        """Answer somebody whose token opens the API, and in it what they bought."""
        if not self.is_api:
            return self.expected("anonymous", case)
        if "customer" not in self.who:
            own = self.who["anonymous"].replace("login", "forbidden")
            return self._expected_of("anonymous", case, own)
        if role == "stranger" and self.opens:
            case = MIRRORED.get(case, case)
        return self._expected_of("customer", case, self.who["customer"])

    def _expected_of(self, role: str, case: str, own: str) -> str:
        if case == "own":
            return own
        said = self.exceptions.get(case)
        if isinstance(said, Mapping):
            said = said.get(role)
        elif own != "ok":
            said = None
        return str(said) if said else self._elsewhere(role, case, own)

    def _elsewhere(self, role: str, case: str, own: str) -> str:
        """Answer for a record that is not the own store's, by the file's general rules."""
        if own not in ("ok", "refused") or (case == "other" and role in OF_ALL_STORES):
            return own
        return self._unknown

    @property
    def _unknown(self) -> str:
        return "invalid" if self.by == "body" else "notfound"

    def _expected_of_other(self, case: str) -> str:
        """Answer staff of the other store: what is own is the other's, and so is its bin."""
        said = self.exceptions.get(case)
        if isinstance(said, Mapping) and "other" in said:
            return str(said["other"])
        if not self.opens or self.is_shared:
            return self.expected("staff", case)
        seen = MIRRORED.get(case, "other" if case in ("removed", "live") else case)
        if "staff removed" in self.opens and seen == "own":
            return self.expected("staff", "other")
        if case in ("removed", "live") and self.expected("staff", "own") in ("ok", "refused"):
            return self._unknown
        return self.expected("staff", seen)

    def steps(self) -> Iterator[tuple[str, str, str]]:
        """Yield role, case and expected answer of every request of the walk."""
        for case in self.cases:
            for role in ROLES:
                yield role, case, self.expected(role, case)


@cache
def entries() -> tuple[Entry, ...]:
    """Return all entries of the file. Raises ValueError for one that nobody could review."""
    content = yaml.safe_load(FILE.read_text())
    return tuple(
        entry
        for key, given in content["routes"].items()
        for one in (given if isinstance(given, list) else [given])
        for entry in _read(key, one, content)
    )


def _read(key: str, given: Mapping[str, Any], content: Mapping[str, Any]) -> Iterator[Entry]:
    *methods, rule = re.findall(r"[A-Z]+(?= )|/.*", key)
    exceptions = {case: given[case] for case in CASES if case in given}
    unknown = set(given) - KEYS
    if unknown or ("opens" in given) != ("by" in given):
        raise ValueError(f"{key}: {sorted(unknown) or '`opens` and `by` go together'}")
    if exceptions and "why" not in given:
        raise ValueError(f"{key}: an exception needs its `why`")
    for method in methods:
        yield Entry(
            method=method,
            rule=rule,
            who=_named(given["who"], content["who"]),
            opens=given.get("opens", ""),
            by=given.get("by", ""),
            sends=_named(given.get("sends"), content["bodies"]),
            fills=given.get("fills", {}),
            asks=given.get("asks", {}),
            changes=given.get("changes", True),
            exceptions=exceptions,
        )


def _named(given: Any, known: Mapping[str, Any]) -> Any:
    return known[given] if isinstance(given, str) else given
