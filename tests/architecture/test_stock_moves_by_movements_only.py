from uuid import UUID

import pytest
from factories import make_product, make_store
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from shop_admin.db import db, transaction
from shop_admin.errors import Conflict
from shop_admin.permissions import command


def _execute(statement: str, product: UUID) -> None:
    with transaction(command().db_context()):
        db.session.execute(text(statement), {"id": product})


def test_nobody_writes_the_count(app: Flask) -> None:
    product = make_product(make_store(), stock=5)
    with pytest.raises(ProgrammingError, match="permission denied"):
        _execute("UPDATE products SET inventory_count = 9 WHERE id = :id", product)


def test_a_movement_below_zero_is_refused(app: Flask) -> None:
    product = make_product(make_store(), stock=5)
    with pytest.raises(Conflict, match="less in stock"):
        _execute(
            "INSERT INTO stock_movements (id, store_id, product_id, delta, reason)"
            " SELECT gen_random_uuid(), store_id, id, -6, 'DAMAGE' FROM products WHERE id = :id",
            product,
        )


def test_a_movement_is_never_changed(app: Flask) -> None:
    product = make_product(make_store(), stock=5)
    with pytest.raises(ProgrammingError, match="permission denied"):
        _execute("UPDATE stock_movements SET delta = 7 WHERE product_id = :id", product)
