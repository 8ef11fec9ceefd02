import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import ProgrammingError

from shop_admin.db import READER, DbContext, acting_as
from shop_admin.permissions import command


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalogue_versions SET version = 0",
        "INSERT INTO catalogue_versions (slot) VALUES (200)",
        "DELETE FROM product_words",
        "UPDATE product_words SET text = ''",
    ],
)
@pytest.mark.parametrize("context", [READER, command().db_context()])
def test_no_role_may(app: Flask, context: DbContext, statement: str) -> None:
    with acting_as(context) as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(sa.text(statement))


@pytest.mark.parametrize("table", ["catalogue_versions", "product_words"])
def test_who_is_scoped_to_stores_reads_neither(app: Flask, table: str) -> None:
    scoped = DbContext(role="shop_scoped")
    with acting_as(scoped) as session, pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(sa.text(f"SELECT count(*) FROM {table}"))
