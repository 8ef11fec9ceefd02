"""Whatever people type is text on every page, also in messages and titles."""

import factories

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def test_on_every_page(staff, berlin) -> None:
    category = factories.make_category(berlin)
    product = factories.make_product(
        berlin,
        name=EVIL,
        sku=EVIL,
        description=EVIL,
        comments=EVIL,
        attributes={EVIL: EVIL},
        category_id=category,
    )
    order = factories.place(berlin, (product, 1))
    pages = (
        "/admin/",
        "/admin/products/",
        "/admin/stock/",
        "/admin/movements/",
        f"/admin/products/details/?id={product}",
        f"/admin/products/edit/?id={product}",
        f"/admin/products/delete/?id={product}",
        f"/admin/orders/details/?id={order}",
        "/admin/products/?search=%3Cscript%3Ealert",
    )
    for page in pages:
        text = staff.get(page).text
        assert "<script>alert" not in text, page
        assert "onerror=alert(1)>" not in text, page
    staff.post("/admin/products/delete/", {"id": product, "version": "1"})
    assert "<script>alert" not in staff.flashed()


def test_no_page_carries_inline_handlers_or_styles(staff, berlin) -> None:
    import re

    product = factories.make_product(berlin)
    order = factories.place(berlin, (product, 1))
    for page in ("/admin/", "/admin/orders/", f"/admin/orders/details/?id={order}"):
        text = staff.get(page).text
        assert not re.search(r"<[^>]+\s(on[a-z]+|style)=", text), page
        assert not re.search(r"<(script|style)(?![^>]*(nonce|src)=)", text), page
