"""The first page and finding anything: sums of a period by index alone, a search within stores."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# Row security lets an index answer for columns only: lower() may say what it sees, and so is asked
# after the policy, of every row. The new column writes the table anew: a million orders take half
# a minute, in which nobody orders.
BUYER = """
ALTER TABLE orders ADD buyer text GENERATED ALWAYS AS
    (coalesce(nullif(lower(contact_email), ''), nullif(contact_phone, ''))) STORED
"""
# Who changes an email address has changed that one field, says the trail.
SILENT = """
DO $$
BEGIN
    EXECUTE replace(pg_get_functiondef('audit_row'::regproc), '{before}', '{after}');
END $$
"""
ALONE, WITH_BUYER = "silent text[] := ''{mdate", "silent text[] := ''{buyer,mdate"
# user_id is what the customers' policy asks: without it no sum could be read from the index alone.
SOLD = "status IN ('PLACED', 'PAID', 'SHIPPED', 'COMPLETED') AND is_deleted IS FALSE"
INDEXES = (
    "ix_orders_sold ON orders (store_id, placed_at) INCLUDE (total_amount, buyer, user_id, id)"
    f" WHERE {SOLD}",
    f"ix_orders_buyer ON orders (store_id, buyer, placed_at) INCLUDE (user_id) WHERE {SOLD}",
    "ix_payments_open ON payments (store_id, order_id) WHERE status IN ('PENDING', 'AUTHORIZED')",
    "ix_payments_paid_at ON payments (store_id, paid_at) INCLUDE (amount)"
    " WHERE paid_at IS NOT NULL",
    "ix_refunds_done_at ON refunds (store_id, done_at) WHERE status = 'DONE'",
    "ix_audit_entries_people ON audit_entries (store_id, id DESC) WHERE cuser_id IS NOT NULL",
    "ix_audit_entries_documents ON audit_entries (store_id, id DESC)"
    " WHERE table_name IN ('invoices', 'invoice_files', 'refunds')",
)
# What was sold of each product is read from this index too, once for each order.
ITEMS = """
ALTER TABLE order_items DROP CONSTRAINT uq_order_items_order_id_position,
    ADD CONSTRAINT uq_order_items_order_id_position UNIQUE (order_id, position) {include}
"""
INCLUDED = "INCLUDE (store_id, product_id, quantity, line_total)"

# A search by trigrams is no question that an index may be asked before the policy of shop_scoped.
# These ask it as their owner, and answer with records of the stores in scope alone, to people at
# work alone: customers and guests see less than their stores. And they ask nothing but the index:
# told of a limit, the planner would rather read a table until it has so many.
SEARCH = """
CREATE FUNCTION search_{table}(patterns text[], most integer) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
SET enable_seqscan = off SET enable_indexscan = off AS $$
DECLARE clauses text;
BEGIN
    IF coalesce(current_setting('app.party', true), '') NOT LIKE 'user:%' THEN
        RETURN;
    END IF;
    SELECT string_agg(format('{text} ILIKE %L', pattern), ' AND ') INTO clauses
    FROM unnest(patterns) AS pattern;
    IF current_setting('role') <> 'shop_all' THEN
        clauses := clauses || ' AND store_id = ANY ($2)';
    END IF;
    RETURN QUERY EXECUTE 'SELECT id FROM {table} WHERE NOT is_deleted AND ' || clauses
        || ' LIMIT $1' USING most, app_stores();
END $$;
REVOKE EXECUTE ON FUNCTION search_{table}(text[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_{table}(text[], integer) TO shop_scoped, shop_all
"""
# As their trigram indexes have them.
TEXTS = {
    "orders": "((((((coalesce(number, '''') || '' '') || contact_name) || '' '')"
    " || contact_email) || '' '') || contact_phone)",
    "products": "((((name || '' '') || sku) || '' '') || description)",
}


def upgrade() -> None:
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(BUYER)
        cursor.execute(SILENT.format(before=ALONE, after=WITH_BUYER))
        for index in INDEXES:
            cursor.execute(f"CREATE INDEX {index}")
        cursor.execute(ITEMS.format(include=INCLUDED))
        for table, text in TEXTS.items():
            cursor.execute(SEARCH.format(table=table, text=text))


def downgrade() -> None:
    with op.get_bind().connection.cursor() as cursor:
        for table in TEXTS:
            cursor.execute(f"DROP FUNCTION search_{table}(text[], integer)")
        cursor.execute(ITEMS.format(include=""))
        for index in INDEXES:
            cursor.execute(f"DROP INDEX {index.partition(' ')[0]}")
        cursor.execute(SILENT.format(before=WITH_BUYER, after=ALONE))
        cursor.execute("ALTER TABLE orders DROP buyer")
