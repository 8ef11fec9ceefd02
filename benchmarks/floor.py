"""What browsing is measured against: a bare route, and one that runs one statement, nothing else.

Run by browse.py as `granian --interface wsgi floor:app`.
"""

import json
import os

import psycopg2.pool
from flask import Flask, Response

STATEMENT = """
    SELECT p.id, p.sku, p.name, p.slug, p.price, s.currency, p.inventory_count > 0,
        s.id, s.name, s.slug, c.id, c.name, c.slug,
        (SELECT json_build_object('id', i.id, 'alt_text', i.alt_text, 'width', i.width,
                'height', i.height)
            FROM product_images AS i WHERE i.product_id = p.id ORDER BY i."order", i.id LIMIT 1)
    FROM products AS p JOIN stores AS s ON s.id = p.store_id
    LEFT JOIN categories AS c ON c.id = p.category_id
    WHERE NOT p.is_deleted ORDER BY p.id DESC LIMIT 20
"""

app = Flask("floor")
pool = psycopg2.pool.ThreadedConnectionPool(1, 16, os.environ["FLOOR_DATABASE"])


@app.get("/noop")
def noop() -> Response:
    return Response(b"ok", content_type="text/plain")


@app.get("/statement")
def statement() -> Response:
    connection = pool.getconn()
    try:
        with connection.cursor() as cursor:
            cursor.execute(STATEMENT)
            rows = cursor.fetchall()
        connection.rollback()
    finally:
        pool.putconn(connection)
    body = json.dumps(rows, default=str, separators=(",", ":"))
    return Response(body, content_type="application/json")
