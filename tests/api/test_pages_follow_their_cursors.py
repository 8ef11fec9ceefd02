import pytest
from factories import make_product, make_store
from flask import Flask
from flask.testing import FlaskClient

PRICES = ("3.00", "1.00", "2.00", "2.00", "2.00", "1.00", "4.00")


@pytest.fixture
def products(app: Flask) -> list[str]:
    """Return seven products whose names and prices repeat."""
    store = make_store()
    return [
        str(make_product(store, name=f"Lamp {index % 3}", price=price))
        for index, price in enumerate(PRICES)
    ]


def walk(client: FlaskClient, url: str | None, step: str) -> list[list[str]]:
    """Follow `next` or `previous` to the end; return the ids page by page."""
    pages = []
    while url is not None:
        answer = client.get(url.removeprefix("http://127.0.0.1:8000"))
        assert answer.status_code == 200, answer.json
        assert answer.json is not None
        pages.append([one["id"] for one in answer.json["results"]])
        last, url = url, answer.json[step]
    pages.append([last])
    return pages


@pytest.mark.parametrize("ordering", ["name", "-name", "price", "-price", "-created", "relevance"])
@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_each_product_is_on_one_page_there_and_back(
    client: FlaskClient, products: list[str], ordering: str, limit: int
) -> None:
    url = f"/api/products/?q=lamp&ordering={ordering}&limit={limit}"

    *there, (last,) = walk(client, url, "next")
    *back, _ = walk(client, last, "previous")

    forwards = [one for page in there for one in page]
    assert sorted(forwards) == sorted(products)
    assert [len(page) for page in there[:-1]] == [limit] * (len(there) - 1)
    assert [one for page in reversed(back) for one in page] == forwards


def test_the_first_and_the_last_page_say_so(client: FlaskClient, products: list[str]) -> None:
    answer = client.get("/api/products/?limit=7&count=true")

    assert answer.json is not None
    assert (answer.json["next"], answer.json["previous"]) == (None, None)
    assert answer.json["count"] == 7


def test_count_is_of_all_pages(client: FlaskClient, products: list[str]) -> None:
    answer = client.get("/api/products/?limit=2&count=true&q=lamp")

    assert answer.json is not None
    assert answer.json["count"] == 7
    assert "limit=2&count=true&q=lamp&cursor=" in answer.json["next"]


def test_a_cursor_of_another_order_or_list_is_refused(
    client: FlaskClient, products: list[str]
) -> None:
    first = client.get("/api/products/?limit=2&ordering=name")
    assert first.json is not None
    cursor = first.json["next"].partition("cursor=")[2]

    for url in (
        f"/api/products/?ordering=price&cursor={cursor}",
        f"/api/products/?ordering=name&cursor=x{cursor}",
        f"/api/stores/?cursor={cursor}",
    ):
        assert client.get(url).status_code == 422
