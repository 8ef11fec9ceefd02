"""The demo stores and the categories that they share."""

from shop_admin.demo.records import DemoCategory, DemoProduct, DemoStore, DemoSubcategory
from shop_admin.demo.stores import berlin, mumbai, paris

SHARED_CATEGORIES = (
    DemoCategory(
        slug="home",
        name="Home",
        description="Light, textiles and small things that make a room.",
        subcategories=(
            DemoSubcategory(slug="lighting", name="Lighting"),
            DemoSubcategory(slug="textiles", name="Textiles"),
            DemoSubcategory(slug="decor", name="Decor"),
            DemoSubcategory(slug="furniture", name="Furniture"),
        ),
    ),
    DemoCategory(
        slug="kitchen",
        name="Kitchen",
        description="For the table, the stove and the drying rack.",
        subcategories=(
            DemoSubcategory(slug="tableware", name="Tableware"),
            DemoSubcategory(slug="cookware", name="Cookware"),
            DemoSubcategory(slug="kitchen-linen", name="Kitchen linen"),
        ),
    ),
    DemoCategory(
        slug="stationery",
        name="Stationery",
        description="Paper and what marks it.",
        subcategories=(
            DemoSubcategory(slug="paper", name="Paper"),
            DemoSubcategory(slug="writing", name="Writing"),
        ),
    ),
    DemoCategory(
        slug="pantry",
        name="Pantry",
        description="Tea, spices and preserves from people we know by name.",
        subcategories=(
            DemoSubcategory(slug="tea", name="Tea"),
            DemoSubcategory(slug="spices", name="Spices"),
            DemoSubcategory(slug="preserves", name="Preserves"),
        ),
    ),
)

STORES: tuple[DemoStore, ...] = (berlin.STORE, paris.STORE, mumbai.STORE)


def store(slug: str) -> DemoStore:
    """Return a demo store by its slug. Raises KeyError."""
    return {one.slug: one for one in STORES}[slug]


def product(slug: str, sku: str) -> DemoProduct:
    """Return a product of a demo store by its SKU. Raises KeyError."""
    return {one.sku: one for one in store(slug).products}[sku]
