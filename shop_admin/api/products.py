"""Products as the public sees them, and as their managers do."""

from dataclasses import replace
from typing import Any, Literal
from uuid import UUID

from flask import Response
from pydantic import Field

from shop_admin.api import product_json
from shop_admin.api.answers import answer, public
from shop_admin.api.gate import Who
from shop_admin.api.lists import ListQuery, continues, each, list_page
from shop_admin.api.rates import BROWSING
from shop_admin.api.routes import endpoint
from shop_admin.api.shapes.catalogue import ManagedProduct, ProductDetails
from shop_admin.api.shapes.declared import cached
from shop_admin.api.shapes.pages import ProductPage
from shop_admin.api.values import Amount, Line, QueryFlag, Reference
from shop_admin.api.versions import tag
from shop_admin.db import BROWSER, READER, acting_as, db
from shop_admin.errors import Invalid, NotFound, Problem
from shop_admin.permissions import Actor, Permission
from shop_admin.queries import catalog, search
from shop_admin.queries.pages import Found, Sorting

MOST_WORDS = 10


class ProductQuery(ListQuery):
    """How the list of products is narrowed and ordered."""

    category: Reference | None = None
    subcategory: Reference | None = None
    store: Reference | None = None
    q: Line = Field("", max_length=100)
    min_price: Amount | None = None
    max_price: Amount | None = None
    in_stock: QueryFlag | None = None
    ordering: Literal["name", "-name", "price", "-price", "-created", "relevance"] = "-created"


@endpoint(
    "GET",
    "/products/",
    who=Who.ANYONE,
    rate=BROWSING,
    answers=cached(ProductPage),
    is_hot=True,
)
def list_products(query: ProductQuery) -> Response:
    """Answer the public products that the query asks for."""
    words = tuple(query.q.split())
    _check(query, words)
    # A search asks more than once, and tells the planner how.
    with acting_as(READER if words else BROWSER):
        return public(_page(query, words))


@endpoint(
    "GET",
    "/products/<product_id>/",
    who=Who.ANYONE,
    rate=BROWSING,
    answers=cached(ProductDetails, ManagedProduct),
    is_hot=True,
)
def show_product(actor: Actor | None, product_id: UUID) -> Response:
    """Answer one product: to its managers as it is, to anybody else while it is public."""
    row = _find_managed(actor, product_id) if actor is not None else None
    if row is not None:
        return managed_answer(row)
    with acting_as(BROWSER) as session:
        found = session.execute(catalog.public_product(product_id)).one_or_none()
    if found is None:
        raise NotFound
    return public(product_json.details(found))


def managed_answer(row: Found, status: int = 200, **headers: str) -> Response:
    """Return a product as its managers see it, with the version to change it by."""
    return answer(product_json.managed(row), status, ETag=tag(row.version), **headers)


def read_managed(actor: Actor, product_id: UUID) -> Found:
    """Return a product as it is in the running transaction."""
    return db.session.execute(catalog.managed_product(actor, product_id)).one()


def _find_managed(actor: Actor, product_id: UUID) -> Found | None:
    if not actor.may_somewhere(Permission.CATALOG_VIEW):
        return None
    with acting_as(actor.db_context()) as session:
        row = session.execute(catalog.managed_product(actor, product_id)).one_or_none()
    may_see = row is not None and actor.may(Permission.CATALOG_VIEW, row.store_id)
    return row if may_see else None


def _check(query: ProductQuery, words: tuple[str, ...]) -> None:
    """Refuse what cannot be meant: prices of several currencies, relevance to nothing."""
    problems = []
    for name, bound in (("min_price", query.min_price), ("max_price", query.max_price)):
        if bound is not None and query.store is None:
            problems.append(Problem(name, "Name a store: prices compare in one currency only."))
    if query.ordering == "relevance" and not words:
        problems.append(Problem("ordering", "Order by relevance together with q."))
    if len(words) > MOST_WORDS:
        problems.append(Problem("q", f"Use at most {MOST_WORDS} words."))
    if problems:
        raise Invalid("The request is not valid.", problems=tuple(problems))


def _page(query: ProductQuery, words: tuple[str, ...]) -> dict[str, Any]:
    """Look for the words as they are written; where there is nothing, for words like them."""
    wanted, sorting, show = _filter(query, words), _sorting(query, words), each(product_json.card)
    if not words:
        return list_page(catalog.public_products(wanted), sorting, query, show)
    forgiving = replace(sorting, name=f"{sorting.name}~")
    if not continues(query, forgiving):
        wanted = replace(wanted, found=search.find_few(words))
        page = list_page(catalog.public_products(wanted), sorting, query, show)
        if page["results"] or query.cursor:
            return page
    wanted = replace(wanted, found=search.find_alike(words))
    return list_page(catalog.public_products(wanted), forgiving, query, show)


def _filter(query: ProductQuery, words: tuple[str, ...]) -> catalog.ProductFilter:
    return catalog.ProductFilter(
        category=query.category,
        subcategory=query.subcategory,
        store=query.store,
        words=words,
        is_for_the_best=query.ordering == "relevance",
        min_price=query.min_price,
        max_price=query.max_price,
        in_stock=query.in_stock,
    )


def _sorting(query: ProductQuery, words: tuple[str, ...]) -> Sorting:
    if query.ordering == "relevance":
        return catalog.relevance(words)
    return catalog.SORTINGS[query.ordering]
