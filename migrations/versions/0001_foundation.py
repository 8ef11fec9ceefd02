"""Extensions, the one clock, and who is acting."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")

CLOCK = """
CREATE FUNCTION shop_now() RETURNS timestamptz LANGUAGE sql STABLE AS
$$ SELECT coalesce(nullif(current_setting('app.now', true), '')::timestamptz, clock_timestamp()) $$
"""
USER = """
CREATE FUNCTION app_user() RETURNS uuid LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('app.user_id', true), '')::uuid $$
"""
STORES = """
CREATE FUNCTION app_stores() RETURNS uuid[] LANGUAGE sql STABLE AS
$$ SELECT nullif(current_setting('app.stores', true), '')::uuid[] $$
"""


def upgrade() -> None:
    for extension in EXTENSIONS:
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    for function in (CLOCK, USER, STORES):
        op.execute(function)


def downgrade() -> None:
    for function in ("app_stores()", "app_user()", "shop_now()"):
        op.execute(f"DROP FUNCTION {function}")
    for extension in EXTENSIONS:
        op.execute(f"DROP EXTENSION IF EXISTS {extension}")
