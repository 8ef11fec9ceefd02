"""The preview of a product says what the public API says, and in words why it is not public."""

from datetime import UTC, datetime, timedelta
from typing import Any

import factories
import pytest

from shop_admin.db import db, transaction
from shop_admin.models.catalog import Category, Product
from shop_admin.models.stores import Store
from shop_admin.permissions import command

NOW = datetime.now(UTC)
LATER, EARLIER = NOW + timedelta(days=30), NOW - timedelta(days=30)


@pytest.mark.parametrize(
    ("model", "change", "said"),
    [
        (Product, {}, ""),
        (Product, {"status_flag": "DRAFT"}, "It is a draft still."),
        (Product, {"status_flag": "ARCHIVED"}, "It is archived."),
        (Product, {"is_suspended": True}, "It is suspended."),
        (Product, {"active_from": LATER}, "Goes on sale on"),
        (Product, {"active_to": LATER}, "On sale until"),
        (Product, {"active_to": EARLIER}, "It was on sale until"),
        (Category, {"status_flag": "INACTIVE"}, "Its category “Lamps”:"),
        (Store, {"status_flag": "INACTIVE"}, "Its store “Berlin”:"),
    ],
)
def test_it_agrees_with_the_public_api(
    staff: Any, berlin: Any, app: Any, model: type, change: dict[str, Any], said: str
) -> None:
    category = factories.make_category(berlin, "Lamps")
    product = factories.make_product(berlin, category_id=category)
    wanted = {Product: product, Category: category, Store: berlin}[model]
    with transaction(command().db_context()):
        record = db.session.get_one(model, wanted)
        for name, value in change.items():
            setattr(record, name, value)
    public = app.test_client().get(f"/api/products/{product}/").status_code == 200
    page = staff.get(f"/admin/products/details/?id={product}").text
    preview = page.split(">In the shop<")[1].split("</section>")[0]
    assert (">Public<" in preview) is public
    assert (">Not public<" in preview) is not public
    assert said in preview
    assert ('class="obstacles"' in preview) is not public
