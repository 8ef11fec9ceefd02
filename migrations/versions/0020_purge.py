"""Purging: the one way in which a removed row is deleted for good; and why jobs failed."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

DEFINER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp"

# Every foreign key of the schema is asked, so that a new table is not forgotten. What is deleted
# along with the record (pictures, items of a draft, logins) does not count as a reference.
REFERRERS = f"""
CREATE FUNCTION purge_referrers(noun text, record uuid)
RETURNS TABLE (referrer text, through text, number bigint) {DEFINER} AS $$
DECLARE
    belongs constant text[] := '{{product_images.product_id,order_items.order_id,sessions.user_id}}';
    key record;
BEGIN
    FOR key IN
        SELECT conrelid::regclass::text AS child, a.attname AS col
        FROM pg_constraint c
        JOIN LATERAL unnest(c.conkey, c.confkey) AS pair(mine, theirs) ON true
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = pair.mine
        JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = pair.theirs
        WHERE c.contype = 'f' AND c.confdeltype <> 'c' AND c.confrelid = noun::regclass
          AND b.attname = 'id'
          AND NOT c.conrelid::regclass::text || '.' || a.attname = ANY (belongs)
        GROUP BY 1, 2 ORDER BY 1, 2
    LOOP
        EXECUTE format(
            'SELECT count(*) FROM (SELECT 1 FROM %I WHERE %I = $1%s LIMIT 1001) AS found',
            key.child, key.col, CASE WHEN key.child = noun THEN ' AND id <> $1' ELSE '' END
        ) INTO number USING record;
        IF number > 0 THEN
            referrer := key.child; through := key.col;
            RETURN NEXT;
        END IF;
    END LOOP;
END $$
"""

PURGE = f"""
CREATE FUNCTION purge_record(noun text, record uuid) RETURNS void {DEFINER} AS $$
DECLARE
    kinds constant text[] :=
        '{{products,product_images,categories,subcategories,tax_rates,coupons,orders,users}}';
    removed boolean;
BEGIN
    IF NOT noun = ANY (kinds) THEN
        RAISE EXCEPTION '% are never purged', noun USING ERRCODE = 'insufficient_privilege';
    END IF;
    EXECUTE format('SELECT is_deleted FROM %I WHERE id = $1 FOR UPDATE', noun)
        INTO removed USING record;
    IF removed IS NOT TRUE THEN
        RAISE EXCEPTION 'only what is in the bin is purged' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'purge_of_live';
    END IF;
    CASE noun
        WHEN 'products' THEN DELETE FROM product_images WHERE product_id = record;
        WHEN 'orders' THEN DELETE FROM order_items WHERE order_id = record;
        WHEN 'users' THEN DELETE FROM sessions WHERE user_id = record;
        ELSE NULL;
    END CASE;
    EXECUTE format('DELETE FROM %I WHERE id = $1', noun) USING record;
EXCEPTION WHEN foreign_key_violation THEN
    RAISE EXCEPTION 'something refers to it' USING
        ERRCODE = 'foreign_key_violation', CONSTRAINT = 'purge_of_referred';
END $$
"""

GRANTS = """
REVOKE EXECUTE ON FUNCTION purge_record(text, uuid), purge_referrers(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_record(text, uuid), purge_referrers(text, uuid) TO shop_all
"""

FAILURES = """
ALTER TABLE job_failures ENABLE ROW LEVEL SECURITY;
CREATE POLICY everything ON job_failures TO shop_all USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON job_failures TO shop_all;
GRANT UPDATE (sentence, failed_at) ON job_failures TO shop_all
"""


def upgrade() -> None:
    op.create_table(
        "job_failures",
        sa.Column("job_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column(
            "failed_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("shop_now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_job_failures")),
    )
    with op.get_bind().connection.cursor() as cursor:
        for statement in (REFERRERS, PURGE, GRANTS, FAILURES):
            cursor.execute(statement)


def downgrade() -> None:
    op.execute("DROP FUNCTION purge_record(text, uuid), purge_referrers(text, uuid)")
    op.drop_table("job_failures")
