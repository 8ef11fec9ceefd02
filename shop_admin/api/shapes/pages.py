"""Pages of lists in answers, each of its own kind."""

from pydantic import Field

from shop_admin.api.shapes.catalogue import CategoryCard, ProductCard, StoreCard
from shop_admin.api.shapes.orders import Order
from shop_admin.api.shapes.values import Count, Shape, Url


class Page(Shape):
    """The addresses of the pages beside this one; `count` is there where it was asked for."""

    next: Url | None
    previous: Url | None
    count: Count = Field(default_factory=int)


class StorePage(Page):
    """One page of stores."""

    results: list[StoreCard]


class CategoryPage(Page):
    """One page of categories."""

    results: list[CategoryCard]


class ProductPage(Page):
    """One page of products."""

    results: list[ProductCard]


class OrderPage(Page):
    """One page of orders."""

    results: list[Order]
