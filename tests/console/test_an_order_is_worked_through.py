"""An order goes from placed to complete by the buttons that are legal, and by no other."""

import factories
import pytest

from shop_admin.models.orders import Order


@pytest.fixture
def order_id(berlin):
    return factories.place(berlin, (factories.make_product(berlin, name="Blue Lamp"), 2))


def act(at, order_id, deed: str, **more: str):
    page = at.get(f"/admin/orders/act/?id={order_id}&deed={deed}")
    assert page.status_code == 200
    token = page.text.split('name="form_token"')[1].split('value="')[1][:32]
    data = {"id": order_id, "deed": deed, "version": "1", "form_token": token, **more}
    return at.post("/admin/orders/act/", data)


def test_mark_paid_ship_complete(staff, order_id, stored) -> None:
    for deed, status in (("mark_paid", "PAID"), ("ship", "SHIPPED"), ("complete", "COMPLETED")):
        answer = act(staff, order_id, deed, reference="R-1", carrier="DHL", tracking_number="T-9")
        assert answer.status_code == 302
        stored.expire_all()
        assert stored.get_one(Order, order_id).status == status
    page = staff.get(f"/admin/orders/details/?id={order_id}").text
    for text in ("Blue Lamp", "T-9", "R-1", "Order completed", "Parcel left", "Lindenweg 4"):
        assert text in page
    assert "/admin/orders/act/" not in page


def test_cancel_with_a_reason(staff, order_id, stored) -> None:
    assert act(staff, order_id, "cancel", reason="Customer called").status_code == 302
    assert stored.get_one(Order, order_id).status == "CANCELLED"
    assert "Customer called" in staff.get(f"/admin/orders/details/?id={order_id}").text


def test_what_is_not_legal_now_is_said_and_not_done(staff, order_id, stored) -> None:
    answer = staff.post("/admin/orders/act/", {"id": order_id, "deed": "complete"})
    assert answer.status_code == 302
    assert "is not possible from the present state" in staff.flashed()
    assert stored.get_one(Order, order_id).status == "PLACED"


def test_an_accountant_sees_no_button_and_has_none(berlin, desk, order_id, stored) -> None:
    at = desk(factories.make_person(berlin, "ACCOUNTANT"))
    assert "/admin/orders/act/" not in at.get(f"/admin/orders/details/?id={order_id}").text
    assert at.post("/admin/orders/act/", {"id": order_id, "deed": "mark_paid"}).status_code == 403
    assert stored.get_one(Order, order_id).status == "PLACED"


def test_the_address_is_corrected_and_strange_keys_stay(staff, order_id, stored) -> None:
    address = f"/admin/orders/edit/?id={order_id}"
    form = staff.form(address) | {"shipping_address-line1": "Neue Straße 5"}
    assert staff.post(address, form).status_code == 302
    order = stored.get_one(Order, order_id)
    assert order.shipping_address["line1"] == "Neue Straße 5"
    assert order.shipping_address["name"] == "Ada Beispiel"
    assert order.contact_email == "ada@example.com"
