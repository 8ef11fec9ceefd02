"""A change that another site's page asked for is refused, though its token were right."""

import factories
import pytest

from shop_admin.models.catalog import Product


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}],
)
def test_a_foreign_origin_is_refused(staff, berlin, stored, headers) -> None:
    product = factories.make_product(berlin)
    data = {"id": str(product), "version": "1"}
    answer = staff.post("/admin/products/delete/", data, headers=headers)
    assert answer.status_code == 403
    assert not stored.get_one(Product, product).is_deleted
