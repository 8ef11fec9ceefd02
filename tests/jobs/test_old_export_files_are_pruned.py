"""After 14 days an export's file goes and its row stays; the check of the files misses nothing."""

import pytest
from clocks import set_clock
from exporting import ask, issue, make, state_of
from factories import make_person, make_product, make_store
from flask import Flask

from shop_admin import wiring
from shop_admin.db import acting_as, transaction
from shop_admin.errors import Conflict
from shop_admin.jobs import exports as jobs
from shop_admin.permissions import IDENTITY
from shop_admin.services import checks, exports


def stored_keys() -> set[str]:
    with acting_as(IDENTITY.db_context()):
        return {file.key for file in checks.stored_files(every=True)}


def test_the_file_goes_and_the_row_stays(app: Flask) -> None:
    store = make_store()
    issue(store, (make_product(store), 1))
    actor = make_person(store, "ACCOUNTANT").actor
    export_id = ask(actor, store)
    make(export_id)
    key = state_of(export_id).key
    assert key in stored_keys()

    set_clock("2026-06-03T09:59:00Z")
    jobs.prune()
    assert state_of(export_id).key == key

    set_clock("2026-06-03T10:01:00Z")
    jobs.prune()
    jobs.prune()
    gone = state_of(export_id)
    assert (gone.status, gone.key, gone.size is not None) == ("DONE", None, True)
    assert key is not None
    assert not wiring.parts().storage.exists(key)
    assert key not in stored_keys()
    with pytest.raises(Conflict, match="14 days"), transaction(actor.db_context()):
        exports.open_download(actor, export_id)


def test_a_file_under_way_is_no_stray_one(app: Flask) -> None:
    store = make_store()
    issue(store, (make_product(store), 1))
    export_id = ask(make_person(store, "ACCOUNTANT").actor, store)
    with transaction(IDENTITY.db_context()):
        attempt = exports.begin(export_id)
    assert attempt is not None
    assert attempt.key not in stored_keys()
    with acting_as(IDENTITY.db_context()):
        assert attempt.key in checks.known_keys()
