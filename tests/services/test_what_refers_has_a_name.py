"""Why something is not purged is said in words: every table that may refer to it has its noun."""

from shop_admin.db import Model
from shop_admin.services.counted import MOST, NOUNS, counted
from shop_admin.services.purging import KINDS


def test_every_referring_table_has_its_noun() -> None:
    kept = {kind.__tablename__ for kind in KINDS}
    referring = {
        table.name
        for table in Model.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in kept and key.ondelete != "CASCADE"
    }

    assert referring - NOUNS.keys() == set()


def test_it_is_counted_up_to_a_limit() -> None:
    assert [counted("products", number) for number in (1, 3, MOST, MOST + 1)] == [
        "1 product",
        "3 products",
        "1,000 products",
        "more than 1,000 products",
    ]
