"""The nightly check's runs; the audit trail writes its moments in UTC."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# The check compares each record with its trail, where moments are text: of one zone, whoever
# changes a record from whichever session.
RIGHTS = """
ALTER FUNCTION audit_row() SET timezone = 'UTC';
GRANT SELECT, INSERT ON checks TO shop_all;
ALTER TABLE checks ENABLE ROW LEVEL SECURITY;
CREATE POLICY everything ON checks TO shop_all USING (true) WITH CHECK (true)
"""


def upgrade() -> None:
    op.create_table(
        "checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("findings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("broken", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("broken >= 0 AND files >= 0", name=op.f("ck_checks_counts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checks")),
    )
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(RIGHTS)


def downgrade() -> None:
    op.execute("ALTER FUNCTION audit_row() RESET timezone")
    op.drop_table("checks")
