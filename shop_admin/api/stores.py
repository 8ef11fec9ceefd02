"""Public stores."""

from typing import Any

from flask import Response

from shop_admin.api.answers import public
from shop_admin.api.gate import Who
from shop_admin.api.lists import ListQuery, each, list_page
from shop_admin.api.rates import BROWSING
from shop_admin.api.routes import endpoint
from shop_admin.api.shapes.declared import cached
from shop_admin.api.shapes.pages import StorePage
from shop_admin.db import BROWSER, acting_as
from shop_admin.queries import catalog
from shop_admin.queries.pages import Found


@endpoint(
    "GET",
    "/stores/",
    who=Who.ANYONE,
    rate=BROWSING,
    answers=cached(StorePage),
    is_hot=True,
)
def list_stores(query: ListQuery) -> Response:
    """Answer the stores that sell at this moment."""
    with acting_as(BROWSER):
        page = list_page(catalog.public_stores(), catalog.STORES_BY_NAME, query, each(_shown))
    return public(page)


def _shown(row: Found) -> dict[str, Any]:
    names = ("name", "slug", "description", "currency", "contact_email", "contact_phone")
    return {"id": str(row.id), **{name: row._mapping[name] for name in names}}
