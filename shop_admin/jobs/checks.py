"""The nightly round: seal the audit trail, then look whether all that is stored is sound."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shop_admin import clock
from shop_admin.db import acting_as, transaction
from shop_admin.permissions import IDENTITY
from shop_admin.queries.invariants import Finding
from shop_admin.services import checks, seals
from shop_admin.wiring import parts

log = logging.getLogger("shop_admin.checks")

# A file is there before its row is: a young one may still be waiting for it.
YOUNG = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a run found, and how many files it read."""

    findings: tuple[Finding, ...]
    files: int

    @property
    def broken(self) -> tuple[Finding, ...]:
        """Return the findings that somebody must look at."""
        return tuple(finding for finding in self.findings if finding.is_broken)


def nightly() -> None:
    """Seal yesterday's entries, check, and say in the log when something is broken."""
    with transaction(IDENTITY.db_context()):
        seals.seal_trail()
    report = run()
    if report.broken:
        codes = [finding.code for finding in report.broken]
        log.error("invariants are broken", extra={"fields": {"invariants": codes}})


def run(*, every_file: bool = False) -> Report:
    """Look at everything and write the run down; files by sample, or each one and its row."""
    storage = parts().storage
    with acting_as(IDENTITY.db_context()) as session:
        started = clock.now(session)
        findings = checks.look_at_data()
        files = checks.stored_files(every=every_file)
        known = checks.known_keys() if every_file else set()
    orphans = []
    if every_file:
        oldest = datetime.now(UTC) - YOUNG
        orphans = [key for key, at in storage.list() if at < oldest and key not in known]
    findings.append(checks.look_at_files(storage, files, orphans))
    with transaction(IDENTITY.db_context()):
        checks.record(started, findings, len(files))
    return Report(findings=tuple(findings), files=len(files))
