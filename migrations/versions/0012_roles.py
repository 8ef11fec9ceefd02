"""The three roles of the application and row-level security on every table."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STORE_TABLES = (
    "store_members",
    "tax_rates",
    "coupons",
    "products",
    "product_images",
    "stock_movements",
    "orders",
    "order_items",
    "shipments",
    "payments",
    "payment_events",
    "refunds",
    "invoice_series",
    "invoices",
    "invoice_files",
)
SHARED_TABLES = ("categories", "subcategories")
PERSON_TABLES = ("addresses", "sessions", "exports")
INSTALLATION_TABLES = (
    "one_time_codes",
    "rate_buckets",
    "provider_events",
    "provider_event_results",
    "audit_seals",
)
OTHER_TABLES = ("users", "stores", "audit_entries", "idempotency_keys", "document_prefixes")
ALL_TABLES = STORE_TABLES + SHARED_TABLES + PERSON_TABLES + INSTALLATION_TABLES + OTHER_TABLES

APPEND_ONLY = (
    "stock_movements",
    "payment_events",
    "invoices",
    "invoice_files",
    "provider_events",
    "provider_event_results",
    "audit_seals",
    "document_prefixes",
)
WRITTEN_BY_TRIGGERS = ("audit_entries", "document_prefixes")
DELETABLE = ("sessions", "one_time_codes", "rate_buckets", "idempotency_keys")

IN_SCOPE = "= ANY ((SELECT app_stores())::uuid[])"
MINE = "user_id = (SELECT app_user())"

# What the public catalogue shows, and the columns that decide whether it is public.
PUBLIC = "id, status_flag, active_from, active_to, cdate, is_deleted, is_suspended"
READER_COLUMNS = {
    "stores": f"{PUBLIC}, name, slug, description, currency, contact_email, contact_phone,"
    " country, language, time_zone, prices_include_tax, payment_methods",
    "categories": f"{PUBLIC}, store_id, name, slug, description",
    "subcategories": f"{PUBLIC}, store_id, category_id, name, slug, description",
    "products": f"{PUBLIC}, store_id, category_id, subcategory_id, sku, ean, name, slug,"
    " description, price, compare_at_price, inventory_count, tax_class, weight, attributes",
    "product_images": f'{PUBLIC}, store_id, product_id, image, thumbnail, alt_text, "order",'
    " width, height",
}

ROLES = """
DO $$
DECLARE role text;
BEGIN
    FOREACH role IN ARRAY '{shop_scoped,shop_all,shop_reader}'::text[] LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role);
        END IF;
    END LOOP;
END $$;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO shop_scoped, shop_all, shop_reader;
GRANT SELECT ON alembic_version TO shop_scoped, shop_all, shop_reader;
REVOKE EXECUTE ON FUNCTION next_order_number(uuid), take_prefix(text, uuid, text),
    audit_event(text, uuid, text, uuid, jsonb),
    procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION next_order_number(uuid), audit_event(text, uuid, text, uuid, jsonb),
    procrastinate_defer_jobs_v1(procrastinate_job_to_defer_v1[]) TO shop_scoped, shop_all;
"""

# The worker runs as shop_all: the queue is its own.
QUEUE = """
DO $$
DECLARE thing text;
BEGIN
    FOR thing IN SELECT tablename FROM pg_tables WHERE tablename LIKE 'procrastinate%' LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO shop_all', thing);
    END LOOP;
    FOR thing IN SELECT sequencename FROM pg_sequences
        WHERE sequencename LIKE 'procrastinate%' LOOP
        EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %I TO shop_all', thing);
    END LOOP;
END $$
"""

# Ids, stores, authorship and the ledger's count are never updated by anybody's code.
FIXED = {"INSERT": "{inventory_count}", "UPDATE": "{id,store_id,cdate,cuser_id,inventory_count}"}

GRANT_COLUMNS = """
DO $$
DECLARE columns text;
BEGIN
    SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_attribute
    WHERE attrelid = '%(table)s'::regclass AND attnum > 0 AND NOT attisdropped
      AND NOT attname = ANY ('%(fixed)s'::text[]);
    EXECUTE format('GRANT %(deed)s (%%s) ON %(table)s TO %(roles)s', columns);
END $$
"""


def grant_columns(deed: str, table: str, roles: str) -> str:
    """Return the grant to INSERT or UPDATE every column that people's code may write."""
    return GRANT_COLUMNS % {"deed": deed, "table": table, "roles": roles, "fixed": FIXED[deed]}


USERS = """
DO $$
DECLARE columns text;
BEGIN
    SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_attribute
    WHERE attrelid = 'users'::regclass AND attnum > 0 AND NOT attisdropped
      AND attname <> 'password_hash';
    EXECUTE format('GRANT SELECT (%%s) ON users TO shop_scoped', columns);
END $$;
GRANT UPDATE (name, language, mdate, muser_id, version) ON users TO shop_scoped;
CREATE POLICY themselves ON users FOR ALL TO shop_scoped
    USING (id = (SELECT app_user())) WITH CHECK (id = (SELECT app_user()));
CREATE POLICY colleagues ON users FOR SELECT TO shop_scoped USING (EXISTS (
    SELECT 1 FROM store_members
    WHERE store_members.user_id = users.id AND store_members.store_id %(scope)s))
"""


def grants() -> list[str]:
    """Return the privileges of the two working roles, table by table."""
    both = "shop_scoped, shop_all"
    statements = [ROLES, QUEUE]
    for table in ALL_TABLES:
        roles = "shop_all" if table in INSTALLATION_TABLES else both
        readers = "shop_all" if table == "users" else roles
        # A scoped role makes no people and no stores, but edits the stores it works in.
        makers = "shop_all" if table in ("users", "stores") else roles
        editors = "shop_all" if table == "users" else roles
        statements.append(f"GRANT SELECT ON {table} TO {readers}")
        if table in WRITTEN_BY_TRIGGERS:
            continue
        if table in APPEND_ONLY:
            statements.append(f"GRANT INSERT ON {table} TO {roles}")
        else:
            statements.append(grant_columns("INSERT", table, makers))
            statements.append(grant_columns("UPDATE", table, editors))
        if table in DELETABLE:
            statements.append(f"GRANT DELETE ON {table} TO {roles}")
    return statements


def policies() -> list[str]:
    """Return who sees which rows: a store's own, shared ones, one's own, or all."""
    scoped = dict.fromkeys((*STORE_TABLES, *SHARED_TABLES), f"store_id {IN_SCOPE}")
    scoped |= dict.fromkeys(PERSON_TABLES, MINE)
    scoped |= {
        "stores": f"id {IN_SCOPE}",
        "audit_entries": f"store_id {IN_SCOPE}",
        "document_prefixes": f"store_id {IN_SCOPE}",
        "idempotency_keys": "party = (SELECT current_setting('app.party', true))",
    }
    statements = []
    for table in ALL_TABLES:
        statements.append(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        statements.append(
            f"CREATE POLICY everything ON {table} TO shop_all USING (true) WITH CHECK (true)"
        )
        if table in scoped:
            rule = scoped[table]
            statements.append(
                f"CREATE POLICY scoped ON {table} TO shop_scoped USING ({rule}) WITH CHECK ({rule})"
            )
    for table in SHARED_TABLES:
        statements.append(
            f"CREATE POLICY shared ON {table} FOR SELECT TO shop_scoped USING (store_id IS NULL)"
        )
    return statements


def reading() -> list[str]:
    """Return what the public catalogue may read."""
    statements = []
    for table, columns in READER_COLUMNS.items():
        # No condition on products: under one, no trigram index serves the search (405 ms instead
        # of 0.4 ms on 200,000 rows), since ILIKE is not leakproof.
        rule = "true" if table == "products" else "NOT is_deleted AND NOT is_suspended"
        statements.append(f"GRANT SELECT ({columns}) ON {table} TO shop_reader")
        statements.append(
            f"CREATE POLICY catalogue ON {table} FOR SELECT TO shop_reader USING ({rule})"
        )
    return statements


def upgrade() -> None:
    with op.get_bind().connection.cursor() as cursor:
        for statement in (*grants(), *policies(), *reading(), USERS % {"scope": IN_SCOPE}):
            cursor.execute(statement)


def downgrade() -> None:
    with op.get_bind().connection.cursor() as cursor:
        for table in ALL_TABLES:
            cursor.execute(f"SELECT polname FROM pg_policy WHERE polrelid = '{table}'::regclass")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP POLICY {name} ON {table}")
            cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        # The roles belong to the whole server, where another database may use them: they stay.
        for role in ("shop_scoped", "shop_all", "shop_reader"):
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
            cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}")
            cursor.execute(f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM {role}")
            cursor.execute(f"REVOKE ALL ON SCHEMA public FROM {role}")
