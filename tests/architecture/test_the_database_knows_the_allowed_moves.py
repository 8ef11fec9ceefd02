from collections.abc import Mapping

import pytest
from flask import Flask
from sqlalchemy import text

from shop_admin.db import acting_as, db
from shop_admin.models.orders import ORDER_MOVES
from shop_admin.models.payments import PAYMENT_MOVES, REFUND_MOVES
from shop_admin.permissions import command

ARGUMENT = text(
    "SELECT encode(tgargs, 'escape') FROM pg_trigger"
    " WHERE tgname = 'legal_move' AND tgrelid = CAST(:name AS regclass)"
)


@pytest.mark.parametrize(
    ("table", "moves"),
    [("orders", ORDER_MOVES), ("payments", PAYMENT_MOVES), ("refunds", REFUND_MOVES)],
)
def test_trigger_and_model_agree(
    app: Flask, table: str, moves: Mapping[str, frozenset[str]]
) -> None:
    with acting_as(command().db_context()):
        argument = db.session.scalar(ARGUMENT, {"name": table})
    known = set(str(argument).removesuffix("\\000").split(","))
    assert known == {f"{a}>{b}" for a, targets in moves.items() for b in targets}
