"""The whole document: what it is about, its paths, and the parts that they refer to."""

from collections.abc import Collection
from typing import Any

from shop_admin.api.gate import Endpoint
from shop_admin.api.openapi import components, headers, operations, responses
from shop_admin.api.openapi.examples import EXAMPLE_IDS

ABOUT = """
Prices, stock and orders of the shops.

- **Values**: money is text with its currency beside it, moments are RFC 3339 in UTC, ids are UUIDs.
- **Refusals** are `application/problem+json` with a stable `code`; any address may also answer
  405 to a method that it does not know (with `Allow`), and an address without its trailing slash
  answers 308 to the one with it. An unknown field or query parameter is refused with 422.
- **Logging in** gives a token for `Authorization: Bearer TOKEN`. Cookies are never read. A bad
  token is refused with 401 on public addresses too.
- **Repeating**: with an `Idempotency-Key`, a request that may have been received is sent again
  safely.
- **Rates**: `RateLimit-*` says where an address stands; above the limit, 429 with `Retry-After`.
- **Examples** hold the ids of `x-example-ids`: put ids of yours in their place.
"""
VERSION = "1.0.0"
TAGS = {
    "stores": "The stores that sell.",
    "categories": "Shelves, shared by all stores or of one.",
    "products": "What is sold, and its pictures and stock.",
    "auth": "Logging in and out.",
    "me": "The account of whoever is logged in.",
    "orders": "Buying, and what was bought.",
    "webhooks": "What payment providers tell.",
    "payments": "Paying.",
    "openapi.json": "This document.",
    "docs": "The page of this document.",
}


def describe(endpoints: Collection[Endpoint], *, base_url: str) -> dict[str, Any]:
    """Return the document of these endpoints, as plain data."""
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        path = operations.path_of(endpoint)
        paths.setdefault(path, {})[endpoint.method.lower()] = operations.operation(endpoint)
    used = {tag for path in paths.values() for one in path.values() for tag in one["tags"]}
    return {
        "openapi": "3.1.0",
        "info": {"title": "shop_admin", "version": VERSION, "description": ABOUT.strip()},
        "servers": [{"url": base_url}],
        "tags": [{"name": name, "description": TAGS[name]} for name in TAGS if name in used],
        "paths": paths,
        "components": {
            "schemas": components.schemas(endpoints),
            "responses": responses.RESPONSES,
            "headers": headers.ANSWERED,
            "parameters": headers.ASKED,
            "securitySchemes": operations.SECURITY_SCHEMES,
        },
        "x-example-ids": EXAMPLE_IDS,
    }
