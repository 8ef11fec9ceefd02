"""What the console writes by a rule (statuses, columns, tables) is known to the catalogues."""

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

import shop_admin.console  # noqa: F401 - every model is known once the console is
from shop_admin.console import audit, display, invitations
from shop_admin.console.vocabulary import ROLES, WORDS, spelled
from shop_admin.db import Model
from shop_admin.models.accounts import INVITED_ROLES
from shop_admin.permissions import Role
from shop_admin.services.stores import TAX_CLASSES

ONE_OF = re.compile(r"\w+ IN \((.*)\)")
TABLES = Model.metadata.tables


def checked() -> Iterator[tuple[str, str]]:
    """Yield the words that CHECK constraints allow, each with its constraint's table."""
    for table in TABLES.values():
        for one in table.constraints:
            found = isinstance(one, sa.CheckConstraint) and ONE_OF.fullmatch(str(one.sqltext))
            if found:
                yield from ((table.name, word) for word in re.findall(r"'(\w+)'", found[1]))


def told_of() -> Iterator[str]:
    """Yield the tables whose records people edit, and others of which the trail tells."""
    yield from (name for name, table in TABLES.items() if "is_deleted" in table.columns)
    yield from (name for name in audit.NOUNS if name in TABLES)


def missing(constants: Iterator[str]) -> list[str]:
    """Return the constants whose word stands in no list of vocabulary.py."""
    return sorted({one for one in constants if spelled(one) not in WORDS})


def test_every_word_of_a_check_has_one() -> None:
    found = list(checked())
    assert ("orders", "COMPLETED") in found
    assert missing(word for _, word in found) == []


def test_every_column_that_the_trail_names_has_one() -> None:
    columns = (column.name for name in told_of() for column in TABLES[name].columns)
    assert missing(columns) == []


@pytest.mark.parametrize(
    "constants",
    [Role, TAX_CLASSES, audit.ACTIONS, audit.TABLES, invitations.STATES, display.TONES],
    ids=["roles", "tax classes", "actions", "tables", "invitations", "tones"],
)
def test_what_lists_and_filters_offer_has_one(constants: list[str]) -> None:
    assert missing(iter(constants)) == []


def test_every_role_can_be_told_within_a_sentence() -> None:
    assert set(ROLES) == set(INVITED_ROLES)


def test_every_table_of_the_trail_has_its_noun() -> None:
    assert set(told_of()) - set(audit.NOUNS) == set()
    assert set(audit.TABLES) - set(audit.NOUNS) == set()
