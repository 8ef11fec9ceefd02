import pytest
from factories import make_category, make_product, make_store, place
from flask import Flask
from sqlalchemy import text

from shop_admin.db import db, transaction
from shop_admin.errors import ShopError
from shop_admin.permissions import command


def test_a_product_takes_no_category_of_another_store(app: Flask) -> None:
    berlin, paris = make_store("Berlin"), make_store("Paris")
    lamp, shelf = make_product(berlin), make_category(paris)
    with pytest.raises(ShopError, match="another store"), transaction(command().db_context()):
        db.session.execute(
            text("UPDATE products SET category_id = :shelf WHERE id = :lamp"),
            {"shelf": shelf, "lamp": lamp},
        )


def test_an_item_takes_no_product_of_another_store(app: Flask) -> None:
    berlin, paris = make_store("Berlin"), make_store("Paris")
    order_id, foreign = place(berlin, (make_product(berlin), 1)), make_product(paris)
    with pytest.raises(ShopError), transaction(command().db_context()):
        db.session.execute(
            text(
                "INSERT INTO order_items (id, store_id, order_id, product_id, position, sku, name,"
                " quantity, unit_price, tax_class, tax_name, tax_rate, tax_amount, line_total)"
                " VALUES (gen_random_uuid(), :store, :id, :product, 2, 'X', 'X', 1, 0, 'standard',"
                " 'VAT', 19, 0, 0)"
            ),
            {"store": berlin, "id": order_id, "product": foreign},
        )
