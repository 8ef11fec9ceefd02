"""What the database refuses: stock below zero, illegal moves, changed orders, crossed stores."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DEFINER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp"

ORDER_MOVES = (
    "DRAFT>PENDING,DRAFT>PLACED,DRAFT>CANCELLED,PENDING>PLACED,PENDING>PAID,PENDING>CANCELLED,"
    "PLACED>PENDING,PLACED>PAID,PLACED>SHIPPED,PLACED>CANCELLED,PAID>SHIPPED,PAID>CANCELLED,"
    "SHIPPED>COMPLETED,CANCELLED>PAID"
)
PAYMENT_MOVES = (
    "PENDING>AUTHORIZED,PENDING>PAID,PENDING>FAILED,PENDING>CANCELLED,AUTHORIZED>PAID,"
    "AUTHORIZED>FAILED,AUTHORIZED>CANCELLED,PAID>PARTIALLY_REFUNDED,PAID>REFUNDED,"
    "PARTIALLY_REFUNDED>PARTIALLY_REFUNDED,PARTIALLY_REFUNDED>REFUNDED,FAILED>PAID,CANCELLED>PAID"
)
REFUND_MOVES = "PENDING>DONE,PENDING>FAILED,FAILED>PENDING"

# Writing a movement is what moves the count, in one atomic conditional update.
MOVE_STOCK = f"""
CREATE FUNCTION move_stock() RETURNS trigger {DEFINER} AS $$
BEGIN
    UPDATE products SET inventory_count = inventory_count + NEW.delta
    WHERE id = NEW.product_id AND store_id = NEW.store_id AND inventory_count + NEW.delta >= 0;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is less in stock than this takes' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'stock_not_negative';
    END IF;
    RETURN NEW;
END $$
"""

LEGAL_MOVE = """
CREATE FUNCTION refuse_illegal_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT (OLD.status || '>' || NEW.status) = ANY (string_to_array(TG_ARGV[0], ',')) THEN
        RAISE EXCEPTION '% cannot go from % to %', TG_TABLE_NAME, OLD.status, NEW.status USING
            ERRCODE = 'check_violation', CONSTRAINT = 'legal_move';
    END IF;
    RETURN NEW;
END $$
"""

# Past DRAFT an order's money, number and store are what was agreed.
FREEZE_ORDER = """
CREATE FUNCTION freeze_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'orders are never deleted' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (OLD.number, OLD.currency, OLD.subtotal, OLD.discount_amount, OLD.tax_amount,
        OLD.shipping_amount, OLD.total_amount, OLD.prices_include_tax, OLD.placed_at)
       IS DISTINCT FROM
       (NEW.number, NEW.currency, NEW.subtotal, NEW.discount_amount, NEW.tax_amount,
        NEW.shipping_amount, NEW.total_amount, NEW.prices_include_tax, NEW.placed_at) THEN
        RAISE EXCEPTION 'a placed order keeps its money' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'order_frozen';
    END IF;
    RETURN NEW;
END $$
"""

FREEZE_ITEM = f"""
CREATE FUNCTION freeze_order_item() RETURNS trigger {DEFINER} AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM orders WHERE id = OLD.order_id AND status <> 'DRAFT') THEN
        RAISE EXCEPTION 'a placed order keeps its items' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'order_frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$
"""

# Σ lines = total, looked at once a transaction, when the whole order is there.
ORDER_ADDS_UP = f"""
CREATE FUNCTION order_adds_up() RETURNS trigger {DEFINER} AS $$
DECLARE lines numeric; taxes numeric; discounts numeric;
BEGIN
    SELECT coalesce(sum(line_total), 0), coalesce(sum(tax_amount), 0),
           coalesce(sum(discount_amount), 0)
    INTO lines, taxes, discounts FROM order_items WHERE order_id = NEW.id;
    IF lines <> NEW.subtotal - NEW.discount_amount OR taxes <> NEW.tax_amount
       OR discounts <> NEW.discount_amount THEN
        RAISE EXCEPTION 'the items do not add up to the order' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'order_adds_up';
    END IF;
    RETURN NULL;
END $$
"""

# An item that comes later is looked at too; those of the checkout find their order complete.
ITEM_ADDS_UP = f"""
CREATE FUNCTION item_adds_up() RETURNS trigger {DEFINER} AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM orders JOIN LATERAL (
            SELECT sum(line_total) AS lines FROM order_items WHERE order_id = orders.id
        ) AS items ON true
        WHERE id = NEW.order_id AND status <> 'DRAFT' AND lines <> subtotal - discount_amount
    ) THEN
        RAISE EXCEPTION 'the items do not add up to the order' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'order_adds_up';
    END IF;
    RETURN NULL;
END $$
"""

# Whoever is scoped to some stores asks for jobs in these stores only.
JOB_IN_SCOPE = f"""
CREATE FUNCTION job_in_scope() RETURNS trigger {DEFINER} AS $$
BEGIN
    IF current_setting('role') = 'shop_scoped'
       AND NOT coalesce((NEW.args ->> 'store_id')::uuid = ANY (app_stores()), false) THEN
        RAISE EXCEPTION 'no job for another store' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""

ORDER_NUMBERS = f"""
CREATE FUNCTION order_sequence(store uuid) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT 'order_number_' || replace(store::text, '-', '') $$;

CREATE FUNCTION start_order_numbers() RETURNS trigger {DEFINER} AS $$
BEGIN
    EXECUTE format('CREATE SEQUENCE %I START 10001', order_sequence(NEW.id));
    RETURN NULL;
END $$;

CREATE FUNCTION next_order_number(store uuid) RETURNS bigint {DEFINER} AS $$
BEGIN
    IF current_setting('role') = 'shop_scoped' AND NOT store = ANY (app_stores()) THEN
        RAISE EXCEPTION 'no such store' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN nextval(order_sequence(store)::regclass);
END $$
"""

CATEGORY_OF_STORE = f"""
CREATE FUNCTION product_category_fits() RETURNS trigger {DEFINER} AS $$
BEGIN
    IF NEW.category_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM categories
        WHERE id = NEW.category_id AND (store_id IS NULL OR store_id = NEW.store_id)
    ) THEN
        RAISE EXCEPTION 'the category belongs to another store' USING
            ERRCODE = 'foreign_key_violation', CONSTRAINT = 'product_category_fits';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION subcategory_store() RETURNS trigger {DEFINER} AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.category_id <> OLD.category_id THEN
        RAISE EXCEPTION 'a subcategory stays in its category' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'subcategory_stays';
    END IF;
    NEW.store_id := (SELECT store_id FROM categories WHERE id = NEW.category_id);
    RETURN NEW;
END $$;

CREATE FUNCTION category_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.store_id IS DISTINCT FROM OLD.store_id THEN
        RAISE EXCEPTION 'a category stays in its store' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'category_stays';
    END IF;
    RETURN NEW;
END $$
"""

STORE_RULES = f"""
CREATE TABLE document_prefixes (
    prefix text PRIMARY KEY,
    store_id uuid NOT NULL REFERENCES stores (id),
    kind text NOT NULL
);

CREATE FUNCTION take_prefix(wanted text, store uuid, paper text) RETURNS void {DEFINER} AS $$
BEGIN
    INSERT INTO document_prefixes VALUES (wanted, store, paper) ON CONFLICT DO NOTHING;
    IF NOT EXISTS (
        SELECT 1 FROM document_prefixes
        WHERE prefix = wanted AND store_id = store AND kind = paper
    ) THEN
        RAISE EXCEPTION 'this prefix is taken' USING ERRCODE = 'unique_violation',
            CONSTRAINT = lower(paper) || '_prefix_taken';
    END IF;
END $$;

CREATE FUNCTION take_prefixes() RETURNS trigger {DEFINER} AS $$
BEGIN
    PERFORM take_prefix(NEW.invoice_prefix, NEW.id, 'INVOICE');
    PERFORM take_prefix(NEW.credit_note_prefix, NEW.id, 'CREDIT_NOTE');
    RETURN NULL;
END $$;

CREATE FUNCTION store_rules() RETURNS trigger {DEFINER} AS $$
BEGIN
    IF NEW.currency <> OLD.currency
       AND EXISTS (SELECT 1 FROM products WHERE store_id = NEW.id) THEN
        RAISE EXCEPTION 'the currency is fixed' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'store_currency_fixed';
    END IF;
    IF NEW.fiscal_year_start <> OLD.fiscal_year_start
       AND EXISTS (SELECT 1 FROM invoice_series WHERE store_id = NEW.id AND last > 0) THEN
        RAISE EXCEPTION 'the fiscal year is fixed' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'store_fiscal_year_fixed';
    END IF;
    IF NEW.is_deleted AND NOT OLD.is_deleted AND EXISTS (
        SELECT 1 FROM orders
        WHERE store_id = NEW.id AND status IN ('PENDING', 'PLACED', 'PAID', 'SHIPPED')
    ) THEN
        RAISE EXCEPTION 'open orders' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'store_has_open_orders';
    END IF;
    RETURN NEW;
END $$
"""

TRIGGERS = f"""
CREATE TRIGGER move_stock BEFORE INSERT ON stock_movements
    FOR EACH ROW EXECUTE FUNCTION move_stock();
CREATE TRIGGER legal_move BEFORE UPDATE OF status ON orders FOR EACH ROW
    WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION refuse_illegal_move('{ORDER_MOVES}');
CREATE TRIGGER legal_move BEFORE UPDATE OF status ON payments FOR EACH ROW
    WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION refuse_illegal_move('{PAYMENT_MOVES}');
CREATE TRIGGER legal_move BEFORE UPDATE OF status ON refunds FOR EACH ROW
    WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION refuse_illegal_move('{REFUND_MOVES}');
CREATE TRIGGER freeze_order BEFORE UPDATE OR DELETE ON orders FOR EACH ROW
    WHEN (OLD.status <> 'DRAFT') EXECUTE FUNCTION freeze_order();
CREATE TRIGGER freeze_order_item BEFORE UPDATE OR DELETE ON order_items
    FOR EACH ROW EXECUTE FUNCTION freeze_order_item();
CREATE CONSTRAINT TRIGGER order_adds_up AFTER INSERT OR UPDATE OF status ON orders
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.status <> 'DRAFT') EXECUTE FUNCTION order_adds_up();
CREATE CONSTRAINT TRIGGER item_adds_up AFTER INSERT ON order_items
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION item_adds_up();
CREATE TRIGGER job_in_scope BEFORE INSERT ON procrastinate_jobs
    FOR EACH ROW EXECUTE FUNCTION job_in_scope();
CREATE TRIGGER product_category_fits BEFORE INSERT OR UPDATE OF category_id ON products
    FOR EACH ROW EXECUTE FUNCTION product_category_fits();
CREATE TRIGGER subcategory_store BEFORE INSERT OR UPDATE ON subcategories
    FOR EACH ROW EXECUTE FUNCTION subcategory_store();
CREATE TRIGGER category_stays BEFORE UPDATE OF store_id ON categories
    FOR EACH ROW EXECUTE FUNCTION category_stays();
CREATE TRIGGER start_order_numbers AFTER INSERT ON stores
    FOR EACH ROW EXECUTE FUNCTION start_order_numbers();
CREATE TRIGGER take_prefixes AFTER INSERT OR UPDATE OF invoice_prefix, credit_note_prefix
    ON stores FOR EACH ROW EXECUTE FUNCTION take_prefixes();
CREATE TRIGGER store_rules BEFORE UPDATE OF currency, fiscal_year_start, is_deleted ON stores
    FOR EACH ROW EXECUTE FUNCTION store_rules();
ALTER TABLE orders ENABLE ALWAYS TRIGGER freeze_order;
ALTER TABLE order_items ENABLE ALWAYS TRIGGER freeze_order_item
"""

DROP = """
DO $$
DECLARE thing record;
BEGIN
    FOR thing IN SELECT sequencename FROM pg_sequences WHERE sequencename LIKE 'order_number_%'
    LOOP EXECUTE format('DROP SEQUENCE %I', thing.sequencename); END LOOP;
END $$;
DROP FUNCTION move_stock(), refuse_illegal_move(), freeze_order(), freeze_order_item(),
    order_adds_up(), item_adds_up(), job_in_scope(), start_order_numbers(), next_order_number(uuid), order_sequence(uuid),
    product_category_fits(), subcategory_store(), category_stays(), take_prefixes(),
    take_prefix(text, uuid, text), store_rules() CASCADE;
DROP TABLE document_prefixes
"""


def upgrade() -> None:
    with op.get_bind().connection.cursor() as cursor:
        for statement in (
            MOVE_STOCK,
            LEGAL_MOVE,
            FREEZE_ORDER,
            FREEZE_ITEM,
            ORDER_ADDS_UP,
            ITEM_ADDS_UP,
            JOB_IN_SCOPE,
            ORDER_NUMBERS,
            CATEGORY_OF_STORE,
            STORE_RULES,
            TRIGGERS,
        ):
            cursor.execute(statement)


def downgrade() -> None:
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(DROP)
