"""The outbox of mails: written with the deed that asks for them, sent by the worker."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BOTH = "shop_scoped, shop_all"
IN_SCOPE = "store_id = ANY ((SELECT app_stores())::uuid[])"

# To whom and about what is never changed; what became of it is.
RIGHTS = f"""
GRANT SELECT ON mails TO {BOTH};
GRANT INSERT (id, store_id, order_id, record_id, kind, recipient) ON mails TO {BOTH};
GRANT UPDATE (subject, status, attempts, sent_at, error) ON mails TO {BOTH};
ALTER TABLE mails ENABLE ROW LEVEL SECURITY;
CREATE POLICY everything ON mails TO shop_all USING (true) WITH CHECK (true);
CREATE POLICY scoped ON mails TO shop_scoped USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})
"""


def upgrade() -> None:
    op.create_table(
        "mails",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="PENDING", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "cdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "status IN ('PENDING', 'SENT', 'FAILED', 'OFF')", name=op.f("ck_mails_status")
        ),
        sa.CheckConstraint(
            "(status = 'SENT') = (sent_at IS NOT NULL)", name=op.f("ck_mails_sent_at")
        ),
        sa.CheckConstraint(
            "order_id IS NULL OR store_id IS NOT NULL", name=op.f("ck_mails_order_of_store")
        ),
        sa.CheckConstraint("kind ~ '^[a-z_]{1,40}$'", name=op.f("ck_mails_kind")),
        sa.CheckConstraint(
            "length(recipient) BETWEEN 3 AND 320 AND recipient !~ '[[:cntrl:]]'",
            name=op.f("ck_mails_recipient"),
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_mails_store_id")),
        sa.ForeignKeyConstraint(
            ["store_id", "order_id"],
            ["orders.store_id", "orders.id"],
            name=op.f("fk_mails_store_id_order_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
    )
    op.create_index(
        "ux_mails_order",
        "mails",
        ["order_id", "kind", "record_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("order_id IS NOT NULL"),
    )
    op.create_index(
        "ix_mails_store_id_id", "mails", ["store_id", sa.literal_column("id DESC")], unique=False
    )
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(RIGHTS)


def downgrade() -> None:
    op.drop_table("mails")
