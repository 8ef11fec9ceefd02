"""Audit, webhook inbox, idempotency keys, exports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "cdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column("cuser_id", sa.Uuid(), nullable=True),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column(
            "old", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column(
            "new", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("request_id", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["cuser_id"], ["users.id"], name=op.f("fk_audit_entries_cuser_id")),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_audit_entries_store_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index("ix_audit_entries_cdate", "audit_entries", ["cdate"], unique=False)
    op.create_index(
        "ix_audit_entries_record",
        "audit_entries",
        ["table_name", "record_id", sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index(
        "ix_audit_entries_store_id",
        "audit_entries",
        ["store_id", sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_table(
        "audit_seals",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column(
            "cdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_audit_seals")),
    )
    op.create_table(
        "provider_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "cdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column("cuser_id", sa.Uuid(), server_default=sa.text("app_user()"), nullable=True),
        sa.ForeignKeyConstraint(
            ["cuser_id"], ["users.id"], name=op.f("fk_provider_events_cuser_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_events")),
        sa.UniqueConstraint(
            "provider", "event_id", name=op.f("uq_provider_events_provider_event_id")
        ),
    )
    op.create_table(
        "provider_event_results",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "cdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column("cuser_id", sa.Uuid(), server_default=sa.text("app_user()"), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('HANDLED', 'IGNORED', 'PARKED')",
            name=op.f("ck_provider_event_results_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["cuser_id"], ["users.id"], name=op.f("fk_provider_event_results_cuser_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["provider_events.id"], name=op.f("fk_provider_event_results_event_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_event_results")),
        sa.UniqueConstraint("event_id", name=op.f("uq_provider_event_results_event_id")),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="RUNNING", nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column(
            "cdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.CheckConstraint("state IN ('RUNNING', 'DONE')", name=op.f("ck_idempotency_keys_state")),
        sa.CheckConstraint("length(key) BETWEEN 1 AND 255", name=op.f("ck_idempotency_keys_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_keys")),
        sa.UniqueConstraint("party", "method", "path", "key", name="uq_idempotency_keys_key"),
    )
    op.create_index(op.f("ix_idempotency_keys_cdate"), "idempotency_keys", ["cdate"], unique=False)
    op.create_table(
        "exports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parameters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("status", sa.Text(), server_default="QUEUED", nullable=False),
        sa.Column("done_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("total_count", sa.Integer(), nullable=True),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status_flag", sa.Text(), server_default="ACTIVE", nullable=False),
        sa.Column("comments", sa.Text(), server_default="", nullable=False),
        sa.Column("active_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "cdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column("cuser_id", sa.Uuid(), server_default=sa.text("app_user()"), nullable=True),
        sa.Column(
            "mdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column("muser_id", sa.Uuid(), server_default=sa.text("app_user()"), nullable=True),
        sa.Column("is_deleted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_suspended", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "status IN ('QUEUED', 'RUNNING', 'DONE', 'FAILED')", name=op.f("ck_exports_status")
        ),
        sa.CheckConstraint(
            "status_flag IN ('ACTIVE', 'INACTIVE', 'DRAFT', 'ARCHIVED')",
            name=op.f("ck_exports_status_flag"),
        ),
        sa.CheckConstraint("active_from < active_to", name=op.f("ck_exports_period")),
        sa.ForeignKeyConstraint(["cuser_id"], ["users.id"], name=op.f("fk_exports_cuser_id")),
        sa.ForeignKeyConstraint(["muser_id"], ["users.id"], name=op.f("fk_exports_muser_id")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_exports_store_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_exports_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    op.create_index(op.f("ix_exports_user_id"), "exports", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_table("exports")
    op.drop_table("idempotency_keys")
    op.drop_table("provider_event_results")
    op.drop_table("provider_events")
    op.drop_table("audit_seals")
    op.drop_table("audit_entries")
