"""Payments, invoices with their series and files, refunds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("payment_method", sa.Text(), nullable=False),
        sa.Column("transaction_id", sa.Text(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=14, scale=4), nullable=False),
        sa.Column(
            "refunded_amount", sa.Numeric(precision=14, scale=4), server_default="0", nullable=False
        ),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default="PENDING", nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_action", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
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
            "(status IN ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED')) = (paid_at IS NOT NULL)",
            name=op.f("ck_payments_paid_at"),
        ),
        sa.CheckConstraint(
            "payment_method IN ('cash_on_delivery', 'bank_transfer', 'stripe', 'razorpay', 'sandbox')",
            name=op.f("ck_payments_payment_method"),
        ),
        sa.CheckConstraint(
            "status IN ('PENDING', 'AUTHORIZED', 'PAID', 'PARTIALLY_REFUNDED', 'REFUNDED', 'FAILED', 'CANCELLED')",
            name=op.f("ck_payments_status"),
        ),
        sa.CheckConstraint(
            "status_flag IN ('ACTIVE', 'INACTIVE', 'DRAFT', 'ARCHIVED')",
            name=op.f("ck_payments_status_flag"),
        ),
        sa.CheckConstraint("NOT is_deleted", name=op.f("ck_payments_kept")),
        sa.CheckConstraint("active_from < active_to", name=op.f("ck_payments_period")),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_payments_amount")),
        sa.CheckConstraint(
            "refunded_amount BETWEEN 0 AND amount", name=op.f("ck_payments_refunded_amount")
        ),
        sa.ForeignKeyConstraint(["cuser_id"], ["users.id"], name=op.f("fk_payments_cuser_id")),
        sa.ForeignKeyConstraint(["muser_id"], ["users.id"], name=op.f("fk_payments_muser_id")),
        sa.ForeignKeyConstraint(
            ["store_id", "order_id"],
            ["orders.store_id", "orders.id"],
            name=op.f("fk_payments_store_id_order_id"),
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_payments_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("store_id", "id", name="uq_payments_store_id_id"),
    )
    op.create_index("ix_payments_order_id", "payments", ["order_id"], unique=False)
    op.create_index(
        "ix_payments_store_id_id",
        "payments",
        ["store_id", sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index(
        "ux_payments_live",
        "payments",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("status NOT IN ('FAILED', 'CANCELLED')"),
    )
    op.create_index(
        "ux_payments_transaction_id",
        "payments",
        ["payment_method", "transaction_id"],
        unique=True,
        postgresql_where=sa.text(
            "transaction_id IS NOT NULL AND payment_method IN ('stripe', 'razorpay', 'sandbox')"
        ),
    )
    op.create_table(
        "payment_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=4), nullable=True),
        sa.Column("reference", sa.Text(), server_default="", nullable=False),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "cdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column("cuser_id", sa.Uuid(), server_default=sa.text("app_user()"), nullable=True),
        sa.CheckConstraint(
            "kind IN ('CREATED', 'AUTHORIZED', 'CAPTURED', 'FAILED', 'CANCELLED', 'REFUNDED', 'DISPUTED', 'NOTE')",
            name=op.f("ck_payment_events_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["cuser_id"], ["users.id"], name=op.f("fk_payment_events_cuser_id")
        ),
        sa.ForeignKeyConstraint(
            ["store_id", "payment_id"],
            ["payments.store_id", "payments.id"],
            name=op.f("fk_payment_events_store_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_payment_events_store_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_events")),
    )
    op.create_index(
        op.f("ix_payment_events_payment_id"), "payment_events", ["payment_id"], unique=False
    )
    op.create_table(
        "invoice_series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "kind IN ('INVOICE', 'CREDIT_NOTE')", name=op.f("ck_invoice_series_kind")
        ),
        sa.CheckConstraint("last BETWEEN 0 AND 999999", name=op.f("ck_invoice_series_last")),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_invoice_series_store_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_series")),
        sa.UniqueConstraint(
            "prefix", "fiscal_year", name=op.f("uq_invoice_series_prefix_fiscal_year")
        ),
        sa.UniqueConstraint("store_id", "id", name="uq_invoice_series_store_id_id"),
        sa.UniqueConstraint(
            "store_id",
            "kind",
            "fiscal_year",
            name=op.f("uq_invoice_series_store_id_kind_fiscal_year"),
        ),
    )
    op.create_table(
        "invoices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("invoice_number", sa.Text(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=14, scale=4), nullable=False),
        sa.Column("tax_amount", sa.Numeric(precision=14, scale=4), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("taxes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snapshot", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "cdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column("cuser_id", sa.Uuid(), server_default=sa.text("app_user()"), nullable=True),
        sa.CheckConstraint(
            "(kind = 'CREDIT_NOTE') = (corrects_id IS NOT NULL)", name=op.f("ck_invoices_corrects")
        ),
        sa.CheckConstraint(
            "invoice_number ~ '^[A-Z0-9/-]{1,16}$'", name=op.f("ck_invoices_invoice_number")
        ),
        sa.CheckConstraint("kind IN ('INVOICE', 'CREDIT_NOTE')", name=op.f("ck_invoices_kind")),
        sa.CheckConstraint("amount >= 0 AND tax_amount >= 0", name=op.f("ck_invoices_amounts")),
        sa.ForeignKeyConstraint(["cuser_id"], ["users.id"], name=op.f("fk_invoices_cuser_id")),
        sa.ForeignKeyConstraint(
            ["store_id", "corrects_id"],
            ["invoices.store_id", "invoices.id"],
            name=op.f("fk_invoices_store_id_corrects_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id", "order_id"],
            ["orders.store_id", "orders.id"],
            name=op.f("fk_invoices_store_id_order_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id", "series_id"],
            ["invoice_series.store_id", "invoice_series.id"],
            name=op.f("fk_invoices_store_id_series_id"),
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_invoices_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoices")),
        sa.UniqueConstraint("invoice_number", name=op.f("uq_invoices_invoice_number")),
        sa.UniqueConstraint("series_id", "number", name=op.f("uq_invoices_series_id_number")),
        sa.UniqueConstraint("store_id", "id", name="uq_invoices_store_id_id"),
    )
    op.create_index(
        "ix_invoices_store_id_id",
        "invoices",
        ["store_id", sa.literal_column("id DESC")],
        unique=False,
    )
    op.create_index(
        "ix_invoices_store_id_issued_at", "invoices", ["store_id", "issued_at"], unique=False
    )
    op.create_index(
        "ux_invoices_order",
        "invoices",
        ["order_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'INVOICE'"),
    )
    op.create_table(
        "invoice_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column(
            "cdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column("cuser_id", sa.Uuid(), server_default=sa.text("app_user()"), nullable=True),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("ck_invoice_files_sha256")),
        sa.CheckConstraint("size > 0", name=op.f("ck_invoice_files_size")),
        sa.ForeignKeyConstraint(["cuser_id"], ["users.id"], name=op.f("fk_invoice_files_cuser_id")),
        sa.ForeignKeyConstraint(
            ["store_id", "invoice_id"],
            ["invoices.store_id", "invoices.id"],
            name=op.f("fk_invoice_files_store_id_invoice_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_invoice_files_store_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_files")),
        sa.UniqueConstraint("invoice_id", name=op.f("uq_invoice_files_invoice_id")),
        sa.UniqueConstraint("key", name=op.f("uq_invoice_files_key")),
    )
    op.create_table(
        "refunds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("credit_note_id", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.Numeric(precision=14, scale=4), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "lines", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False
        ),
        sa.Column("status", sa.Text(), server_default="PENDING", nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
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
            "status IN ('PENDING', 'FAILED', 'DONE')", name=op.f("ck_refunds_status")
        ),
        sa.CheckConstraint(
            "status_flag IN ('ACTIVE', 'INACTIVE', 'DRAFT', 'ARCHIVED')",
            name=op.f("ck_refunds_status_flag"),
        ),
        sa.CheckConstraint("NOT is_deleted", name=op.f("ck_refunds_kept")),
        sa.CheckConstraint("active_from < active_to", name=op.f("ck_refunds_period")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_refunds_amount")),
        sa.ForeignKeyConstraint(["cuser_id"], ["users.id"], name=op.f("fk_refunds_cuser_id")),
        sa.ForeignKeyConstraint(["muser_id"], ["users.id"], name=op.f("fk_refunds_muser_id")),
        sa.ForeignKeyConstraint(
            ["store_id", "credit_note_id"],
            ["invoices.store_id", "invoices.id"],
            name=op.f("fk_refunds_store_id_credit_note_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id", "payment_id"],
            ["payments.store_id", "payments.id"],
            name=op.f("fk_refunds_store_id_payment_id"),
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_refunds_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
    )
    op.create_index(op.f("ix_refunds_payment_id"), "refunds", ["payment_id"], unique=False)


def downgrade() -> None:
    op.drop_table("refunds")
    op.drop_table("invoice_files")
    op.drop_table("invoices")
    op.drop_table("invoice_series")
    op.drop_table("payment_events")
    op.drop_table("payments")
