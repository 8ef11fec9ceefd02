"""The log tells who asked for what and how it went; never a query, in which secrets travel."""

import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient


class Listener(logging.Handler):
    """Keeps the fields of what it hears."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[dict[str, object]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.fields)  # type: ignore[attr-defined]


@pytest.fixture
def lines(app: Flask) -> Iterator[list[dict[str, object]]]:
    listener = Listener()
    log = logging.getLogger("shop_admin.access")
    log.addHandler(listener)
    yield listener.lines
    log.removeHandler(listener)


def test_a_request_is_one_line(client: FlaskClient, lines: list[dict[str, object]]) -> None:
    answer = client.get(
        "/api/products/?q=hush",
        headers={"User-Agent": "Lamp/1.0 " + "x" * 500, "X-Request-Id": "from-the-proxy-1"},
        environ_base={"REMOTE_ADDR": "192.0.2.7"},
    )
    (line,) = lines
    assert line["request_id"] == answer.headers["X-Request-Id"] == "from-the-proxy-1"
    assert (line["method"], line["path"], line["status"]) == ("GET", "/api/products/", 200)
    assert line["address"] == "192.0.2.7"
    assert str(line["agent"]).startswith("Lamp/1.0 ")
    assert len(str(line["agent"])) == 200
    assert "hush" not in json.dumps(line)


def test_what_is_given_out_of_memory_too(
    client: FlaskClient, lines: list[dict[str, object]]
) -> None:
    for _ in range(2):
        asked = client.get(
            "/api/products/?limit=3",
            headers={"User-Agent": "Lamp/1.0"},
            environ_base={"REMOTE_ADDR": "192.0.2.7"},
        )
        assert asked.status_code == 200
    first, second = ({**line, "request_id": "", "ms": 0} for line in lines)
    assert first == second
    assert (second["address"], second["agent"]) == ("192.0.2.7", "Lamp/1.0")
