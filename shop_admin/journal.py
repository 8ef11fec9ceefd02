"""The log: one JSON object a line, in UTC, without secrets."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from shop_admin.config import Settings


def configure(settings: Settings) -> None:
    """Send the logs of this process to standard error, a JSON object a line.

    The launcher collects them into the data folder's log file; a service manager does the same.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
                _fields,
                structlog.processors.format_exc_info,
            ],
        )
    )
    root = logging.getLogger("shop_admin")
    root.handlers = [handler]
    root.setLevel(settings.log_level)
    root.propagate = False


def _fields(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Lift the fields that a log call passed as `extra={"fields": {…}}` into the line."""
    record = event.get("_record")
    event.update(getattr(record, "fields", {}))
    return event
