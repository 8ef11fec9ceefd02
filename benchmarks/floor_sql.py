"""The statements of the floor, and the tables that its checkout writes into."""

LIST = """
    SELECT p.id, p.sku, p.name, p.slug, p.price, s.currency, p.inventory_count > 0,
        s.id, s.name, s.slug, c.id, c.name, c.slug,
        (SELECT json_build_object('id', i.id, 'alt_text', i.alt_text, 'width', i.width,
                'height', i.height)
            FROM product_images AS i WHERE i.product_id = p.id ORDER BY i."order", i.id LIMIT 1)
    FROM products AS p JOIN stores AS s ON s.id = p.store_id
    LEFT JOIN categories AS c ON c.id = p.category_id
    WHERE NOT p.is_deleted ORDER BY p.id DESC LIMIT 20
"""
DETAIL = """
    SELECT p.id, p.sku, p.name, p.slug, p.price, s.currency, p.inventory_count, p.description,
        p.attributes, s.id, s.name, s.slug, c.id, c.name, c.slug,
        (SELECT json_agg(i) FROM product_images AS i WHERE i.product_id = p.id)
    FROM products AS p JOIN stores AS s ON s.id = p.store_id
    LEFT JOIN categories AS c ON c.id = p.category_id
    WHERE p.id = %s AND NOT p.is_deleted
"""
CATEGORIES = """
    SELECT c.id, c.name, c.slug, c.description,
        (SELECT json_agg(s) FROM subcategories AS s WHERE s.category_id = c.id)
    FROM categories AS c WHERE NOT c.is_deleted ORDER BY c.name, c.id LIMIT 20
"""
# Plain tables of their own, made by checkout.py: keys and a check, no trigger and no trail.
CHECKOUT_TABLES = """
    CREATE SCHEMA floor;
    CREATE TABLE floor.products AS
        SELECT id, sku, name, price, inventory_count FROM products;
    ALTER TABLE floor.products ADD PRIMARY KEY (id), ADD CHECK (inventory_count >= 0);
    CREATE TABLE floor.orders (id uuid PRIMARY KEY DEFAULT uuidv7(),
        number bigint GENERATED ALWAYS AS IDENTITY UNIQUE, contact jsonb, address jsonb,
        total numeric(14, 4) NOT NULL, placed_at timestamptz DEFAULT now());
    CREATE TABLE floor.items (id uuid PRIMARY KEY DEFAULT uuidv7(),
        order_id uuid NOT NULL REFERENCES floor.orders,
        product_id uuid NOT NULL REFERENCES floor.products, sku text, name text,
        quantity int NOT NULL, unit_price numeric(14, 4) NOT NULL);
    CREATE INDEX ON floor.items (order_id);
    CREATE TABLE floor.payments (id uuid PRIMARY KEY DEFAULT uuidv7(),
        order_id uuid NOT NULL REFERENCES floor.orders, method text, amount numeric(14, 4));
    CREATE INDEX ON floor.payments (order_id)
"""
CHECKOUT = """
    WITH wanted AS (
        SELECT (one ->> 'product_id')::uuid AS id, (one ->> 'quantity')::int AS quantity
        FROM jsonb_array_elements(%(items)s::jsonb) AS one),
    locked AS (
        SELECT p.id FROM floor.products AS p JOIN wanted USING (id) ORDER BY p.id FOR UPDATE),
    taken AS (
        UPDATE floor.products AS p SET inventory_count = inventory_count - wanted.quantity
        FROM wanted JOIN locked USING (id) WHERE p.id = wanted.id
        RETURNING p.id, p.sku, p.name, p.price, wanted.quantity),
    placed AS (
        INSERT INTO floor.orders (contact, address, total)
        SELECT %(contact)s, %(address)s, sum(price * quantity) FROM taken
        RETURNING id, number, total, placed_at),
    lines AS (
        INSERT INTO floor.items (order_id, product_id, sku, name, quantity, unit_price)
        SELECT placed.id, taken.id, sku, name, quantity, price FROM taken, placed
        RETURNING id, product_id, sku, name, quantity, unit_price),
    paid AS (
        INSERT INTO floor.payments (order_id, method, amount)
        SELECT id, %(method)s, total FROM placed RETURNING id)
    SELECT placed.id, number, total, placed_at, paid.id, (SELECT json_agg(lines) FROM lines)
    FROM placed, paid
"""
