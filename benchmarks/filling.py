"""Orders by the hundred thousand, written by PostgreSQL itself: for lists and registers."""

from benchmarks.stage import Stage

# Over three years, evenly; ids are in the order of time (UUIDv7).
ORDERS = """
    INSERT INTO orders (id, store_id, number, contact_name, contact_email, contact_phone,
        shipping_address, billing_address, currency, subtotal, tax_amount, total_amount,
        prices_include_tax, status, channel, placed_at)
    SELECT uuidv7(-interval '3 years' * ((%(count)s - n)::float / %(count)s)), %(store)s,
        'BER-' || 1000000 + n,
        (ARRAY['Ada', 'Ben', 'Cleo', 'Dana', 'Emil'])[1 + n %% 5] || ' Beispiel',
        'buyer' || (n::bigint * 7919 %% 1000003) || '@example.'
            || (ARRAY['com', 'org', 'net'])[1 + n %% 3],
        '+49151' || 10000000 + n, address, address, 'EUR', 25, 3.99, 25, true,
        (ARRAY['PLACED', 'PAID', 'SHIPPED', 'COMPLETED', 'COMPLETED', 'COMPLETED', 'COMPLETED',
            'COMPLETED', 'COMPLETED', 'CANCELLED'])[1 + n %% 10],
        'API', now() - interval '3 years' * ((%(count)s - n)::float / %(count)s)
    FROM generate_series(1, %(count)s) AS n, (SELECT
        '{"name": "Ada Beispiel", "line1": "Lindenweg 4", "city": "Berlin", "country": "DE"}'::jsonb
        AS address) AS one
"""
ITEMS = """
    INSERT INTO order_items (id, store_id, order_id, product_id, position, sku, name, quantity,
        unit_price, tax_class, tax_name, tax_rate, tax_amount, line_total)
    SELECT uuidv7(), store_id, id, %(product)s, 1, 'SKU-0', 'Lamp number 0', 1, 25, 'standard',
        'VAT', 19, 3.99, 25
    FROM orders
"""
SERIES = """
    INSERT INTO invoice_series (id, store_id, kind, fiscal_year, prefix, last)
    VALUES (uuidv7(), %(store)s, 'INVOICE', 2026, 'BER', %(count)s) RETURNING id
"""
INVOICES = """
    INSERT INTO invoices (id, store_id, order_id, series_id, kind, number, invoice_number, amount,
        tax_amount, currency, taxes, issued_at, snapshot)
    SELECT uuidv7(), store_id, id, %(series)s, 'INVOICE', n, 'BER-26-' || lpad(n::text, 6, '0'),
        25, 3.99, 'EUR', '[{"name": "VAT", "rate": "19.00", "net": "21.01", "tax": "3.99"}]',
        '2026-05-01T12:00:00Z'::timestamptz + interval '1 second' * n,
        jsonb_build_object('paper', jsonb_build_object('order_number', number,
            'buyer', jsonb_build_object('name', contact_name, 'country', 'DE')))
    FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM orders) AS orders
    WHERE n <= %(count)s
"""


def fill_orders(place: Stage, count: int) -> None:
    """Write so many orders of one item each, past every trigger; then let the planner look."""
    given = {"count": count, "store": str(place.store), "product": str(place.products[0])}
    _fill(place, {"orders": ORDERS, "order_items": ITEMS}, given)


def fill_invoices(place: Stage, count: int) -> None:
    """Write an invoice of each of the first so many orders."""
    given = {"count": count, "store": str(place.store)}
    with place.as_owner() as cursor:
        cursor.execute("ALTER TABLE invoice_series DISABLE TRIGGER USER")
        cursor.execute(SERIES, given)
        series = cursor.fetchone()[0]
        cursor.execute("ALTER TABLE invoice_series ENABLE TRIGGER USER")
    _fill(place, {"invoices": INVOICES}, {**given, "series": str(series)})


def _fill(place: Stage, statements: dict[str, str], given: dict[str, object]) -> None:
    with place.as_owner() as cursor:
        for table, statement in statements.items():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(statement, given)
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE")
