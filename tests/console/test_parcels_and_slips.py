"""Parcels are sent in parts from the order's page, found by their number, and have their slip."""

from io import BytesIO

import factories
import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from shop_admin.models.orders import Order, OrderItem, Shipment


@pytest.fixture
def order_id(berlin):
    lamp = factories.make_product(berlin, name="Blue Lamp", sku="BL-1")
    cup = factories.make_product(berlin, name="Red Cup", sku="RC-1")
    return factories.place(berlin, (lamp, 3), (cup, 1), method="cash_on_delivery")


def text(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def ship(at, order_id, **fields: str):
    page = at.get(f"/admin/orders/act/?id={order_id}&deed=ship").text
    token = page.split('name="form_token"')[1].split('value="')[1][:32]
    data = {"id": order_id, "deed": "ship", "version": "1", "form_token": token}
    return at.post(
        "/admin/orders/act/", data | {k.replace("__", "-"): v for k, v in fields.items()}
    )


def part(stored, order_id, name: str) -> str:
    found = sa.select(OrderItem.id).where(OrderItem.order_id == order_id, OrderItem.name == name)
    return f"part-{stored.scalars(found).one()}"


def parcels(stored, order_id) -> list[Shipment]:
    stored.expire_all()
    mine = sa.select(Shipment).where(Shipment.order_id == order_id).order_by(Shipment.id)
    return list(stored.scalars(mine))


def test_in_two_parcels(staff, order_id, stored) -> None:
    some = {part(stored, order_id, "Blue Lamp"): "2", part(stored, order_id, "Red Cup"): ""}
    assert ship(staff, order_id, carrier="dhl", tracking_number="0034", **some).status_code == 302
    page = staff.get(f"/admin/orders/details/?id={order_id}").text
    assert "2 × Blue Lamp" in page
    assert "2 left to send" in page
    assert "tracking-id=0034" in page
    assert stored.get_one(Order, order_id).status == "PLACED"
    ship(staff, order_id)
    assert [len(one.items) for one in parcels(stored, order_id)] == [1, 2]
    assert stored.get_one(Order, order_id).status == "SHIPPED"


@pytest.mark.parametrize("wrong", ["9", "two"])
def test_more_than_there_is_does_not_leave(staff, order_id, stored, wrong: str) -> None:
    answer = ship(staff, order_id, **{part(stored, order_id, "Blue Lamp"): wrong})
    said = answer.text if answer.status_code == 422 else staff.get(answer.location).text
    assert "whole numbers" in said or "Only 3 of this are left to send." in said
    assert parcels(stored, order_id) == []


def test_found_by_number_and_carrier_and_put_right(staff, order_id, stored) -> None:
    ship(staff, order_id, carrier="Uncle Bob", tracking_number="XY-77")
    (parcel,) = parcels(stored, order_id)
    for query in ("search=xy-77", f"search={parcel.order_number}", "carrier=other", ""):
        assert "XY-77" in staff.get(f"/admin/shipments/?{query}").text
    for query in ("search=xy-78", "carrier=DHL", "from=2099-01-01"):
        assert "XY-77" not in staff.get(f"/admin/shipments/?{query}").text.split("<tbody>")[-1]
    address = f"/admin/shipments/edit/?id={parcel.id}"
    staff.post(address, staff.form(address) | {"carrier": "UPS", "tracking_number": "1Z9"})
    page = staff.get(f"/admin/shipments/details/?id={parcel.id}").text
    assert "tracknum=1Z9" in page
    assert "Blue Lamp" in page


def test_the_slip_before_and_after(staff, order_id, stored) -> None:
    before = staff.get(f"/admin/orders/{order_id}/slip.pdf")
    assert before.mimetype == "application/pdf"
    assert "Blue Lamp" in text(before.data)
    some = {part(stored, order_id, "Blue Lamp"): "2", part(stored, order_id, "Red Cup"): "0"}
    ship(staff, order_id, carrier="DHL", tracking_number="0034", note="Enjoy it!", **some)
    (parcel,) = parcels(stored, order_id)
    slip = text(staff.get(f"/admin/shipments/{parcel.id}/slip.pdf").data)
    for words in ("0034", "of 3 ordered", "Enjoy it!", "Lindenweg 4", parcel.order_number):
        assert words in slip
    assert "Red Cup" not in slip
    rest = text(staff.get(f"/admin/orders/{order_id}/slip.pdf").data)
    assert "Red Cup" in rest
    assert "Enjoy it!" not in rest


def test_a_draft_has_no_slip(staff, berlin, stored) -> None:
    from shop_admin.services import drafts
    from shop_admin.services.checkout import Contact

    draft = drafts.create_draft(staff.person.actor, berlin, Contact(name="Grace")).id
    stored.commit()
    answer = staff.get(f"/admin/orders/{draft}/slip.pdf")
    assert answer.status_code == 409
    assert "A draft is not packed" in answer.text


def test_another_stores_parcel_is_not_there(staff, paris, desk, stored) -> None:
    foreign = factories.place(paris, (factories.make_product(paris), 1), method="cash_on_delivery")
    ship(desk(factories.make_person(paris)), foreign)
    (parcel,) = parcels(stored, foreign)
    assert staff.get(f"/admin/shipments/{parcel.id}/slip.pdf").status_code == 404
    assert staff.get(f"/admin/orders/{foreign}/slip.pdf").status_code == 404
