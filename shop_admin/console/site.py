"""The console as a whole: its views in order."""

from collections.abc import Sequence
from typing import Any

from flask import Flask

EXTENSION = "shop_console"


def views_of(app: Flask) -> Sequence[Any]:
    """Return the registered views of the console."""
    admin = app.extensions[EXTENSION]
    views: Sequence[Any] = admin._views
    return views
