"""Stores with their members, tax rates and coupons."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stores",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("legal_name", sa.Text(), server_default="", nullable=False),
        sa.Column("tax_id", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "address", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False
        ),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), server_default="", nullable=False),
        sa.Column("contact_phone", sa.Text(), server_default="", nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), server_default="en", nullable=False),
        sa.Column("time_zone", sa.Text(), server_default="UTC", nullable=False),
        sa.Column("accent", sa.Text(), server_default="#2f6f5e", nullable=False),
        sa.Column("logo", sa.Text(), nullable=True),
        sa.Column(
            "bank_details",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column(
            "prices_include_tax", sa.Boolean(), server_default=sa.text("true"), nullable=False
        ),
        sa.Column(
            "payment_methods",
            postgresql.ARRAY(sa.Text()),
            server_default="{cash_on_delivery,bank_transfer}",
            nullable=False,
        ),
        sa.Column("payment_terms_days", sa.Integer(), server_default="7", nullable=False),
        sa.Column("reservation_minutes", sa.Integer(), server_default="30", nullable=False),
        sa.Column("fiscal_year_start", sa.Integer(), server_default="1", nullable=False),
        sa.Column("invoice_prefix", sa.Text(), nullable=False),
        sa.Column("credit_note_prefix", sa.Text(), nullable=False),
        sa.Column("invoice_rule", sa.Text(), server_default="PAID", nullable=False),
        sa.Column("invoice_terms", sa.Text(), server_default="", nullable=False),
        sa.Column("invoice_footer", sa.Text(), server_default="", nullable=False),
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
        sa.CheckConstraint("accent ~ '^#[0-9a-f]{6}$'", name=op.f("ck_stores_accent")),
        sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name=op.f("ck_stores_country")),
        sa.CheckConstraint(
            "credit_note_prefix ~ '^[A-Z0-9]{1,6}$'", name=op.f("ck_stores_credit_note_prefix")
        ),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("ck_stores_currency")),
        sa.CheckConstraint(
            "invoice_prefix ~ '^[A-Z0-9]{1,6}$'", name=op.f("ck_stores_invoice_prefix")
        ),
        sa.CheckConstraint(
            "invoice_rule IN ('PAID', 'PLACED', 'SHIPPED')", name=op.f("ck_stores_invoice_rule")
        ),
        sa.CheckConstraint("slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name=op.f("ck_stores_slug")),
        sa.CheckConstraint(
            "status_flag IN ('ACTIVE', 'INACTIVE', 'DRAFT', 'ARCHIVED')",
            name=op.f("ck_stores_status_flag"),
        ),
        sa.CheckConstraint("active_from < active_to", name=op.f("ck_stores_period")),
        sa.CheckConstraint(
            "fiscal_year_start BETWEEN 1 AND 12", name=op.f("ck_stores_fiscal_year_start")
        ),
        sa.CheckConstraint(
            "invoice_prefix <> credit_note_prefix", name=op.f("ck_stores_prefixes_differ")
        ),
        sa.CheckConstraint(
            "payment_terms_days BETWEEN 0 AND 365", name=op.f("ck_stores_payment_terms_days")
        ),
        sa.CheckConstraint(
            "reservation_minutes BETWEEN 5 AND 1440", name=op.f("ck_stores_reservation_minutes")
        ),
        sa.ForeignKeyConstraint(["cuser_id"], ["users.id"], name=op.f("fk_stores_cuser_id")),
        sa.ForeignKeyConstraint(["muser_id"], ["users.id"], name=op.f("fk_stores_muser_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_stores_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stores")),
        sa.UniqueConstraint("credit_note_prefix", name=op.f("uq_stores_credit_note_prefix")),
        sa.UniqueConstraint("invoice_prefix", name=op.f("uq_stores_invoice_prefix")),
    )
    op.create_index(
        "ux_stores_slug",
        "stores",
        ["slug"],
        unique=True,
        postgresql_where=sa.text("NOT is_deleted"),
    )
    op.create_table(
        "store_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
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
            "role IN ('MANAGER', 'STAFF', 'ACCOUNTANT')", name=op.f("ck_store_members_role")
        ),
        sa.CheckConstraint(
            "status_flag IN ('ACTIVE', 'INACTIVE', 'DRAFT', 'ARCHIVED')",
            name=op.f("ck_store_members_status_flag"),
        ),
        sa.CheckConstraint("active_from < active_to", name=op.f("ck_store_members_period")),
        sa.ForeignKeyConstraint(["cuser_id"], ["users.id"], name=op.f("fk_store_members_cuser_id")),
        sa.ForeignKeyConstraint(["muser_id"], ["users.id"], name=op.f("fk_store_members_muser_id")),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_store_members_store_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_store_members_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store_members")),
    )
    op.create_index(op.f("ix_store_members_user_id"), "store_members", ["user_id"], unique=False)
    op.create_index(
        "ux_store_members_role",
        "store_members",
        ["store_id", "user_id", "role"],
        unique=True,
        postgresql_where=sa.text("NOT is_deleted"),
    )
    op.create_table(
        "tax_rates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("tax_class", sa.Text(), server_default="standard", nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rate", sa.Numeric(precision=7, scale=4), nullable=False),
        sa.Column(
            "components",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="[]",
            nullable=False,
        ),
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
        postgresql.ExcludeConstraint(
            (sa.column("store_id"), "="),
            (sa.column("tax_class"), "="),
            (sa.column("country"), "="),
            (sa.text("tstzrange(active_from, active_to)"), "&&"),
            where=sa.text("NOT is_deleted"),
            using="gist",
            name="ex_tax_rates_period",
        ),
        sa.CheckConstraint("country ~ '^[A-Z]{2}$'", name=op.f("ck_tax_rates_country")),
        sa.CheckConstraint(
            "status_flag IN ('ACTIVE', 'INACTIVE', 'DRAFT', 'ARCHIVED')",
            name=op.f("ck_tax_rates_status_flag"),
        ),
        sa.CheckConstraint("active_from < active_to", name=op.f("ck_tax_rates_period")),
        sa.CheckConstraint("rate >= 0 AND rate <= 100", name=op.f("ck_tax_rates_rate")),
        sa.ForeignKeyConstraint(["cuser_id"], ["users.id"], name=op.f("fk_tax_rates_cuser_id")),
        sa.ForeignKeyConstraint(["muser_id"], ["users.id"], name=op.f("fk_tax_rates_muser_id")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_tax_rates_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_rates")),
    )
    op.create_index("ix_tax_rates_store_id", "tax_rates", ["store_id"], unique=False)
    op.create_table(
        "coupons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("percent", sa.Numeric(precision=7, scale=4), nullable=True),
        sa.Column("amount", sa.Numeric(precision=14, scale=4), nullable=True),
        sa.Column(
            "minimum_amount", sa.Numeric(precision=14, scale=4), server_default="0", nullable=False
        ),
        sa.Column("usage_limit", sa.Integer(), nullable=True),
        sa.Column("used_count", sa.Integer(), server_default="0", nullable=False),
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
            "status_flag IN ('ACTIVE', 'INACTIVE', 'DRAFT', 'ARCHIVED')",
            name=op.f("ck_coupons_status_flag"),
        ),
        sa.CheckConstraint("active_from < active_to", name=op.f("ck_coupons_period")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_coupons_amount")),
        sa.CheckConstraint(
            "num_nonnulls(percent, amount) = 1", name=op.f("ck_coupons_percent_or_amount")
        ),
        sa.CheckConstraint("percent > 0 AND percent <= 100", name=op.f("ck_coupons_percent")),
        sa.CheckConstraint(
            "used_count BETWEEN 0 AND coalesce(usage_limit, used_count)",
            name=op.f("ck_coupons_used_count"),
        ),
        sa.ForeignKeyConstraint(["cuser_id"], ["users.id"], name=op.f("fk_coupons_cuser_id")),
        sa.ForeignKeyConstraint(["muser_id"], ["users.id"], name=op.f("fk_coupons_muser_id")),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_coupons_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupons")),
        sa.UniqueConstraint("store_id", "id", name="uq_coupons_store_id_id"),
    )
    op.create_index(
        "ux_coupons_code",
        "coupons",
        ["store_id", sa.literal_column("lower(code)")],
        unique=True,
        postgresql_where=sa.text("NOT is_deleted"),
    )


def downgrade() -> None:
    op.drop_table("coupons")
    op.drop_table("tax_rates")
    op.drop_table("store_members")
    op.drop_table("stores")
