import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import ProgrammingError

from shop_admin.db import acting_as, db
from shop_admin.models.catalog import Product
from shop_admin.permissions import command


def test_without_a_party_nothing_is_readable(app: Flask) -> None:
    with acting_as(command().db_context()):
        db.session.execute(sa.select(Product.id))

    with pytest.raises(ProgrammingError, match="permission denied for table products"):
        db.session.execute(sa.select(Product.id))
