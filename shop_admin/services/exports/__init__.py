"""Exports of documents: asked for, made by a worker with progress, downloaded, pruned."""

from shop_admin.services.exports.asking import (
    MAKE,
    ask_for_export,
    fiscal_year_begins,
    last_month,
    retry_export,
)
from shop_admin.services.exports.downloads import (
    KEPT_DAYS,
    Download,
    forget_file,
    list_outdated,
    open_download,
)
from shop_admin.services.exports.given import (
    BOTH,
    FORMATS,
    KINDS,
    Contents,
    ExportInput,
    contents_of,
)
from shop_admin.services.exports.running import (
    Attempt,
    Made,
    begin,
    finish,
    note_failure,
    note_progress,
)

__all__ = [
    "BOTH",
    "FORMATS",
    "KEPT_DAYS",
    "KINDS",
    "MAKE",
    "Attempt",
    "Contents",
    "Download",
    "ExportInput",
    "Made",
    "ask_for_export",
    "begin",
    "contents_of",
    "finish",
    "fiscal_year_begins",
    "forget_file",
    "last_month",
    "list_outdated",
    "note_failure",
    "note_progress",
    "open_download",
    "retry_export",
]
