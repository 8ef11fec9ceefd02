"""The audit trail, written by triggers: no code can change a record without it."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

AUDITED = (
    "users",
    "store_members",
    "addresses",
    "stores",
    "tax_rates",
    "coupons",
    "categories",
    "subcategories",
    "products",
    "product_images",
    "orders",
    "shipments",
    "payments",
    "refunds",
    "invoices",
    "invoice_files",
    "exports",
)

# Hashes are no one's business; bookkeeping columns and the ledger's count are no change of a person's.
AUDIT_ROW = """
CREATE FUNCTION audit_row() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    secrets text[] := '{password_hash,guest_token_hash}';
    silent text[] := '{mdate,muser_id,version,inventory_count,last_login_at,done_count}';
    was jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}'::jsonb ELSE to_jsonb(OLD) END;
    is_now jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}'::jsonb ELSE to_jsonb(NEW) END;
    whole jsonb := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    store uuid := (CASE WHEN TG_TABLE_NAME = 'stores' THEN whole ->> 'id'
                        ELSE whole ->> 'store_id' END)::uuid;
    deed text := CASE TG_OP WHEN 'INSERT' THEN 'create' WHEN 'UPDATE' THEN 'update' ELSE 'delete' END;
    secret text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        SELECT coalesce(jsonb_object_agg(key, value), '{}') INTO is_now
        FROM jsonb_each(to_jsonb(NEW))
        WHERE value IS DISTINCT FROM was -> key AND NOT key = ANY (silent);
        IF is_now = '{}' THEN RETURN NULL; END IF;
        SELECT jsonb_object_agg(key, was -> key) INTO was FROM jsonb_object_keys(is_now) AS key;
        deed := CASE
            WHEN is_now @> '{"is_deleted": true}' THEN 'remove'
            WHEN is_now @> '{"is_deleted": false}' THEN 'restore'
            WHEN is_now ? 'status' THEN 'move'
            ELSE 'update' END;
    END IF;
    FOREACH secret IN ARRAY secrets LOOP
        IF was ? secret THEN was := jsonb_set(was, ARRAY[secret], '"•••"'); END IF;
        IF is_now ? secret THEN is_now := jsonb_set(is_now, ARRAY[secret], '"•••"'); END IF;
    END LOOP;
    INSERT INTO audit_entries
        (cuser_id, party, store_id, action, table_name, record_id, old, new, request_id)
    VALUES (app_user(), coalesce(nullif(current_setting('app.party', true), ''), session_user),
        store, deed, TG_TABLE_NAME, (whole ->> 'id')::uuid, was, is_now,
        coalesce(current_setting('app.request_id', true), ''));
    RETURN NULL;
END $$
"""

AUDIT_EVENT = """
CREATE FUNCTION audit_event(deed text, store uuid, noun text, record uuid, details jsonb)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF current_setting('role') = 'shop_scoped' AND store IS NOT NULL
       AND NOT store = ANY (app_stores()) THEN
        RAISE EXCEPTION 'no such store' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO audit_entries
        (cuser_id, party, store_id, action, table_name, record_id, new, request_id)
    VALUES (app_user(), coalesce(nullif(current_setting('app.party', true), ''), session_user),
        store, deed, noun, record, details, coalesce(current_setting('app.request_id', true), ''));
END $$
"""

TRIGGER = """
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION audit_row();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER audit
"""


def upgrade() -> None:
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(AUDIT_ROW)
        cursor.execute(AUDIT_EVENT)
        for table in AUDITED:
            cursor.execute(TRIGGER.format(table=table))


def downgrade() -> None:
    op.execute("DROP FUNCTION audit_row(), audit_event(text, uuid, text, uuid, jsonb) CASCADE")
