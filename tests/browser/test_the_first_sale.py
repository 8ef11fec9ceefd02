"""The story of the first sale: a browser for the staff, plain HTTP for the buyer, real parts."""

import io
from pathlib import Path
from uuid import UUID

import httpx
from browsing import wait_until_ready
from factories import ADDRESS, PASSWORD, make_person, make_store
from PIL import Image
from playwright.sync_api import Page, expect
from servers import LiveServer, work_off_jobs


def _picture(path: Path, colour: str) -> Path:
    data = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(data, "PNG")
    path.write_bytes(data.getvalue())
    return path


def _log_in(page: Page, email: str) -> None:
    page.goto("/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def _make_category(page: Page) -> None:
    page.goto("/admin/categories/new/")
    page.locator("[name=name]").fill("Lighthouses")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lighthouses")


def _make_product(page: Page, pictures: list[Path]) -> None:
    page.goto("/admin/products/new/")
    page.locator("[name=name]").fill("Harbour Beacon")
    page.locator("[name=sku]").fill("HB-1")
    page.locator("[name=price]").fill("89.90")
    page.locator("[name=inventory_count]").fill("3")
    page.locator("[name=shelf]").select_option(label="Lighthouses")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Harbour Beacon")
    page.locator("input[name=pictures]").set_input_files(pictures)
    page.get_by_role("button", name="Add pictures").click()
    expect(page.get_by_text("2 pictures were added.")).to_be_visible()


def _buy(client: httpx.Client, product_id: str) -> dict[str, str]:
    answer = client.post(
        "/api/orders/",
        headers={"Idempotency-Key": f"story-{product_id}"},
        json={
            "items": [{"product_id": product_id, "quantity": 2}],
            "contact": {"name": "Ada Beispiel", "email": "ada@example.com"},
            "shipping_address": ADDRESS,
            "payment_method": "bank_transfer",
        },
    )
    assert answer.status_code == 201, answer.text
    order: dict[str, str] = answer.json()
    return order


def _mark_paid(page: Page, number: str) -> None:
    page.goto("/admin/orders/")
    page.get_by_role("link", name=number).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    wait_until_ready(page)
    page.get_by_role("link", name="Mark paid").click()
    page.get_by_role("dialog").get_by_role("button", name="Mark paid").click()
    expect(page.get_by_text("Paid", exact=True).first).to_be_visible()


def test_from_an_empty_shelf_to_the_invoice(live: LiveServer, page: Page, tmp_path: Path) -> None:
    with live.app.test_request_context():
        store: UUID = make_store("Lantern House")
        staff = make_person(store)
    _log_in(page, staff.email)
    _make_category(page)
    _make_product(page, [_picture(tmp_path / f"{c}.png", c) for c in ("navy", "gold")])

    with httpx.Client(base_url=live.url, timeout=30) as client:
        (found,) = client.get("/api/products/", params={"q": "beacon"}).json()["results"]
        picture = client.get(found["image"]["thumbnail_url"].replace(live.settings.base_url, ""))
        assert picture.headers["Content-Type"] == "image/webp"
        order = _buy(client, found["id"])
        left = client.get(f"/api/products/{found['id']}/").json()["inventory_count"]
        assert left == 1

        _mark_paid(page, order["number"])
        work_off_jobs(live.settings)

        secret = {"Order-Token": order["access_token"]}
        paper = client.get(f"/api/orders/{order['id']}/invoice.pdf", headers=secret)
        again = client.get(f"/api/orders/{order['id']}/invoice.pdf", headers=secret)
        assert paper.content.startswith(b"%PDF-")
        assert paper.content == again.content
    page.goto("/admin/invoices/")
    page.get_by_role("link").filter(has_text="-26-000001").click()
    expect(page.locator("iframe, object")).to_be_visible()
