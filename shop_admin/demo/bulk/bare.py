"""Tables without foreign keys and plain indexes while very many rows come in; back at the end."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from psycopg2 import extensions

# The constraints and indexes themselves say how they are made again. What is unique stays: it is
# what keeps two runs apart, and ids that come in the order of time are quickly put into it.
KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY (%s::regclass[]) ORDER BY 1, 2
"""
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
FROM pg_index WHERE NOT indisunique AND indrelid = ANY (%s::regclass[]) ORDER BY 1
"""


@contextmanager
def tables_bare(cursor: extensions.cursor, tables: Sequence[str]) -> Iterator[None]:
    """Drop the tables' keys and indexes, and make them again: all rows are checked then.

    Once each, that is a third of the work of once a row. Nobody reads the tables meanwhile, nor
    those that the keys lead to: the locks last until the transaction ends.
    """
    cursor.execute(KEYS, (list(tables),))
    keys = cursor.fetchall()
    cursor.execute(INDEXES, (list(tables),))
    indexes = cursor.fetchall()
    for table, key, _ in keys:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {key}")
    for index, _ in indexes:
        cursor.execute(f"DROP INDEX {index}")
    yield
    for _, definition in indexes:
        cursor.execute(definition)
    for table, key, definition in keys:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {key} {definition}")
