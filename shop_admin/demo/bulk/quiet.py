"""Triggers that rest while orders are written by the hundred thousand, each for a reason."""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg2 import extensions

# Row by row they would take most of the time. That they rest is right here and nowhere else: the
# table's owner alone can do it, it holds for this one transaction, whose lock keeps everybody
# else from writing meanwhile, and what each of them sees to is seen to otherwise:
#   audit         `writing` writes the same rows, made of the same to_jsonb()
#   *_adds_up     baskets are priced by the checkout's own rules, once for many orders
#   parcel_fits   a parcel holds exactly its order's items, and its order's number is written
#   move_stock    deliveries are what was sold and kept: a product's movements add up to nothing
# Any other trigger works as ever.
RESTING = {
    "orders": ("audit", "order_adds_up"),
    "order_items": ("item_adds_up",),
    "payments": ("audit",),
    "shipments": ("audit", "parcel_fits"),
    "stock_movements": ("move_stock",),
}
_MODES = {"O": "ENABLE TRIGGER", "A": "ENABLE ALWAYS TRIGGER"}


@contextmanager
def triggers_resting(cursor: extensions.cursor) -> Iterator[None]:
    """Let triggers rest, and enable each again as it was; a rollback does so too."""
    modes = {
        (table, trigger): _mode(cursor, table, trigger)
        for table, triggers in RESTING.items()
        for trigger in triggers
    }
    for table, trigger in modes:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    yield
    # What waits for the transaction's end is looked at now: a table is not altered with it open.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for (table, trigger), mode in modes.items():
        cursor.execute(f"ALTER TABLE {table} {_MODES[mode]} {trigger}")


def _mode(cursor: extensions.cursor, table: str, trigger: str) -> str:
    cursor.execute(
        "SELECT tgenabled FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = %s",
        (table, trigger),
    )
    mode: str = cursor.fetchone()[0]  # type: ignore[index]
    return mode
