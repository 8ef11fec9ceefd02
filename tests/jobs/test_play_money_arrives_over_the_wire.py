import httpx
import pytest
import telling
from factories import ADDRESS, make_product
from servers import LiveServer, work_off_jobs


def buy(live: LiveServer) -> dict[str, str]:
    """Order from a running server; return what it says of the payment, with the order's id."""
    with live.app.test_request_context():
        lamp = make_product(telling.online_store())
    body = {
        "items": [{"product_id": str(lamp), "quantity": 1}],
        "contact": {"email": "ada@example.com"},
        "shipping_address": ADDRESS,
        "payment_method": "sandbox",
    }
    order = httpx.post(f"{live.url}/api/orders/", json=body).json()
    return {"id": order["id"], "url": order["payment"]["next_action"]["url"]}


@pytest.mark.parametrize(
    ("choice", "order", "payment"),
    [("pay", "PAID", "PAID"), ("twice", "PAID", "PAID"), ("decline", "PENDING", "FAILED")],
)
def test_what_is_chosen_on_the_page_becomes_true(
    live: LiveServer, choice: str, order: str, payment: str
) -> None:
    bought = buy(live)

    page = httpx.post(bought["url"], data={"choice": choice})
    work_off_jobs(live.settings)

    assert page.status_code == 200
    with live.app.test_request_context():
        paid = telling.latest_payment(bought["id"])  # type: ignore[arg-type]
        assert (telling.order(paid.order_id).status, paid.status) == (order, payment)
        kinds = telling.events(paid.id)
        assert len(kinds) == 2
