"""From the session's tables into the shop's: each row with all that the application writes too."""

from psycopg2 import extensions

# The audit trigger's row of a record that was made, in the same words; see `quiet`.
TRAIL = """
    INSERT INTO audit_entries (party, store_id, action, table_name, record_id, new)
    SELECT 'command', store_id, 'create', '{table}', id, {new} FROM made
"""
OPEN = "to_jsonb(made)"
SEALED = """to_jsonb(made) || '{"guest_token_hash": "•••"}'"""
ORDERS = """
WITH made AS (
    INSERT INTO orders (id, store_id, number, contact_name, contact_email, contact_phone,
        shipping_address, billing_address, currency, subtotal, tax_amount, total_amount,
        prices_include_tax, status, channel, placed_at, reserved_until, cdate, mdate)
    SELECT id, store_id, number, name, email, phone, address, address, currency, subtotal, tax,
        total, inclusive, status, channel, placed_at, reserved_until, placed_at,
        coalesce(cancelled_at, shipped_at, placed_at)
    FROM bulk_orders JOIN bulk_baskets USING (basket) JOIN bulk_buyers USING (buyer)
    ORDER BY id
    RETURNING *
)
""" + TRAIL.format(table="orders", new=SEALED)  # noqa: S608 - our own SQL
ITEMS = """
INSERT INTO order_items (id, store_id, order_id, product_id, position, sku, name, quantity,
    unit_price, tax_class, tax_name, tax_rate, tax_components, tax_amount, line_total)
SELECT pg_temp.id_at(placed_at, id::text || position), store_id, id, product_id, position, sku,
    name, quantity, unit_price, tax_class, tax_name, tax_rate, tax_components, lines.tax,
    line_total
FROM bulk_orders JOIN bulk_baskets USING (basket) JOIN bulk_lines AS lines USING (basket)
"""
PAYMENTS = """
WITH made AS (
    INSERT INTO payments (id, store_id, order_id, payment_method, amount, currency, status,
        due_at, cdate, mdate)
    SELECT pg_temp.id_at(placed_at, id || 'payment'), store_id, id, method, total, currency,
        CASE WHEN cancelled_at IS NULL THEN 'PENDING' ELSE 'CANCELLED' END, due_at, placed_at,
        coalesce(cancelled_at, placed_at)
    FROM bulk_orders JOIN bulk_baskets USING (basket)
    RETURNING *
)
""" + TRAIL.format(table="payments", new=OPEN)  # noqa: S608 - our own SQL
EVENTS = """
INSERT INTO payment_events (id, store_id, payment_id, kind, amount, summary, cdate)
SELECT pg_temp.id_at(placed_at, id || 'created'), store_id,
    pg_temp.id_at(placed_at, id || 'payment'), 'CREATED', total, '', placed_at
FROM bulk_orders JOIN bulk_baskets USING (basket)
UNION ALL
SELECT pg_temp.id_at(cancelled_at, id || 'cancelled'), store_id,
    pg_temp.id_at(placed_at, id || 'payment'), 'CANCELLED', NULL, 'Not paid in time', cancelled_at
FROM bulk_orders JOIN bulk_baskets USING (basket) WHERE cancelled_at IS NOT NULL
"""
MOVEMENTS = """
INSERT INTO stock_movements (id, store_id, product_id, delta, reason, order_id, cdate)
SELECT pg_temp.id_at(placed_at, id::text || position || 'sale'), store_id, product_id, -quantity,
    'SALE', id, placed_at
FROM bulk_orders JOIN bulk_baskets USING (basket) JOIN bulk_lines USING (basket)
UNION ALL
SELECT pg_temp.id_at(cancelled_at, id::text || position || 'release'), store_id, product_id,
    quantity, 'RELEASE', id, cancelled_at
FROM bulk_orders JOIN bulk_baskets USING (basket) JOIN bulk_lines USING (basket)
WHERE cancelled_at IS NOT NULL
"""
SHIPMENTS = """
WITH made AS (
    INSERT INTO shipments (id, store_id, order_id, order_number, carrier, tracking_number, items,
        shipped_at, cdate, mdate)
    SELECT pg_temp.id_at(shipped_at, id || 'parcel'), store_id, id, number, 'Demo Parcel',
        'DP' || lpad((abs(hashtext(id::text)::bigint) % 10000000000)::text, 10, '0'),
        (SELECT jsonb_agg(jsonb_build_object('item_id',
             pg_temp.id_at(placed_at, id::text || position), 'quantity', quantity)
             ORDER BY position) FROM bulk_lines WHERE basket = bulk_orders.basket),
        shipped_at, shipped_at, shipped_at
    FROM bulk_orders JOIN bulk_baskets USING (basket) WHERE shipped_at IS NOT NULL
    RETURNING *
)
""" + TRAIL.format(table="shipments", new=OPEN)  # noqa: S608 - our own SQL
DELIVERIES = """
INSERT INTO stock_movements (id, store_id, product_id, delta, reason, note, cdate)
SELECT pg_temp.id_at(delivered_at, product_id || clock_timestamp()::text), store_id, product_id,
    quantity, 'RECEIPT', 'Delivery of the month', delivered_at
FROM bulk_deliveries
"""
ALL_OF_AN_ORDER = (ORDERS, ITEMS, PAYMENTS, EVENTS, MOVEMENTS, SHIPMENTS)


def write_orders(cursor: extensions.cursor) -> None:
    """Write the orders that were copied, with items, payments, movements, parcels and trail."""
    for statement in ALL_OF_AN_ORDER:
        cursor.execute(statement)


def write_deliveries(cursor: extensions.cursor) -> None:
    """Write the deliveries that were copied: all that was sold and kept had come in before."""
    cursor.execute(DELIVERIES)
