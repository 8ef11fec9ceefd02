"""An export that is tried again, after a kill or a failure, ends as one file of the same bytes."""

import io
import zipfile
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from exporting import ask, exported, file_of, issue, make, names_in, state_of
from factories import make_person, make_product, make_store
from flask import Flask

from shop_admin import wiring
from shop_admin.db import acting_as, transaction
from shop_admin.errors import Conflict
from shop_admin.jobs import exports as jobs
from shop_admin.jobs import invoices as invoice_jobs
from shop_admin.models.invoices import InvoiceFile
from shop_admin.permissions import IDENTITY, Actor, command
from shop_admin.services import exports
from shop_admin.services.exports.running import TRIES


@pytest.fixture
def store(app: Flask) -> UUID:
    return make_store()


@pytest.fixture
def actor(app: Flask, store: UUID) -> Actor:
    return make_person(store, "ACCOUNTANT").actor


def stored_exports() -> list[str]:
    return sorted(key for key, _ in wiring.parts().storage.list() if key.startswith("exports/"))


def keys_of(export_id: UUID) -> list[str]:
    return [key for key in stored_exports() if str(export_id) in key]


def test_an_archive_holds_the_stored_papers(store: UUID, actor: Actor) -> None:
    product = make_product(store)
    for _ in range(3):
        issue(store, (product, 1))
    data = exported(actor, store, "ZIP")
    names = names_in(data)
    assert names[0] == "register.csv"
    assert len(names) == 4
    with acting_as(command().db_context()) as session:
        keys = session.scalars(
            sa.select(InvoiceFile.key).where(InvoiceFile.store_id == store).order_by(InvoiceFile.id)
        ).all()
    archive = zipfile.ZipFile(io.BytesIO(data))
    stored = {wiring.parts().storage.get(key) for key in keys}
    assert {archive.read(name) for name in names[1:]} == stored
    assert exported(actor, store, "ZIP") == data


def test_a_killed_worker_is_taken_over_once(store: UUID, actor: Actor) -> None:
    issue(store, (make_product(store), 1))
    export_id = ask(actor, store, "ZIP")
    with transaction(IDENTITY.db_context()):
        killed = exports.begin(export_id)
    assert killed is not None
    leftover = Path(wiring.parts().settings.data_dir / "making" / f"{export_id}-1")
    leftover.mkdir(parents=True)
    assert state_of(export_id).status == "RUNNING"

    make(export_id)
    done = state_of(export_id)
    assert (done.status, done.done_count, done.tries) == ("DONE", 1, 2)
    assert keys_of(export_id) == [done.key]
    assert not leftover.exists()

    make(export_id)
    assert state_of(export_id).version == done.version
    # The one that was thought dead comes back to life: what it made counts for nothing.
    again = leftover.with_name("late.zip")
    again.write_bytes(b"late")
    jobs._keep(killed, again)
    assert keys_of(export_id) == [done.key]
    assert file_of(export_id).startswith(b"PK")
    assert state_of(export_id).sha256 == done.sha256


def test_what_is_issued_later_is_not_in_it(store: UUID, actor: Actor) -> None:
    product = make_product(store)
    issue(store, (product, 1))
    export_id = ask(actor, store, "ZIP")
    issue(store, (product, 1))
    make(export_id)
    assert len(names_in(file_of(export_id))) == 2


def test_a_missing_paper_is_waited_for_then_told(store: UUID, actor: Actor) -> None:
    invoice = issue(store, (make_product(store), 1), file=False)
    export_id = ask(actor, store, "ZIP")
    for _ in range(TRIES - 1):
        with pytest.raises(Conflict, match="still being made"):
            make(export_id)
        waiting = state_of(export_id)
        assert (waiting.status, "still being made" in waiting.problem) == ("QUEUED", True)
    make(export_id)
    assert state_of(export_id).status == "FAILED"
    make(export_id)
    assert state_of(export_id).tries == TRIES

    invoice_jobs.make_file(store_id=str(store), invoice_id=str(invoice))
    with transaction(actor.db_context()):
        exports.retry_export(actor, export_id)
    make(export_id)
    assert len(names_in(file_of(export_id))) == 2


def test_a_paper_that_was_changed_goes_out_to_nobody(store: UUID, actor: Actor) -> None:
    invoice = issue(store, (make_product(store), 1))
    path = wiring.parts().settings.data_dir / f"files/invoices/{store}/{invoice}.pdf"
    path.write_bytes(path.read_bytes() + b" ")
    export_id = ask(actor, store, "ZIP")
    with pytest.raises(Conflict, match="not what was written"):
        make(export_id)
    assert keys_of(export_id) == []


def test_a_worker_that_is_killed_each_time_is_not_tried_for_ever(store: UUID, actor: Actor) -> None:
    issue(store, (make_product(store), 1))
    export_id = ask(actor, store)
    for _ in range(TRIES):
        with transaction(IDENTITY.db_context()):
            assert exports.begin(export_id) is not None
    make(export_id)
    failed = state_of(export_id)
    assert (failed.status, failed.tries) == ("FAILED", TRIES)
    assert "each time" in failed.problem


def test_progress_is_told_along_the_way(
    store: UUID, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = make_product(store)
    for _ in range(3):
        issue(store, (product, 1))
    monkeypatch.setattr(jobs, "FILES_PAGE", 1)
    export_id, seen = ask(actor, store, "ZIP"), []
    tell = jobs._tell

    def watch(attempt: exports.Attempt, done: int) -> None:
        tell(attempt, done)
        seen.append((state_of(export_id).done_count, state_of(export_id).total_count))

    monkeypatch.setattr(jobs, "_tell", watch)
    make(export_id)
    assert seen == [(1, 3), (2, 3), (3, 3)]
