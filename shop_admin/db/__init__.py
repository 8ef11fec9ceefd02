"""The database seam: one metadata, one session, one commit, and who is acting."""

from shop_admin.db.acting import acting_as, transaction
from shop_admin.db.base import NAMING, Base, Model, db
from shop_admin.db.engines import LONG_IDLE_SECONDS, browsing_options, engine_options
from shop_admin.db.party import BROWSER, BROWSING, READER, DbContext
from shop_admin.db.statements import Statement, run_together

__all__ = [
    "BROWSER",
    "BROWSING",
    "LONG_IDLE_SECONDS",
    "NAMING",
    "READER",
    "Base",
    "DbContext",
    "Model",
    "Statement",
    "acting_as",
    "browsing_options",
    "db",
    "engine_options",
    "run_together",
    "transaction",
]
