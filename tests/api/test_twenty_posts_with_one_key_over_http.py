from collections.abc import Callable
from typing import Any

import httpx
from factories import make_product, make_store
from over_http import all_at_once, stock_and_ledger
from servers import LiveServer


def test_twenty_posts_with_one_key_are_one_order(
    live: LiveServer, cart: Callable[..., dict[str, Any]]
) -> None:
    with live.app.test_request_context():
        lamp = make_product(make_store(), stock=40)

    def buy(client: httpx.Client) -> httpx.Response:
        return client.post(
            "/api/orders/", json=cart((lamp, 2)), headers={"Idempotency-Key": f"twenty {lamp}"}
        )

    answers = all_at_once(live, [buy] * 20)

    assert {one.status_code for one in answers} == {201}
    assert len({one.content for one in answers}) == 1
    assert sum("Idempotent-Replayed" in one.headers for one in answers) == 19
    with live.app.test_request_context():
        assert stock_and_ledger(lamp) == (38, 38)
