"""A database that does not answer is told in one sentence, without its password."""

import pytest

from shop_admin.launcher.errors import LaunchError
from shop_admin.launcher.schema import database_name, migrate


def test_a_database_that_does_not_answer() -> None:
    url = "postgresql+psycopg2://shop:hidden-word@127.0.0.1:1/shop"
    with pytest.raises(LaunchError, match=r"^DATABASE_URL: no connection") as caught:
        migrate(url)
    assert "hidden-word" not in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_a_database_is_compared_without_login_and_password() -> None:
    one = database_name("postgresql+psycopg2://a:b@db.example.com/shop")
    other = database_name("postgresql+psycopg2://c:d@db.example.com/shop")
    assert one == other == "db.example.com:5432/shop"
