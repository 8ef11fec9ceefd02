"""Pictures are drawn by other processes, stored, and hung on their products once."""

from datetime import UTC, datetime

import sqlalchemy as sa
from flask import Flask

from shop_admin.db import acting_as, db
from shop_admin.demo.cast import get_products
from shop_admin.demo.drawing import drawing
from shop_admin.demo.fill import fill_books
from shop_admin.demo.hanging import hang_pictures, list_bare
from shop_admin.demo.orders import Plan
from shop_admin.models.catalog import Product, ProductImage
from shop_admin.models.stores import Store
from shop_admin.permissions import command
from shop_admin.wiring import parts

NOW = datetime(2026, 11, 22, 17, tzinfo=UTC)


def test_drawn_pictures_hang_on_their_product(app: Flask) -> None:
    actor, storage = command(), parts().storage
    fill_books(actor, storage, NOW, Plan(orders=(), movements=()))
    bare = list_bare(actor)

    with acting_as(actor.db_context()):
        products = get_products(actor)

    with drawing([("mumbai", "NB-DIY-01")]) as drawn:
        hang_pictures(actor, drawn, products, storage, NOW.date())

    assert len(bare) == 60
    assert set(bare) - set(list_bare(actor)) == {("mumbai", "NB-DIY-01")}
    with acting_as(actor.db_context()):
        hung = db.session.scalars(sa.select(ProductImage).order_by(ProductImage.order)).all()
        product = db.session.scalars(sa.select(Product).where(Product.sku == "NB-DIY-01")).one()
        assert [one.alt_text for one in hung] == [product.name, f"{product.name}, a detail"]
        assert all((one.product_id, one.cdate) == (product.id, product.cdate) for one in hung)
        assert all(storage.exists(key) for one in hung for key in (one.image, one.thumbnail))
        assert all(storage.exists(str(key)) for key in db.session.scalars(sa.select(Store.logo)))
