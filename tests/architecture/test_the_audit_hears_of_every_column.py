import re

import sqlalchemy as sa
from flask import Flask

from shop_admin.db import acting_as
from shop_admin.permissions import command

HEARD = sa.text(
    """
    SELECT attname FROM pg_trigger JOIN pg_attribute ON attrelid = tgrelid
    WHERE tgname = 'audit' AND tgrelid = 'products'::regclass AND attnum = ANY (tgattr)
    """
)
COLUMNS = sa.text(
    """
    SELECT attname FROM pg_attribute
    WHERE attrelid = 'products'::regclass AND attnum > 0 AND NOT attisdropped
    """
)
AUDIT = sa.text("SELECT prosrc FROM pg_proc WHERE proname = 'audit_row'")


def test_only_what_leaves_no_trail_is_not_listened_to(app: Flask) -> None:
    with acting_as(command().db_context()) as session:
        heard = set(session.scalars(HEARD))
        columns = set(session.scalars(COLUMNS))
        source = session.scalars(AUDIT).one()
    found = re.search(r"silent text\[\] := '\{([^}]*)\}'", source)
    assert found is not None

    assert columns - heard == columns & set(found[1].split(","))
