"""People, sessions, one-time codes and rate buckets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("mobile_number", sa.Text(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("is_admin", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_staff", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_accountant", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_customer", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("language", sa.Text(), server_default="en", nullable=False),
        sa.Column("last_login_at", sa.DateTime(timezone=True), nullable=True),
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
            "mobile_number ~ '^\\+[1-9][0-9]{6,14}$'", name=op.f("ck_users_mobile_number_e164")
        ),
        sa.CheckConstraint(
            "status_flag IN ('ACTIVE', 'INACTIVE', 'DRAFT', 'ARCHIVED')",
            name=op.f("ck_users_status_flag"),
        ),
        sa.CheckConstraint("active_from < active_to", name=op.f("ck_users_period")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_users_email_lower")),
        sa.ForeignKeyConstraint(["cuser_id"], ["users.id"], name=op.f("fk_users_cuser_id")),
        sa.ForeignKeyConstraint(["muser_id"], ["users.id"], name=op.f("fk_users_muser_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
    )
    op.create_index(
        "ux_users_email",
        "users",
        ["email"],
        unique=True,
        postgresql_where=sa.text("password_hash IS NOT NULL AND NOT is_deleted"),
    )
    op.create_index(
        "ux_users_mobile_number",
        "users",
        ["mobile_number"],
        unique=True,
        postgresql_where=sa.text("NOT is_deleted"),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), server_default="", nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "cdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column(
            "last_seen_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column(
            "authenticated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('console', 'api_staff', 'api_customer')", name=op.f("ck_sessions_kind")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    op.create_index(op.f("ix_sessions_user_id"), "sessions", ["user_id"], unique=False)
    op.create_table(
        "one_time_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("mobile_number", sa.Text(), nullable=False),
        sa.Column("code_hmac", sa.Text(), nullable=False),
        sa.Column(
            "cdate",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose IN ('LOGIN')", name=op.f("ck_one_time_codes_purpose")),
        sa.CheckConstraint("attempts BETWEEN 0 AND 5", name=op.f("ck_one_time_codes_attempts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_codes")),
    )
    op.create_index(
        "ux_one_time_codes_live",
        "one_time_codes",
        ["purpose", "mobile_number"],
        unique=True,
        postgresql_where=sa.text("used_at IS NULL AND replaced_at IS NULL"),
    )
    op.create_table(
        "addresses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
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
            name=op.f("ck_addresses_status_flag"),
        ),
        sa.CheckConstraint("active_from < active_to", name=op.f("ck_addresses_period")),
        sa.ForeignKeyConstraint(["cuser_id"], ["users.id"], name=op.f("fk_addresses_cuser_id")),
        sa.ForeignKeyConstraint(["muser_id"], ["users.id"], name=op.f("fk_addresses_muser_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_addresses_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
    )
    op.create_index(op.f("ix_addresses_user_id"), "addresses", ["user_id"], unique=False)
    op.create_table(
        "rate_buckets",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), server_default="1", nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", "window_start", name=op.f("pk_rate_buckets")),
    )
    op.create_index(
        op.f("ix_rate_buckets_expires_at"), "rate_buckets", ["expires_at"], unique=False
    )


def downgrade() -> None:
    op.drop_table("rate_buckets")
    op.drop_table("addresses")
    op.drop_table("one_time_codes")
    op.drop_table("sessions")
    op.drop_table("users")
