"""No query string makes a list or a record fail: it is 200, 400 or 404, and 500 never."""

import pytest

from shop_admin.console.site import views_of

VIEWS = (
    "orders",
    "payments",
    "invoices",
    "products",
    "stock",
    "movements",
    "categories",
    "subcategories",
    "stores",
    "tax-rates",
    "people",
    "members",
    "audit",
    "bin",
)
NASTY = (
    "-1",
    "1000000000000000000",
    "abc",
    "\0",
    "%\\",
    "x" * 5000,
    "a b c d e f g h i",
    "\uff11",
    "2026-02-31",
    "9999-12-31",
    "00000000-0000-0000-0000-000000000000",
)
COMMON = ("page", "page_size", "search", "sort", "bin", "flt0_0")


@pytest.mark.parametrize("view", VIEWS)
def test_lists(app, admin, berlin, view: str) -> None:
    found = next(one for one in views_of(app) if one.url == f"/admin/{view}")
    own = tuple(one.name for one in getattr(found, "filters", ()))
    for parameter in COMMON + own:
        for value in NASTY:
            answer = admin.get(f"/admin/{view}/", query_string={parameter: value})
            assert answer.status_code in (200, 400, 404), (parameter, value)


@pytest.mark.parametrize("view", VIEWS)
def test_records(admin, berlin, view: str) -> None:
    for value in ("", *NASTY):
        for page in ("details", "edit", "delete"):
            answer = admin.get(f"/admin/{view}/{page}/", query_string={"id": value})
            assert answer.status_code in (400, 404, 405), (page, value)


def test_the_lookup(admin, berlin) -> None:
    for value in NASTY:
        for name in ("query", "limit", "offset", "name"):
            query = {"name": "person", "query": "ab", name: value}
            answer = admin.get("/admin/members/ajax/lookup/", query_string=query)
            assert answer.status_code in (200, 400, 404), (name, value)
            assert answer.status_code != 200 or len(answer.json) <= 20
