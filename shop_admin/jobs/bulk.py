"""Bulk jobs: a batch of records a transaction, until none waits."""

import gettext
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import shop_admin
from shop_admin import language
from shop_admin.db import transaction
from shop_admin.errors import Unavailable
from shop_admin.permissions import IDENTITY
from shop_admin.services import bulk
from shop_admin.services.bulk import Batch

log = logging.getLogger(__name__)

CATALOGUES = Path(shop_admin.__file__).parent / "translations"


def run(*, job_id: str, store_id: str = "") -> None:
    """Do a bulk job; a second time goes on where the first broke off, and does nothing twice."""
    with transaction(IDENTITY.db_context()):
        goes_on = bulk.begin(UUID(job_id))
    while goes_on:
        goes_on = _go_on(UUID(job_id))


def _go_on(job_id: UUID) -> bool:
    with transaction(IDENTITY.db_context()):
        batch = bulk.next_batch(job_id)
    if batch is not None:
        with _spoken_to(batch.actor.language):
            _do(batch)
    return batch is not None


def _do(batch: Batch) -> None:
    """Do a batch; where it fails as a whole, its records one by one, and mark the one that does."""
    try:
        with transaction(batch.actor.db_context()):
            bulk.do(batch)
    except Unavailable:
        raise
    except Exception as error:
        if len(batch.ids) > 1:
            for one in batch.singly():
                _do(one)
            return
        log.exception("bulk job %s has failed on %s", batch.job_id, batch.ids[0])
        with transaction(batch.actor.db_context()):
            bulk.note_failure(batch, error)


@contextmanager
def _spoken_to(code: str) -> Iterator[None]:
    """Say refusals as whoever asked reads them: they are kept in words."""
    language.speak(gettext.translation("messages", CATALOGUES, [code], fallback=True), code)
    try:
        yield
    finally:
        language.speak(language.ENGLISH)
