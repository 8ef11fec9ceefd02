"""The accountant's desk: who bought, beside each paper; exports that are tried again; safe cells."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# What a register shows of each paper, out of the frozen paper itself. Without these columns a
# register of 100,000 lines unpacks 100,000 snapshots.
BUYERS = """
ALTER TABLE invoices
    ADD order_number text NOT NULL
        GENERATED ALWAYS AS (coalesce(snapshot #>> '{paper,order_number}', '')) STORED,
    ADD corrects_number text NOT NULL
        GENERATED ALWAYS AS (coalesce(snapshot #>> '{paper,corrects}', '')) STORED,
    ADD buyer_name text NOT NULL
        GENERATED ALWAYS AS (coalesce(snapshot #>> '{paper,buyer,name}', '')) STORED,
    ADD buyer_country text NOT NULL
        GENERATED ALWAYS AS (coalesce(snapshot #>> '{paper,buyer,country}', '')) STORED,
    ADD buyer_tax_id text NOT NULL
        GENERATED ALWAYS AS (coalesce(snapshot #>> '{paper,buyer,tax_id}', '')) STORED
"""
COLUMNS = ("order_number", "corrects_number", "buyer_name", "buyer_country", "buyer_tax_id")

TRIES = """
ALTER TABLE exports
    ADD tries integer NOT NULL DEFAULT 0,
    ADD CONSTRAINT ck_exports_tries CHECK (tries >= 0),
    ADD CONSTRAINT ck_exports_done CHECK (
        status <> 'DONE' OR (sha256 IS NOT NULL AND size > 0 AND finished_at IS NOT NULL));
GRANT INSERT (tries), UPDATE (tries) ON exports TO shop_scoped, shop_all;
CREATE INDEX ix_exports_key ON exports (finished_at) WHERE key IS NOT NULL
"""

# The twin of documents.registers.cells.safe, which names the signs; a test holds the two equal.
SIGNS = "9, 10, 13, 43, 45, 61, 64, 65122, 65123, 65126, 65131, 65291, 65293, 65309, 65312"
SAFE = f"""
CREATE FUNCTION formula_safe(cell text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN ascii(cell) IN ({SIGNS}) THEN '''' || cell
        WHEN ascii(cell) IN (32, 160, 12288, 65279)
            AND ascii(ltrim(cell, E' \\u00a0\\u3000\\ufeff')) IN ({SIGNS}) THEN '''' || cell
        ELSE cell
    END
$$
"""


def upgrade() -> None:
    with op.get_bind().connection.cursor() as cursor:
        for statement in (BUYERS, TRIES, SAFE):
            cursor.execute(statement)


def downgrade() -> None:
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION formula_safe(text)")
        cursor.execute(
            "DROP INDEX ix_exports_key;"
            " ALTER TABLE exports DROP CONSTRAINT ck_exports_done, DROP tries"
        )
        cursor.execute("ALTER TABLE invoices " + ", ".join(f"DROP {name}" for name in COLUMNS))
