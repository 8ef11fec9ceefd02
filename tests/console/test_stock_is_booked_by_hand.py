"""Stock is received, adjusted and counted on the product's page and down the column."""

import factories
import pytest

from shop_admin.models.catalog import Product


@pytest.mark.parametrize(
    ("form", "left"),
    [
        ({"deed": "receive", "quantity": "5", "note": "Delivery"}, 15),
        ({"deed": "adjust", "quantity": "-2", "reason": "DAMAGE"}, 8),
        ({"deed": "count", "quantity": "7"}, 7),
        ({"deed": "adjust", "quantity": "-11", "reason": "DAMAGE"}, 10),
        ({"deed": "adjust", "quantity": "-2", "reason": "SALE"}, 10),
        ({"deed": "receive", "quantity": "many"}, 10),
    ],
)
def test_on_the_page(staff, berlin, stored, form: dict[str, str], left: int) -> None:
    product_id = factories.make_product(berlin, stock=10)
    answer = staff.post("/admin/products/stock/", {"id": product_id, **form})
    assert answer.status_code == 302
    stored.expire_all()
    assert stored.get_one(Product, product_id).inventory_count == left


def test_down_the_column(staff, berlin, stored) -> None:
    ids = [factories.make_product(berlin, stock=10) for _ in range(3)]
    counts = {f"count-{ids[0]}": "8", f"count-{ids[1]}": "10", f"count-{ids[2]}": ""}
    assert staff.post("/admin/stock/count/", counts).status_code == 302
    assert "2 counted, 1 differed and were booked." in staff.flashed()
    assert [stored.get_one(Product, one).inventory_count for one in ids] == [8, 10, 10]


def test_low_stock_is_found(staff, berlin) -> None:
    factories.make_product(berlin, stock=2, name="Nearly gone")
    factories.make_product(berlin, stock=20, name="Plenty")
    page = staff.get("/admin/stock/?stock=low").text
    assert "Nearly gone" in page
    assert "Plenty" not in page


def test_an_accountant_counts_nothing(berlin, desk, stored) -> None:
    product_id = factories.make_product(berlin, stock=10)
    at = desk(factories.make_person(berlin, "ACCOUNTANT"))
    assert at.post("/admin/stock/count/", {f"count-{product_id}": "3"}).status_code == 403
    assert stored.get_one(Product, product_id).inventory_count == 10


def test_what_is_sold_while_somebody_counts_stays_sold(staff, berlin, stored) -> None:
    product = factories.make_product(berlin, stock=10, name="Blue Lamp")
    factories.place(berlin, (product, 2))
    staff.post("/admin/stock/count/", {f"count-{product}": "9", f"seen-{product}": "10"})
    said = staff.flashed()
    assert "Blue Lamp: counted 9, the books said 10, -1 booked." in said
    assert "It moved by -2 meanwhile and stands at 7." in said
    stored.expire_all()
    assert stored.get_one(Product, product).inventory_count == 7


def test_each_refusal_stands_on_its_line_and_nothing_is_lost(staff, berlin, stored) -> None:
    good, sold, wrong = (factories.make_product(berlin, stock=3) for _ in range(3))
    factories.place(berlin, (sold, 3))
    typed = {
        f"count-{good}": "5",
        f"count-{sold}": "1",
        f"seen-{sold}": "3",
        f"count-{wrong}": "many",
        "note": "Shelf 4",
    }
    answer = staff.post("/admin/stock/count/", typed)
    assert answer.status_code == 422
    assert "2 lines need another look. Nothing was booked yet" in answer.text
    assert answer.text.count('class="wrong"') == 2
    assert "More was sold since than was counted. Count again." in answer.text
    assert "Type a whole number." in answer.text
    assert all(f'value="{value}"' in answer.text for value in ("5", "1", "many", "Shelf 4"))
    stored.expire_all()
    assert stored.get_one(Product, good).inventory_count == 3


@pytest.mark.parametrize(
    ("deed", "left"), [("receive", 13), ("DAMAGE", 7), ("RETURN", 13), ("IMPORT", 13)]
)
def test_the_numbers_mean_what_was_chosen(staff, berlin, stored, deed: str, left: int) -> None:
    product = factories.make_product(berlin, stock=10)
    data = {f"count-{product}": "3", "deed": deed, "note": "Note 4711"}
    assert staff.post("/admin/stock/count/", data).status_code == 302
    stored.expire_all()
    assert stored.get_one(Product, product).inventory_count == left
    assert "Note 4711" in staff.get(f"/admin/movements/?product={product}").text


@pytest.mark.parametrize("data", [{"deed": "SALE"}, {"note": "a\nb"}])
def test_what_no_page_offers_is_refused(staff, berlin, stored, data: dict[str, str]) -> None:
    product = factories.make_product(berlin, stock=10)
    answer = staff.post("/admin/stock/count/", {f"count-{product}": "3"} | data)
    assert answer.status_code == 400
    assert stored.get_one(Product, product).inventory_count == 10


def test_the_ledger_says_what_was_left_and_undoes(staff, berlin, stored) -> None:
    product = factories.make_product(berlin, stock=10)
    staff.post("/admin/products/stock/", {"id": product, "deed": "receive", "quantity": "5"})
    assert "/admin/movements/undo/" in staff.flashed()
    ledger = staff.get(f"/admin/movements/?product={product}").text
    cells = [
        cell.split(">")[1].split("<")[0].strip() for cell in ledger.split("k-number number")[1:]
    ]
    assert cells == ["5", "15", "10", "10"]
    movement = ledger.split("/admin/movements/details/?id=")[1][:36]
    assert (
        "Undoing books the opposite" in staff.get(f"/admin/movements/details/?id={movement}").text
    )
    staff.post("/admin/movements/undo/", {"id": movement})
    stored.expire_all()
    assert stored.get_one(Product, product).inventory_count == 10
    page = staff.get(f"/admin/movements/details/?id={movement}").text
    assert "It was undone" in page
    assert "/admin/movements/undo/" not in page
