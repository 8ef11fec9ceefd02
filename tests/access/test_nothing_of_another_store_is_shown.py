"""A word that stands in every text of the other store, and in the bin, is on no page of one's own.

Every GET route is looked at by the own store's people: every list plain, searched, filtered by
the other store's records and with the bin open; every record, form and file of their own.
"""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from asking import Asking
from reviewed import Entry, entries
from sqlalchemy.dialects.postgresql import JSONB
from two_stores import BINNED, SECRET, SHOWN, TYPED
from walking import Ask, House, missing_id

from shop_admin.db import db
from shop_admin.models.mixins import Scope

LOOKING = [entry for entry in entries() if entry.method == "GET"]
# Columns that hold no words of people: states, kinds, keys, digests, and what rules make up.
# fmt: off
NO_WORDS = frozenset({
    "status", "status_flag", "kind", "channel", "currency", "country", "language", "role",
    "reason", "tax_class", "tax_name", "time_zone", "accent", "invoice_rule", "invoice_prefix",
    "credit_note_prefix", "prefix", "payment_method", "number", "invoice_number", "image",
    "thumbnail", "logo", "key", "sha256", "guest_token_hash", "next_action", "action", "party",
    "table_name", "request_id", "tax_components", "components", "taxes", "items", "summary",
    "password_hash", "mobile_number", "token_hash", "order_number", "corrects_number",
    "buyer_country",
})
# fmt: on
# Tables that no route reads or writes yet.
UNSEEN = frozenset({"refunds", "coupons"})


@pytest.mark.parametrize("role", ["staff", "manager", "accountant"])
@pytest.mark.parametrize("entry", LOOKING, ids=lambda entry: entry.name)
def test_a_page_shows_nothing_of_it(house: House, entry: Entry, role: str) -> None:
    for ask in _looks(house, entry, role):
        with house.undone():
            body = house.send(ask).get_data().lower()
        for word in _hidden(entry, role, ask):
            assert word.encode() not in body, f"{role} reads {word} on {ask.path}?{dict(ask.query)}"


def _looks(house: House, entry: Entry, role: str) -> Iterator[Ask]:
    """Yield the page as it is; a list also searched, filtered, long, and with its bin open."""
    plain = Asking(house, entry, missing_id()).ask(role, "own")
    yield plain
    if entry.opens or not entry.rule.endswith("/"):
        return
    theirs = house.stores.other.ids
    size = {"limit": "100"} if entry.is_api else {"page_size": "100"}
    word = "q" if entry.is_api else "search"
    queries = [
        size,
        {word: TYPED, **size},
        {"bin": "1", **size},
        {"name": "person", "query": TYPED},
    ]
    queries += [
        {name: str(theirs[noun]), **size}
        for name, noun in (
            ("store", "store"),
            ("category", "category"),
            ("product", "product"),
            ("order", "order"),
            ("record", "product"),
        )
    ]
    for query in queries:
        yield Ask(method="GET", path=plain.path, role=role, query=query, sends=None)


def _hidden(entry: Entry, role: str, ask: Ask) -> tuple[str, ...]:
    """Return the words that must not be there."""
    is_public = entry.who["anonymous"] == "ok"
    foreign = (SECRET,) if is_public else (SECRET, SHOWN)
    # Managers read of what was removed in their audit trail; staff only where the bin is open.
    is_bin = "bin" in ask.query or role != "staff"
    return foreign if is_bin and not is_public else (*foreign, BINNED)


def test_the_word_is_in_every_text_of_the_other_store(house: House) -> None:
    house.connection.execute(sa.text("SELECT set_config('role', 'shop_all', true)"))
    silent = [
        f"{table.name}.{column.name}"
        for table, where in _tables_of(house)
        for column in table.columns
        if isinstance(column.type, sa.Text | JSONB) and column.name not in NO_WORDS
        if not house.connection.scalar(
            sa.select(sa.func.count())
            .select_from(table)
            .where(where, sa.cast(column, sa.Text).ilike(f"%{TYPED}%"))
        )
    ]

    assert not silent, f"the other store says nothing in {', '.join(silent)}"


def _tables_of(house: House) -> Iterator[tuple[sa.Table, sa.ColumnElement[bool]]]:
    store_id = house.stores.other.store_id
    for mapper in db.Model.registry.mappers:
        table = mapper.local_table
        assert isinstance(table, sa.Table)
        if getattr(mapper.class_, "scope", None) is Scope.STORES:
            yield table, table.c.id == store_id
        elif "store_id" in table.c and table.name not in UNSEEN:
            yield table, table.c.store_id == store_id
        elif table.name == "users":
            yield table, table.c.id == house.stores.other.ids["user"]
