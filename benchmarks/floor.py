"""What we are measured against: bare routes that do the same with one statement, and nothing else.

Run by stage.py as `granian --interface wsgi benchmarks.floor:app`.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2.pool
from flask import Flask, Response, request

from benchmarks.floor_sql import CATEGORIES, CHECKOUT, DETAIL, LIST

app = Flask("floor")
pool = psycopg2.pool.ThreadedConnectionPool(1, 16, os.environ["FLOOR_DATABASE"])


@app.get("/noop")
def noop() -> Response:
    return Response(b"ok", content_type="text/plain")


@app.get("/list")
def products() -> Response:
    with _cursor() as cursor:
        cursor.execute(LIST)
        return _json(cursor.fetchall())


@app.get("/detail/<product_id>")
def detail(product_id: str) -> Response:
    with _cursor() as cursor:
        cursor.execute(DETAIL, (product_id,))
        return _json(cursor.fetchone())


@app.get("/categories")
def categories() -> Response:
    with _cursor() as cursor:
        cursor.execute(CATEGORIES)
        return _json(cursor.fetchall())


@app.post("/orders")
def orders() -> Response:
    given = request.get_json()
    with _cursor(commits=True) as cursor:
        cursor.execute(
            CHECKOUT,
            {
                "items": json.dumps(given["items"]),
                "contact": json.dumps(given["contact"]),
                "address": json.dumps(given["shipping_address"]),
                "method": given["payment_method"],
            },
        )
        made = cursor.fetchone()
    return _json(made, 201)


def _json(data: object, status: int = 200) -> Response:
    body = json.dumps(data, default=str, separators=(",", ":"))
    return Response(body, status, content_type="application/json")


@contextmanager
def _cursor(*, commits: bool = False) -> Iterator[psycopg2.extensions.cursor]:
    connection = pool.getconn()
    try:
        with connection.cursor() as cursor:
            yield cursor
        if commits:
            connection.commit()
        else:
            connection.rollback()
    except BaseException:
        connection.rollback()
        raise
    finally:
        pool.putconn(connection)
