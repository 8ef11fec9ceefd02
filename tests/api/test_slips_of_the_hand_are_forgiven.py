"""A word with letters exchanged, wrong, too many or left out is found all the same."""

import factories
import pytest
from flask.testing import FlaskClient


def found(client: FlaskClient, q: str) -> list[str]:
    """Return the names that a search finds, in the order of the answer."""
    results = client.get("/api/products/", query_string={"q": q}).json["results"]  # type: ignore[index]
    return [product["name"] for product in results]


@pytest.mark.parametrize(
    ("q", "name"),
    [
        ("lapm", "Pier Floor Lamp"),
        ("lampp", "Pier Floor Lamp"),
        ("cadnle", "Candle, Fig Leaf"),
        ("candl", "Candle, Fig Leaf"),
        ("candele", "Candle, Fig Leaf"),
        ("flor lamp", "Pier Floor Lamp"),
    ],
)
def test_what_was_meant_is_found(client: FlaskClient, q: str, name: str) -> None:
    store = factories.make_store()
    for one in ("Pier Floor Lamp", "Candle, Fig Leaf", "Damp-proof Tent", "Café au Lait Bowl"):
        factories.make_product(store, name=one)

    assert found(client, q) == [name]


def test_a_wrong_letter_in_a_short_word(client: FlaskClient) -> None:
    store = factories.make_store()
    for one in ("Pier Floor Lamp", "Oak Chair"):
        factories.make_product(store, name=one)

    assert found(client, "lanp") == ["Pier Floor Lamp"]


def test_what_is_less_alike_is_left_out(client: FlaskClient) -> None:
    store = factories.make_store()
    for one in ("Pier Floor Lamp", "Lampoon, a Magazine", "Clamp"):
        factories.make_product(store, name=one)

    assert "Clamp" not in found(client, "lampp")
    assert "Pier Floor Lamp" in found(client, "lampp")
