import pytest
from factories import make_product, make_store, place
from flask import Flask
from sqlalchemy import text

from shop_admin.db import db, transaction
from shop_admin.errors import Conflict
from shop_admin.permissions import guest

INSERT = text(
    "INSERT INTO order_items (id, store_id, order_id, product_id, position, sku, name, quantity,"
    " unit_price, tax_class, tax_name, tax_rate, tax_amount, line_total)"
    " VALUES (gen_random_uuid(), :store, :order, :product, 2, 'X', 'X', 1, 1, 'standard', 'VAT',"
    " 19, 0, 1)"
)


def test_an_item_that_comes_later_is_refused_at_the_commit(app: Flask) -> None:
    store = make_store()
    product = make_product(store)
    order_id = place(store, (product, 1))
    given = {"store": store, "order": order_id, "product": product}
    with pytest.raises(Conflict), transaction(guest(store).db_context()):
        db.session.execute(INSERT, given)
