"""Customers: failed codes are counted, a login keeps its email, own orders are walled off."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# Whoever may change their own row may not change what they log in with; an admin may.
KEEP_LOGIN_EMAIL = """
CREATE FUNCTION keep_login_email() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('role') = 'shop_scoped' THEN
        RAISE EXCEPTION 'a login keeps its email address' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'login_email_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER login_email BEFORE UPDATE OF email ON users FOR EACH ROW
    WHEN (OLD.password_hash IS NOT NULL AND OLD.email IS DISTINCT FROM NEW.email)
    EXECUTE FUNCTION keep_login_email();
GRANT UPDATE (email) ON users TO shop_scoped
"""

# A customer is scoped to the stores that they bought in; there the database shows them no order
# but their own. The setting is read once a statement, not once a row.
OWN_ORDERS = """
CREATE POLICY own_orders ON orders AS RESTRICTIVE TO shop_scoped USING (
    (SELECT coalesce(current_setting('app.party', true), '') NOT LIKE 'customer:%')
    OR user_id = (SELECT app_user()))
"""


def upgrade() -> None:
    # The bin too is asked for a number: there its unique index looks at nothing.
    op.create_index("ix_users_mobile_number", "users", ["mobile_number"])
    op.create_index(
        "ix_one_time_codes_mobile_number_cdate", "one_time_codes", ["mobile_number", "cdate"]
    )
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(KEEP_LOGIN_EMAIL)
        cursor.execute(OWN_ORDERS)


def downgrade() -> None:
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute("DROP POLICY own_orders ON orders")
        cursor.execute("REVOKE UPDATE (email) ON users FROM shop_scoped")
        cursor.execute("DROP TRIGGER login_email ON users")
        cursor.execute("DROP FUNCTION keep_login_email()")
    op.drop_index("ix_users_mobile_number", "users")
    op.drop_index("ix_one_time_codes_mobile_number_cdate", "one_time_codes")
