"""Bulk work: acts on many records as jobs, item by item; which records an export holds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

MINE = "user_id = (SELECT app_user())"
# What was frozen when somebody asked is never put right afterwards: ids have no UPDATE. Old work
# is pruned by the party of all stores; its items go with it.
RIGHTS = f"""
GRANT SELECT ON bulk_jobs, bulk_items, export_records TO shop_scoped, shop_all;
GRANT INSERT (id, user_id, list_name, noun, act, parameters, total_count, undoes_id, finished_at) ON bulk_jobs
    TO shop_scoped, shop_all;
GRANT UPDATE (status, total_count, done_count, same_count, failed_count, problem, finished_at)
    ON bulk_jobs TO shop_scoped, shop_all;
GRANT INSERT (job_id, record_id, user_id, was, is_now) ON bulk_items TO shop_scoped, shop_all;
GRANT UPDATE (state, sentence, was, is_now) ON bulk_items TO shop_scoped, shop_all;
GRANT INSERT ON export_records TO shop_scoped, shop_all;
GRANT DELETE ON bulk_jobs, export_records TO shop_all;
ALTER TABLE bulk_jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE bulk_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE export_records ENABLE ROW LEVEL SECURITY;
CREATE POLICY everything ON bulk_jobs TO shop_all USING (true) WITH CHECK (true);
CREATE POLICY everything ON bulk_items TO shop_all USING (true) WITH CHECK (true);
CREATE POLICY everything ON export_records TO shop_all USING (true) WITH CHECK (true);
CREATE POLICY scoped ON bulk_jobs TO shop_scoped USING ({MINE}) WITH CHECK ({MINE});
CREATE POLICY scoped ON bulk_items TO shop_scoped USING ({MINE}) WITH CHECK ({MINE});
CREATE POLICY scoped ON export_records TO shop_scoped USING ({MINE}) WITH CHECK ({MINE})
"""


def upgrade() -> None:
    op.create_table(
        "bulk_jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("list_name", sa.Text(), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("parameters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("undoes_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), server_default="QUEUED", nullable=False),
        sa.Column("total_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("done_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("same_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failed_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "cdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('QUEUED', 'RUNNING', 'DONE', 'CANCELLED', 'FAILED')",
            name=op.f("ck_bulk_jobs_status"),
        ),
        sa.CheckConstraint(
            "least(done_count, same_count, failed_count) >= 0"
            " AND done_count + same_count + failed_count <= total_count",
            name=op.f("ck_bulk_jobs_counts"),
        ),
        sa.CheckConstraint(
            "(status IN ('QUEUED', 'RUNNING')) = (finished_at IS NULL)",
            name=op.f("ck_bulk_jobs_finished_at"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_bulk_jobs_user_id")),
        sa.ForeignKeyConstraint(
            ["undoes_id"],
            ["bulk_jobs.id"],
            name=op.f("fk_bulk_jobs_undoes_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_jobs")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_bulk_jobs_undoes_id")),
        sa.UniqueConstraint("id", "user_id", name=op.f("uq_bulk_jobs_id_user_id")),
    )
    op.create_index("ix_bulk_jobs_user_id_id", "bulk_jobs", ["user_id", sa.text("id DESC")])
    op.create_table(
        "bulk_items",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), server_default="WAITING", nullable=False),
        sa.Column("sentence", sa.Text(), server_default="", nullable=False),
        sa.Column("was", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("is_now", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.CheckConstraint(
            "state IN ('WAITING', 'DONE', 'SAME', 'FAILED')", name=op.f("ck_bulk_items_state")
        ),
        sa.CheckConstraint("(was IS NULL) = (is_now IS NULL)", name=op.f("ck_bulk_items_change")),
        sa.ForeignKeyConstraint(
            ["job_id", "user_id"],
            ["bulk_jobs.id", "bulk_jobs.user_id"],
            name=op.f("fk_bulk_items_job_id_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("job_id", "record_id", name=op.f("pk_bulk_items")),
    )
    op.create_index(
        "ix_bulk_items_waiting",
        "bulk_items",
        ["job_id", "record_id"],
        postgresql_where=sa.text("state = 'WAITING'"),
    )
    op.create_index(
        "ix_bulk_items_failed",
        "bulk_items",
        ["job_id", "record_id"],
        postgresql_where=sa.text("state = 'FAILED'"),
    )
    op.create_table(
        "export_records",
        sa.Column("export_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.ForeignKeyConstraint(
            ["export_id"], ["exports.id"], name=op.f("fk_export_records_export_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_export_records_user_id")),
        sa.PrimaryKeyConstraint("export_id", name=op.f("pk_export_records")),
    )
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(RIGHTS)


def downgrade() -> None:
    op.drop_table("export_records")
    op.drop_table("bulk_items")
    op.drop_table("bulk_jobs")
