"""Who may open which route: two stores, arranged once a module, every request undone."""

from collections.abc import Iterator

import pytest
from flask import Flask
from walking import House, open_house


@pytest.fixture(scope="module")
def house(application: Flask) -> Iterator[House]:
    """Yield two stores and everybody at their door; what a request changes, it undoes."""
    with open_house(application) as opened:
        yield opened
