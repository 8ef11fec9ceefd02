from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
from factories import make_product, make_store
from over_http import all_at_once, stock_and_ledger
from servers import LiveServer


def test_fifty_buyers_of_the_last_three(
    live: LiveServer, cart: Callable[..., dict[str, Any]]
) -> None:
    with live.app.test_request_context():
        lamp = make_product(make_store(), stock=3)

    def buy(client: httpx.Client) -> httpx.Response:
        return client.post("/api/orders/", json=cart((lamp, 1)))

    answers = all_at_once(live, [buy] * 50)

    assert Counter(one.status_code for one in answers) == {201: 3, 409: 47}
    refused = [one.json() for one in answers if one.status_code == 409]
    assert {one["code"] for one in refused} == {"out_of_stock"}
    assert len({one.json()["number"] for one in answers if one.status_code == 201}) == 3
    with live.app.test_request_context():
        assert stock_and_ledger(lamp) == (0, 0)
