import time
from collections.abc import Callable
from typing import Any

import httpx
import psycopg2
from factories import make_product, make_store
from servers import LiveServer

CLAIM = """
INSERT INTO idempotency_keys (id, party, method, path, key, body_hash)
VALUES (gen_random_uuid(), 'guest', 'POST', '/api/orders/', %s, 'running')
"""


def test_a_twin_that_runs_too_long_is_409_and_then_free_again(
    live: LiveServer, cart: Callable[..., dict[str, Any]]
) -> None:
    with live.app.test_request_context():
        lamp = make_product(make_store())
    owner = live.settings.owner_url.replace("+psycopg2", "")
    headers = {"Idempotency-Key": f"twin of {lamp}"}

    def buy() -> httpx.Response:
        return httpx.post(f"{live.url}/api/orders/", json=cart((lamp, 1)), headers=headers)

    running = psycopg2.connect(owner)
    try:
        running.cursor().execute(CLAIM, (headers["Idempotency-Key"],))
        started = time.monotonic()
        waited = httpx.post(
            f"{live.url}/api/orders/", json=cart((lamp, 1)), headers=headers, timeout=30
        )
        seconds = time.monotonic() - started
    finally:
        running.rollback()
        running.close()

    assert (waited.status_code, waited.json()["code"]) == (409, "in_progress")
    assert int(waited.headers["Retry-After"]) >= 1
    assert 4 < seconds < 20
    assert buy().status_code == 201
