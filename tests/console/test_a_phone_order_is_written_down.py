"""The sheet of a phone order: found customers, added products, nothing lost, placed once."""

import re

import factories
import pytest
import sqlalchemy as sa

from shop_admin.models.catalog import Product
from shop_admin.models.orders import Order, OrderItem

SHEET = "/admin/drafts/edit/?id="


def sheet(at, draft) -> dict[str, str]:
    """Return what the sheet would send, untouched."""
    page = at.get(f"{SHEET}{draft}")
    assert page.status_code == 200, page.text
    found = re.search(r'<form id="sheet".*?</form>', page.text, re.DOTALL)[0]
    values = {}
    for tag in re.findall(r"<input[^>]*>", found):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and "checkbox" not in tag:
            values[name[1]] = value[1] if value else ""
    return values


def send(at, draft, deed: str = "save", **more: str):
    names = {name.replace("__", "-"): value for name, value in more.items()}
    return at.post(f"{SHEET}{draft}", sheet(at, draft) | {"deed": deed} | names)


def begin(at, berlin, customer: str = "Grace Muster") -> str:
    form = at.form("/admin/drafts/new/") | {"store_id": str(berlin), "customer": customer}
    answer = at.post("/admin/drafts/new/", form)
    assert answer.status_code == 302, answer.text
    return re.search(r"id=([0-9a-f-]{36})", answer.location)[1]


@pytest.fixture
def draft(staff, berlin) -> str:
    return begin(staff, berlin)


def items(stored, draft) -> dict[str, int]:
    stored.expire_all()
    rows = stored.execute(
        sa.select(OrderItem.name, OrderItem.quantity).where(OrderItem.order_id == draft)
    )
    return {row.name: row.quantity for row in rows}


def test_from_the_call_to_the_placed_order(staff, berlin, draft, stored) -> None:
    factories.make_product(berlin, name="Blue Lamp", sku="BL-1", ean="4006381333931", price="25")
    factories.make_product(berlin, name="Red Cup", sku="RC-1", price="5")
    assert send(staff, draft, product="bl-1", quantity="2").status_code == 302
    send(staff, draft, product="Red Cup", quantity="1", contact_phone="+49 30 1234567")
    send(staff, draft, product="4006381333931", quantity="1")
    assert items(stored, draft) == {"Blue Lamp": 3, "Red Cup": 1}
    page = staff.get(f"{SHEET}{draft}").text
    assert "€80.00" in page
    assert "10 in stock" in page
    answer = send(
        staff,
        draft,
        "place",
        shipping_address__line1="Lindenweg 4",
        shipping_address__city="Berlin",
        payment_method="cash_on_delivery",
    )
    assert answer.location.startswith("/admin/orders/details/"), staff.get(answer.location).text
    order = stored.get_one(Order, draft)
    stored.refresh(order)
    assert (order.status, order.channel, order.total_amount) == ("PLACED", "CONSOLE", 80)
    assert order.shipping_address["city"] == "Berlin"
    again = staff.post(f"{SHEET}{draft}", {"deed": "place"})
    assert again.location.startswith("/admin/orders/details/")
    assert "was placed already" in staff.get(again.location).text


def test_a_known_customer_is_found_and_copied(staff, berlin, stored) -> None:
    order = factories.place(berlin, (factories.make_product(berlin), 1))
    draft = begin(staff, berlin, "beispiel")
    page = staff.get(f"{SHEET}{draft}&customer=beispiel").text
    assert "Ada Beispiel · ada@example.com · Berlin" in page
    send(staff, draft, f"use:{order}")
    kept = stored.get_one(Order, draft)
    assert (kept.contact_name, kept.contact_email) == ("Ada Beispiel", "ada@example.com")
    assert kept.shipping_address["line1"] == "Lindenweg 4"


def test_an_exact_email_is_the_customer(staff, berlin, draft, stored) -> None:
    factories.place(berlin, (factories.make_product(berlin), 1))
    send(staff, draft, customer="Ada@example.com")
    assert stored.get_one(Order, draft).contact_name == "Ada Beispiel"


def test_customers_of_another_store_are_nobody(staff, paris, draft) -> None:
    foreign = factories.place(paris, (factories.make_product(paris), 1))
    assert "Ada Beispiel" not in staff.get(f"{SHEET}{draft}&customer=beispiel").text
    assert send(staff, draft, f"use:{foreign}").status_code == 404


def test_several_that_fit_are_offered(staff, berlin, draft, stored) -> None:
    small = factories.make_product(berlin, name="Blue Lamp small")
    factories.make_product(berlin, name="Blue Lamp large")
    answer = send(staff, draft, product="lamp", quantity="3")
    page = staff.get(answer.location).text
    assert "Blue Lamp small" in page
    assert "Blue Lamp large" in page
    staff.post(answer.location, sheet(staff, draft) | {"deed": f"add:{small}", "quantity": "3"})
    assert items(stored, draft) == {"Blue Lamp small": 3}


def test_lines_are_changed_and_dropped(staff, berlin, draft, stored) -> None:
    lamp = factories.make_product(berlin, name="Blue Lamp", sku="BL-1")
    send(staff, draft, product="BL-1")
    staff.post(f"{SHEET}{draft}", sheet(staff, draft) | {f"line-{lamp}": "4", "deed": "save"})
    assert items(stored, draft) == {"Blue Lamp": 4}
    send(staff, draft, f"drop:{lamp}")
    assert items(stored, draft) == {}


def test_too_few_are_said_and_the_sheet_is_kept(staff, berlin, draft, stored) -> None:
    factories.make_product(berlin, name="Blue Lamp", sku="BL-1", stock=2)
    answer = send(
        staff,
        draft,
        "place",
        product="BL-1",
        quantity="3",
        contact_phone="030",
        shipping_address__line1="Lindenweg 4",
        shipping_address__city="Berlin",
        payment_method="bank_transfer",
    )
    assert "Only 2 left of Blue Lamp." in staff.get(answer.location).text
    assert items(stored, draft) == {"Blue Lamp": 3}
    assert stored.get_one(Order, draft).status == "DRAFT"


@pytest.mark.parametrize("wrong", ["", "many", "-1", "999999999"])
def test_a_quantity_that_is_none_loses_nothing(staff, berlin, draft, wrong: str) -> None:
    lamp = factories.make_product(berlin, name="Blue Lamp", sku="BL-1")
    send(staff, draft, product="BL-1")
    form = sheet(staff, draft) | {f"line-{lamp}": wrong, "contact_name": "Grace Hopper"}
    answer = staff.post(f"{SHEET}{draft}", form)
    assert answer.status_code == 422
    assert "Grace Hopper" in answer.text
    assert "Give whole numbers as quantities." in answer.text


def test_a_stale_sheet_is_told(staff, berlin, draft, desk) -> None:
    factories.make_product(berlin, name="Blue Lamp", sku="BL-1")
    old = sheet(staff, draft)
    colleague = desk(factories.make_person(berlin, "STAFF"))
    send(colleague, draft, contact_name="Somebody else")
    answer = staff.post(f"{SHEET}{draft}", old | {"product": "BL-1", "deed": "save"})
    assert answer.status_code == 422
    assert "Somebody else" in answer.text


def test_it_goes_to_the_bin_and_comes_back(staff, berlin, draft, stored) -> None:
    version = sheet(staff, draft)["version"]
    staff.post("/admin/drafts/delete/", {"id": draft, "version": version})
    staff.flashed()
    assert "Grace Muster" not in staff.get("/admin/drafts/").text
    assert "Grace Muster" in staff.get("/admin/drafts/?bin=1").text
    assert staff.post("/admin/drafts/restore/", {"id": draft}).status_code == 302
    assert "Grace Muster" in staff.get("/admin/drafts/").text


def test_a_changed_price_asks_first(staff, berlin, draft, stored) -> None:
    lamp = factories.make_product(berlin, name="Blue Lamp", sku="BL-1", price="25")
    send(staff, draft, product="BL-1")
    stored.execute(sa.update(Product).where(Product.id == lamp).values(price=27))
    stored.commit()
    page = staff.get(f"{SHEET}{draft}").text
    assert "costs 27.00 EUR now, 25.00 EUR when it was written down" in page
    send(staff, draft, "prices")
    page = staff.get(f"{SHEET}{draft}").text
    assert "when it was written down" not in page
    assert "€27.00" in page


def test_suggestions_are_of_the_store(staff, berlin, paris) -> None:
    factories.make_product(berlin, name="Blue Lamp", sku="BL-1")
    factories.make_product(paris, name="Blue Lampe", sku="PA-1")
    found = staff.get(f"/admin/drafts/{berlin}/suggestions/?name=product&query=blue").json
    assert [one["value"] for one in found] == ["BL-1"]
    assert "10 in stock" in found[0]["text"]
    foreign = staff.get(f"/admin/drafts/{paris}/suggestions/?name=product&query=blue")
    assert foreign.status_code == 404


def test_an_accountant_sees_none(berlin, draft, desk) -> None:
    at = desk(factories.make_person(berlin, "ACCOUNTANT"))
    assert at.get(f"/admin/drafts/details/?id={draft}").status_code == 403
    assert at.get(f"{SHEET}{draft}").status_code == 403
