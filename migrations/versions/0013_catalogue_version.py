"""The public catalogue's version, the next moment of its schedules, and the words it is found by."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

DEFINER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp"

# A change counts one of 128 slots up, one that nobody holds: writers never wait for each other,
# and readers see the sum move exactly when the change is committed, which no sequence gives.
VERSIONS = f"""
CREATE TABLE catalogue_versions (
    slot integer NOT NULL CONSTRAINT pk_catalogue_versions PRIMARY KEY,
    version bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
INSERT INTO catalogue_versions (slot) SELECT generate_series(0, 127);

CREATE FUNCTION count_catalogue_change() RETURNS trigger {DEFINER} AS $$
DECLARE
    mine text := pg_current_xact_id()::text;
    free integer;
BEGIN
    IF current_setting('app.catalogue_counted', true) = mine THEN RETURN NULL; END IF;
    SELECT slot INTO free FROM catalogue_versions
    WHERE slot = pg_backend_pid() % 128 FOR UPDATE SKIP LOCKED;
    IF free IS NULL THEN
        SELECT slot INTO free FROM catalogue_versions
        ORDER BY (slot + pg_backend_pid()) % 128 LIMIT 1 FOR UPDATE SKIP LOCKED;
    END IF;
    UPDATE catalogue_versions SET version = version + 1
    WHERE slot = coalesce(free, pg_backend_pid() % 128);
    -- Undone with a savepoint, as the count is.
    PERFORM set_config('app.catalogue_counted', mine, true);
    RETURN NULL;
END $$
"""

# What decides whether a record is public, and what the public reads of it.
IN_FORCE = "status_flag, active_from, active_to, is_deleted, is_suspended"
SHOWN = {
    "stores": "name, slug, description, currency, contact_email, contact_phone",
    "categories": "store_id, name, slug, description",
    "subcategories": "store_id, category_id, name, slug, description",
    "products": "store_id, category_id, subcategory_id, sku, name, slug, description, price,"
    " inventory_count, weight, attributes",
    "product_images": 'product_id, image, thumbnail, alt_text, "order", width, height',
}
COUNTED = """
CREATE TRIGGER count_catalogue_change
    AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE OF {columns} ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION count_catalogue_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER count_catalogue_change
"""

# There are few stores and categories: only products and pictures need an index of their moments.
MOMENTS = """
CREATE INDEX ix_{table}_{column} ON {table} ({column})
    WHERE {column} IS NOT NULL AND NOT is_deleted
"""

# Accents and capitals do not count. Words count in every form that the language of any shop has:
# a catalogue mixes languages, and nobody knows in which one a visitor types.
LANGUAGES = ("english", "german", "french", "spanish", "italian", "dutch")
SIGNS = r"!-/:-@\[-`{-~"
PARTED = rf"regexp_replace(folded($1), '[\s{SIGNS}]+', ' ', 'g')"
STEMS = " || ".join(f"to_tsvector('{one}', parted($1))" for one in ("simple", *LANGUAGES))
FORMS = ", ".join(f"(plainto_tsquery('{one}', parted($1)))" for one in LANGUAGES)
FUNCTIONS = f"""
CREATE FUNCTION folded(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN lower(unaccent('unaccent'::regdictionary, $1));
CREATE FUNCTION parted(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN btrim({PARTED});
-- Signs are words too, each by itself: so is a lone % found without reading every product.
CREATE FUNCTION signs(text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (SELECT coalesce(array_agg(DISTINCT sign[1]), '{{}}')
        FROM regexp_matches($1, '[{SIGNS}]', 'g') AS sign);
CREATE FUNCTION search_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN strip({STEMS}) || array_to_tsvector(signs($1));
CREATE FUNCTION search_forms(text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    -- Each form once: the planner takes every alternative for further rows.
    RETURN (SELECT string_agg(DISTINCT '(' || form::text || ')', ' | ')::tsquery
        FROM (VALUES {FORMS}) AS forms (form) WHERE numnode(form) > 0);
CREATE FUNCTION search_beginnings(text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN CASE WHEN parted($1) = '' THEN NULL
        ELSE to_tsquery('simple', replace(parted($1), ' ', ':* & ') || ':*') END;
CREATE FUNCTION search_signs(text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN (SELECT string_agg(format('''%s''', regexp_replace(sign, '([\\\\''])', '\\1\\1')), ' & ')::tsquery
        FROM unnest(signs($1)) AS sign);
CREATE FUNCTION search_pattern(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN regexp_replace(folded($1), '([\\\\%_])', '\\\\\\1', 'g')
"""

WORDS = f"""
CREATE TABLE product_words (
    product_id uuid NOT NULL CONSTRAINT pk_product_words PRIMARY KEY
        CONSTRAINT fk_product_words_product_id REFERENCES products (id) ON DELETE CASCADE,
    text text NOT NULL,
    words tsvector NOT NULL
);
CREATE FUNCTION note_product_words() RETURNS trigger {DEFINER} AS $$
DECLARE whole text := concat_ws(' ', NEW.name, NEW.sku, NEW.description);
BEGIN
    INSERT INTO product_words VALUES (NEW.id, folded(whole), search_words(whole))
    ON CONFLICT (product_id) DO UPDATE SET text = EXCLUDED.text, words = EXCLUDED.words;
    RETURN NULL;
END $$;
CREATE TRIGGER note_product_words AFTER INSERT OR UPDATE OF name, sku, description ON products
    FOR EACH ROW EXECUTE FUNCTION note_product_words();
ALTER TABLE products ENABLE ALWAYS TRIGGER note_product_words;
INSERT INTO product_words
    SELECT id, folded(whole), search_words(whole)
    FROM products, concat_ws(' ', name, sku, description) AS whole;
CREATE INDEX ix_product_words_text ON product_words USING gin (text gin_trgm_ops);
CREATE INDEX ix_product_words_words ON product_words USING gin (words);
CREATE INDEX ix_products_name ON products ((folded(name) COLLATE "C"), id);
CREATE INDEX ix_products_price ON products (price, id)
"""

READ = """
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON {table} TO shop_all, shop_reader;
CREATE POLICY everything ON {table} FOR SELECT TO shop_all USING (true);
CREATE POLICY catalogue ON {table} FOR SELECT TO shop_reader USING (true)
"""


def upgrade() -> None:
    with op.get_bind().connection.cursor() as cursor:
        for statements in (VERSIONS, FUNCTIONS, WORDS):
            cursor.execute(statements)
        for table in ("catalogue_versions", "product_words"):
            cursor.execute(READ.format(table=table))
        for table, columns in SHOWN.items():
            cursor.execute(COUNTED.format(table=table, columns=f"{IN_FORCE}, {columns}"))
        for table in ("products", "product_images"):
            for column in ("active_from", "active_to"):
                cursor.execute(MOMENTS.format(table=table, column=column))


def downgrade() -> None:
    with op.get_bind().connection.cursor() as cursor:
        for table in ("products", "product_images"):
            for column in ("active_from", "active_to"):
                cursor.execute(f"DROP INDEX ix_{table}_{column}")
        cursor.execute(
            "DROP INDEX ix_products_name, ix_products_price;"
            " DROP TABLE catalogue_versions, product_words;"
            " DROP FUNCTION count_catalogue_change(), note_product_words() CASCADE;"
            " DROP FUNCTION search_pattern(text), search_signs(text), search_beginnings(text),"
            " search_forms(text), search_words(text), signs(text), parted(text), folded(text)"
        )
