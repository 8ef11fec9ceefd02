from flask import Flask
from sqlalchemy import text

from shop_admin.db import acting_as, db
from shop_admin.permissions import command

UNGUARDED = text(
    """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      AND relname NOT LIKE 'procrastinate%' AND relname <> 'alembic_version'
      AND (NOT relrowsecurity
           OR NOT EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid))
    """
)


def test_no_table_is_open(app: Flask) -> None:
    with acting_as(command().db_context()):
        assert db.session.scalars(UNGUARDED).all() == []
