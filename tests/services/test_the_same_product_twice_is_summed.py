import pytest
from factories import make_product, make_store, place
from flask import Flask

from shop_admin.errors import OutOfStock


def test_two_lines_of_one_product_cannot_oversell(app: Flask) -> None:
    store = make_store()
    lamp = make_product(store, stock=3)

    with pytest.raises(OutOfStock) as refused:
        place(store, (lamp, 2), (lamp, 2))

    (problem,) = refused.value.problems
    assert (problem.field, problem.extra) == ("items.0.quantity", {"available": 3})
