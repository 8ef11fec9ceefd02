"""One act on many records: asked for, done item by item by a worker, cancelled, undone."""

from shop_admin.services.bulk.acts import ACTS, Act
from shop_admin.services.bulk.asking import (
    MOST,
    RUN,
    BulkInput,
    ask,
    cancel,
    count_reachable,
    may_try_again,
    may_undo,
    try_again,
    undo,
)
from shop_admin.services.bulk.running import (
    Batch,
    begin,
    do,
    next_batch,
    note_failure,
)

__all__ = [
    "ACTS",
    "MOST",
    "RUN",
    "Act",
    "Batch",
    "BulkInput",
    "ask",
    "begin",
    "cancel",
    "count_reachable",
    "do",
    "may_try_again",
    "may_undo",
    "next_batch",
    "note_failure",
    "try_again",
    "undo",
]
