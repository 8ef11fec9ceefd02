"""Exports: a file is made piece by piece, in short reads with no transaction over all of it."""

import hashlib
import logging
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

from shop_admin.db import acting_as, transaction
from shop_admin.documents.registers import Archive, Batch, Journal, RegisterLine
from shop_admin.documents.registers.workbook import Workbook
from shop_admin.errors import Conflict
from shop_admin.jobs import holdings
from shop_admin.permissions import IDENTITY
from shop_admin.providers.storage.base import Storage
from shop_admin.queries import exports as queries
from shop_admin.queries.exports import PaperFile
from shop_admin.services import exports
from shop_admin.services.exports import Attempt, Documents, Holding, Made
from shop_admin.wiring import parts

log = logging.getLogger(__name__)

LINES_PAGE = 1_000
FILES_PAGE = 100
READERS = 4
"""How many PDFs are fetched at once: an object store answers each after some milliseconds."""
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LEFTOVER_SECONDS = 86_400


def make(*, export_id: str, store_id: str) -> None:
    """Make the file of an export; a second time finds it made, or begins anew where it broke off.

    What fails is tried again by the worker; the last try leaves the export failed, with a reason.
    """
    with transaction(IDENTITY.db_context()):
        attempt = exports.begin(UUID(export_id))
    if attempt is None:
        return
    try:
        _keep(attempt, _make(attempt))
    except Exception as error:
        with transaction(IDENTITY.db_context()):
            exports.note_failure(attempt, error)
        if not attempt.is_last:
            raise
        log.exception("export %s has failed", export_id)
    finally:
        shutil.rmtree(_folder(attempt), ignore_errors=True)


def prune() -> None:
    """Delete the files that were kept long enough; what they were stays written down."""
    with acting_as(IDENTITY.db_context()):
        outdated = exports.list_outdated()
    for export_id, key in outdated:
        parts().storage.delete(key)
        with transaction(IDENTITY.db_context()):
            exports.forget_file(export_id)
    for folder in _workshop().glob("*"):
        if folder.stat().st_mtime < time.time() - LEFTOVER_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def _make(attempt: Attempt) -> Path:
    """Make the file in a folder of this try's own; what a killed one left on this disk goes."""
    for leftover in _workshop().glob(f"{attempt.export_id}-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    folder = _folder(attempt)
    folder.mkdir(parents=True)
    path = folder / f"made.{attempt.contents.format.suffix}"
    _write(attempt, path)
    return path


def _write(attempt: Attempt, path: Path) -> None:
    match attempt.contents:
        case Holding(kind=exports.SLIPS):
            holdings.write_slips(attempt, path, _tell)
        case Holding() as holding:
            holdings.write_list(attempt, holding, path, _tell)
        case Documents() as documents:
            _require_even(attempt, documents)
            MAKERS[documents.given.format](attempt, documents, path)


def _keep(attempt: Attempt, path: Path) -> None:
    storage = parts().storage
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if attempt.stale_key:
        storage.delete(attempt.stale_key)
    storage.put_file(attempt.key, path, attempt.contents.format.content_type)
    with transaction(IDENTITY.db_context()):
        counts = exports.finish(attempt, Made(sha256=digest, size=path.stat().st_size))
    if not counts:
        storage.delete(attempt.key)


def _require_even(attempt: Attempt, documents: Documents) -> None:
    """Make sure that what goes out adds up to the documents. Raises Conflict."""
    for run in documents.runs:
        with _reading(attempt):
            uneven = queries.find_uneven(run)
        if uneven:
            raise Conflict(f"The tax rates of {uneven} do not add up to its total.")


def _write_register(attempt: Attempt, documents: Documents, path: Path) -> None:
    """Write the register as CSV, with the mark by which spreadsheets know UTF-8."""
    with path.open("xb") as file:
        file.write(BYTE_ORDER_MARK)
        for number, run in enumerate(documents.runs):
            with _reading(attempt):
                queries.copy_register(run, file, has_heading=number == 0)


def _write_workbook(attempt: Attempt, documents: Documents, path: Path) -> None:
    with Workbook(path, made_at=attempt.asked_at) as book:
        for line in _lines(attempt, documents):
            book.add(line)


def _write_journal(attempt: Attempt, documents: Documents, path: Path) -> None:
    given = documents.given
    batch = Batch(
        consultant=given.consultant,
        client=given.client,
        year_begins_on=exports.fiscal_year_begins(given.begins_on, attempt.first_month),
        begins_on=given.begins_on,
        ends_on=given.ends_on,
        title=documents.runs[0].store,
        made_at=attempt.asked_at,
    )
    with Journal(path, batch) as journal:
        for line in _lines(attempt, documents):
            journal.add(line)


def _write_archive(attempt: Attempt, documents: Documents, path: Path) -> None:
    """Pack the stored PDFs, each compared with its digest, and the register beside them."""
    register = path.with_name("register.csv")
    _write_register(attempt, documents, register)
    fetch = partial(_pdf, parts().storage)
    done = 0
    with Archive(path) as archive, ThreadPoolExecutor(READERS) as pool:
        archive.add_text(register.name, register, documents.given.ends_on)
        for files in _files(attempt, documents):
            for file, data in zip(files, pool.map(fetch, files), strict=True):
                archive.add(f"{file.number.replace('/', '-')}.pdf", data, file.issued_on)
            done += len(files)
            _tell(attempt, done)


def _pdf(storage: Storage, file: PaperFile) -> bytes:
    if file.key is None:
        raise Conflict(f"The PDF of {file.number} is still being made. Try again in a minute.")
    data = storage.get(file.key)
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise Conflict(f"The stored PDF of {file.number} is not what was written.")
    return data


def _files(attempt: Attempt, documents: Documents) -> Iterator[list[PaperFile]]:
    for run in documents.runs:
        for first, last in run.pages(FILES_PAGE):
            with _reading(attempt):
                files = queries.read_files(run, first, last)
            yield files


def _lines(attempt: Attempt, documents: Documents) -> Iterator[RegisterLine]:
    """Yield all lines; after each piece it is told how far this is."""
    done = 0
    for run in documents.runs:
        for first, last in run.pages(LINES_PAGE):
            with _reading(attempt):
                lines = queries.read_lines(run, first, last)
            yield from lines
            done += sum(line.position == 1 for line in lines)
            _tell(attempt, done)


def _tell(attempt: Attempt, done: int) -> None:
    with transaction(IDENTITY.db_context()):
        exports.note_progress(attempt, done)


def _reading(attempt: Attempt) -> AbstractContextManager[Any]:
    """Read as whoever asked: what they may not see is in no file of theirs."""
    return acting_as(attempt.actor.db_context())


def _workshop() -> Path:
    return parts().settings.data_dir / "making"


def _folder(attempt: Attempt) -> Path:
    return _workshop() / f"{attempt.export_id}-{attempt.number}"


MAKERS: Mapping[str, Callable[[Attempt, Documents, Path], None]] = MappingProxyType(
    {
        "ZIP": _write_archive,
        "CSV": _write_register,
        "XLSX": _write_workbook,
        "DATEV": _write_journal,
    }
)
