"""Every product and every store can be drawn, differently from each other, fit for an upload."""

import io

import pytest
from PIL import Image

from shop_admin.demo.catalogue import STORES, product
from shop_admin.demo.pictures import SHAPES, draw_logo, draw_product
from shop_admin.demo.records import DemoProduct, DemoStore
from shop_admin.documents.pictures import read_logo, read_picture

FIRST_OF_SHAPE = {item.drawing.shape: (shop, item) for shop in STORES for item in shop.products}


def test_no_shape_is_missing_and_none_is_idle() -> None:
    assert set(FIRST_OF_SHAPE) == set(SHAPES)


@pytest.mark.parametrize(("shop", "item"), FIRST_OF_SHAPE.values(), ids=list(FIRST_OF_SHAPE))
def test_a_shape_is_drawn(shop: DemoStore, item: DemoProduct) -> None:
    views = draw_product(item, shop.slug)
    assert len(views) == item.drawing.views == len(set(views))
    image = Image.open(io.BytesIO(views[0]))
    assert image.size == (1000, 1000)
    colours = image.resize((50, 50)).getcolors(2500)
    assert colours is not None
    assert len(colours) > 300


@pytest.mark.parametrize(("slug", "sku"), [("berlin", "FF-MUG-01"), ("mumbai", "NB-CSH-01")])
def test_a_drawing_passes_the_upload(slug: str, sku: str) -> None:
    for view in draw_product(product(slug, sku), slug):
        assert (read_picture(view).width, read_picture(view).height) == (1000, 1000)


def test_the_same_product_looks_the_same_at_every_start() -> None:
    item = product("mumbai", "NB-SPC-01")
    assert draw_product(item, "mumbai") == draw_product(item, "mumbai")


def test_each_store_has_a_logo_of_its_own() -> None:
    logos = {draw_logo(shop) for shop in STORES}
    assert len(logos) == 3
    assert {(read_logo(logo).width, read_logo(logo).height) for logo in logos} == {(512, 512)}
