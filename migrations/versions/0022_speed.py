"""A sale does not ask for a trail that it leaves none in: the count of a product is silent."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# What audit_row() leaves out (0011): an update of nothing else calls it in vain, and every sale
# is such an update of each of its products.
SILENT = ("inventory_count", "mdate", "muser_id", "version")
SPOKEN = """
DO $$
DECLARE spoken text;
BEGIN
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO spoken FROM pg_attribute
    WHERE attrelid = 'products'::regclass AND attnum > 0 AND NOT attisdropped
      AND NOT attname = ANY ('{silent}');
    EXECUTE 'CREATE OR REPLACE TRIGGER audit AFTER INSERT OR DELETE OR UPDATE OF ' || spoken
        || ' ON products FOR EACH ROW EXECUTE FUNCTION audit_row()';
END $$;
ALTER TABLE products ENABLE ALWAYS TRIGGER audit
"""
ALL = """
CREATE OR REPLACE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON products
    FOR EACH ROW EXECUTE FUNCTION audit_row();
ALTER TABLE products ENABLE ALWAYS TRIGGER audit
"""


def upgrade() -> None:
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(SPOKEN.format(silent="{" + ",".join(SILENT) + "}"))


def downgrade() -> None:
    with op.get_bind().connection.cursor() as cursor:
        cursor.execute(ALL)
