from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
from factories import make_product, make_store
from over_http import all_at_once, stock_and_ledger
from servers import LiveServer


def test_opposite_carts_do_not_lock_each_other_out(
    live: LiveServer, cart: Callable[..., dict[str, Any]]
) -> None:
    with live.app.test_request_context():
        store = make_store()
        lamp, cup = make_product(store, stock=500), make_product(store, stock=500)

    def forwards(client: httpx.Client) -> int:
        return client.post("/api/orders/", json=cart((lamp, 1), (cup, 1))).status_code

    def backwards(client: httpx.Client) -> int:
        return client.post("/api/orders/", json=cart((cup, 1), (lamp, 1))).status_code

    statuses = [
        status for _ in range(5) for status in all_at_once(live, [forwards, backwards] * 10)
    ]

    assert Counter(statuses) == {201: 100}
    with live.app.test_request_context():
        assert stock_and_ledger(lamp) == stock_and_ledger(cup) == (400, 400)
