from uuid import UUID

import pytest
from factories import make_product, make_store, place
from flask import Flask
from sqlalchemy import text

from shop_admin.db import db, transaction
from shop_admin.errors import Conflict
from shop_admin.permissions import command

ACTS = (
    "UPDATE orders SET subtotal = 1, total_amount = 1 WHERE id = :id",
    "UPDATE orders SET number = 'BER-1' WHERE id = :id",
    "UPDATE order_items SET quantity = 9, line_total = 9 * unit_price WHERE order_id = :id",
    "UPDATE orders SET status = 'COMPLETED' WHERE id = :id",
)


@pytest.mark.parametrize("statement", ACTS)
def test_the_database_refuses(app: Flask, statement: str) -> None:
    store = make_store()
    order_id = place(store, (make_product(store), 1))
    with pytest.raises(Conflict), transaction(command().db_context()):
        db.session.execute(text(statement), {"id": order_id})


def test_items_that_do_not_add_up_are_refused(app: Flask) -> None:
    store = make_store()
    product = make_product(store)
    order_id = place(store, (product, 1))
    with pytest.raises(Conflict):
        _add_item(store, order_id, product)


def _add_item(store: UUID, order_id: UUID, product: UUID) -> None:
    with transaction(command().db_context()):
        db.session.execute(
            text(
                "INSERT INTO order_items (id, store_id, order_id, product_id, position, sku, name,"
                " quantity, unit_price, tax_class, tax_name, tax_rate, tax_amount, line_total)"
                " VALUES (gen_random_uuid(), :store, :id, :product, 9, 'X', 'X', 1, 1, 'standard',"
                " 'VAT', 19, 0, 1)"
            ),
            {"store": store, "id": order_id, "product": product},
        )
        db.session.execute(
            text("UPDATE orders SET status = 'PAID' WHERE id = :id"), {"id": order_id}
        )
