"""What may never change: invoices, their files and numbers, ledgers and inboxes."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

FROZEN = (
    "invoices",
    "invoice_files",
    "stock_movements",
    "payment_events",
    "provider_events",
    "provider_event_results",
    "audit_entries",
    "audit_seals",
)

REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once and never changed', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$
"""

# A number is the series' next one, taken in the same transaction, or it is refused.
INVOICE_IS_NEXT = """
CREATE FUNCTION invoice_is_next() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE series invoice_series; previous timestamptz;
BEGIN
    SELECT * INTO series FROM invoice_series WHERE id = NEW.series_id;
    SELECT max(issued_at) INTO previous FROM invoices
    WHERE series_id = NEW.series_id AND number = NEW.number - 1;
    IF series.last IS DISTINCT FROM NEW.number OR series.kind <> NEW.kind THEN
        RAISE EXCEPTION 'number % is not the next one of its series', NEW.number USING
            ERRCODE = 'check_violation', CONSTRAINT = 'invoice_is_next';
    END IF;
    IF NEW.issued_at < previous THEN
        RAISE EXCEPTION 'invoices are dated in the order of their numbers' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'invoice_dates_in_order';
    END IF;
    RETURN NEW;
END $$
"""

SERIES_COUNTS = """
CREATE FUNCTION series_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a series is never deleted' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'INSERT' AND NEW.last = 0 THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' AND NEW.last = OLD.last + 1
       AND (NEW.id, NEW.store_id, NEW.kind, NEW.fiscal_year, NEW.prefix)
         = (OLD.id, OLD.store_id, OLD.kind, OLD.fiscal_year, OLD.prefix) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a series starts at 0 and goes up by one' USING
        ERRCODE = 'check_violation', CONSTRAINT = 'series_counts';
END $$;

CREATE FUNCTION number_is_used() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM invoices WHERE series_id = NEW.id AND number = NEW.last) THEN
        RAISE EXCEPTION 'number % would be a gap', NEW.last USING
            ERRCODE = 'check_violation', CONSTRAINT = 'number_is_used';
    END IF;
    RETURN NULL;
END $$
"""

TRIGGERS = """
CREATE TRIGGER invoice_is_next BEFORE INSERT ON invoices
    FOR EACH ROW EXECUTE FUNCTION invoice_is_next();
CREATE TRIGGER series_counts BEFORE INSERT OR UPDATE OR DELETE ON invoice_series
    FOR EACH ROW EXECUTE FUNCTION series_counts();
CREATE CONSTRAINT TRIGGER number_is_used AFTER UPDATE ON invoice_series
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION number_is_used();
CREATE TRIGGER never_truncate BEFORE TRUNCATE ON invoice_series
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE invoices ENABLE ALWAYS TRIGGER invoice_is_next;
ALTER TABLE invoice_series ENABLE ALWAYS TRIGGER series_counts;
ALTER TABLE invoice_series ENABLE ALWAYS TRIGGER number_is_used;
ALTER TABLE invoice_series ENABLE ALWAYS TRIGGER never_truncate
"""

FREEZE = """
CREATE TRIGGER never_change BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER never_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER never_change;
ALTER TABLE {table} ENABLE ALWAYS TRIGGER never_truncate
"""

DROP = """
DROP FUNCTION refuse_change(), invoice_is_next(), series_counts(), number_is_used() CASCADE
"""


def upgrade() -> None:
    with op.get_bind().connection.cursor() as cursor:
        for statement in (REFUSE, INVOICE_IS_NEXT, SERIES_COUNTS, TRIGGERS):
            cursor.execute(statement)
        for table in FROZEN:
            cursor.execute(FREEZE.format(table=table))


def downgrade() -> None:
    op.execute(DROP)
