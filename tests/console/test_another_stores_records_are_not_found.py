"""Every address that names a record of another store answers as if there were none."""

import uuid

import factories
import pytest

from shop_admin.models.catalog import Product


@pytest.fixture
def foreign(paris) -> dict[str, uuid.UUID]:
    product = factories.make_product(paris)
    category = factories.make_category(paris)
    return {
        "products": product,
        "categories": category,
        "subcategories": factories.make_subcategory(category),
        "orders": factories.place(paris, (product, 1)),
        "stores": paris,
    }


def test_looking_and_editing(manager, foreign) -> None:
    for noun, record_id in foreign.items():
        for page in ("details", "edit", "delete"):
            answer = manager.get(f"/admin/{noun}/{page}/?id={record_id}")
            missing = manager.get(f"/admin/{noun}/{page}/?id={uuid.uuid4()}")
            assert answer.status_code == missing.status_code
            assert answer.status_code in (404, 403), (noun, page)
            if page == "details":
                assert answer.status_code == 404


def test_changing(manager, foreign, stored) -> None:
    product_id = foreign["products"]
    for url, data in (
        ("/admin/products/delete/", {"id": product_id, "version": "1"}),
        ("/admin/products/restore/", {"id": product_id}),
        ("/admin/products/action/", {"rowid": [str(product_id)], "action": "remove"}),
        ("/admin/products/stock/", {"id": product_id, "deed": "receive", "quantity": "5"}),
        ("/admin/products/pictures/", {"id": product_id}),
        ("/admin/stock/count/", {f"count-{product_id}": "3"}),
        ("/admin/orders/act/", {"id": foreign["orders"], "deed": "cancel"}),
    ):
        assert manager.post(url, data).status_code == 404, url
    product = stored.get_one(Product, product_id)
    assert not product.is_deleted
    assert product.inventory_count == 9


def test_lists_and_filters_show_none_of_it(manager, foreign, paris) -> None:
    for noun in ("products", "orders", "stock", "movements", "payments", "categories"):
        for query in ("", f"?store={paris}", "?page_size=100"):
            assert "Paris" not in manager.get(f"/admin/{noun}/{query}").text
