"""Invitations of people; their tokens and nonces stay out of the audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SECRETS = "password_hash,guest_token_hash"
MORE_SECRETS = f"{SECRETS},token_hash,nonce"

# The function is changed in place: whatever an earlier migration made of it stays.
HIDE = """
DO $$
BEGIN
    EXECUTE replace(pg_get_functiondef('audit_row'::regproc), '{%s', '{%s');
END $$
"""

WRITTEN = "status_flag, comments, active_from, active_to, mdate, muser_id, is_deleted, is_suspended, version"
OWN = "email, name, role, invited_by, nonce, token_hash, expires_at"
SEEN = f"id, store_id, email, name, role, invited_by, expires_at, accepted_at, user_id, cdate, cuser_id, {WRITTEN}"

GUARDS = f"""
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON invitations
    FOR EACH ROW EXECUTE FUNCTION audit_row();
ALTER TABLE invitations ENABLE ALWAYS TRIGGER audit;
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
CREATE POLICY everything ON invitations TO shop_all USING (true) WITH CHECK (true);
CREATE POLICY scoped ON invitations TO shop_scoped
    USING (store_id = ANY ((SELECT app_stores())::uuid[]))
    WITH CHECK (store_id = ANY ((SELECT app_stores())::uuid[]));
GRANT SELECT ON invitations TO shop_all;
GRANT SELECT ({SEEN}, nonce) ON invitations TO shop_scoped;
GRANT INSERT (id, store_id, cdate, cuser_id, accepted_at, user_id, {OWN}, {WRITTEN}) ON invitations
    TO shop_scoped, shop_all;
GRANT UPDATE ({OWN}, {WRITTEN}) ON invitations TO shop_scoped, shop_all;
GRANT UPDATE (accepted_at, user_id) ON invitations TO shop_all;
"""


def upgrade() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
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
            name=op.f("ck_invitations_status_flag"),
        ),
        sa.CheckConstraint("active_from < active_to", name=op.f("ck_invitations_period")),
        sa.CheckConstraint(
            "role IN ('MANAGER', 'STAFF', 'ACCOUNTANT', 'ADMIN')", name=op.f("ck_invitations_role")
        ),
        sa.CheckConstraint(
            "CASE WHEN store_id IS NULL THEN role IN ('ADMIN', 'ACCOUNTANT') ELSE role <> 'ADMIN' END",
            name=op.f("ck_invitations_role_has_its_place"),
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_invitations_email_lower")),
        sa.CheckConstraint(
            "(accepted_at IS NULL) = (user_id IS NULL)", name=op.f("ck_invitations_accepted_by")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_invitations_store_id")),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["users.id"], name=op.f("fk_invitations_invited_by")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_invitations_user_id")),
        sa.ForeignKeyConstraint(["cuser_id"], ["users.id"], name=op.f("fk_invitations_cuser_id")),
        sa.ForeignKeyConstraint(["muser_id"], ["users.id"], name=op.f("fk_invitations_muser_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index(
        "ux_invitations_open",
        "invitations",
        ["store_id", "email", "role"],
        unique=True,
        postgresql_where=sa.text("accepted_at IS NULL AND NOT is_deleted"),
        postgresql_nulls_not_distinct=True,
    )
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(HIDE % (SECRETS, MORE_SECRETS))
        cursor.execute(GUARDS)


def downgrade() -> None:
    op.drop_table("invitations")
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(HIDE % (MORE_SECRETS, SECRETS))
