"""A note on an order stands in its story with who wrote it; nobody writes without the right to."""

import factories
import pytest


def test_who_said_what(staff, berlin) -> None:
    order = factories.place(berlin, (factories.make_product(berlin), 1))
    answer = staff.post("/admin/orders/note/", {"id": order, "text": "Ring <b>twice</b>\nat noon"})
    assert answer.status_code == 302
    page = staff.get(f"/admin/orders/details/?id={order}").text
    story = page.split('class="noted"')[1].split("</li>")[0]
    assert "Ring &lt;b&gt;twice&lt;/b&gt;\nat noon" in story
    assert staff.person.actor.name in story


@pytest.mark.parametrize("text", ["", "  ", "x" * 2001, "bell\x07"])
def test_what_is_no_note(staff, berlin, text: str) -> None:
    order = factories.place(berlin, (factories.make_product(berlin), 1))
    staff.post("/admin/orders/note/", {"id": order, "text": text})
    page = staff.get(f"/admin/orders/details/?id={order}").text
    assert "noted" not in page
    assert "toast error" in page


def test_an_accountant_reads_them_only(berlin, desk) -> None:
    order = factories.place(berlin, (factories.make_product(berlin), 1))
    at = desk(factories.make_person(berlin, "ACCOUNTANT"))
    assert at.post("/admin/orders/note/", {"id": order, "text": "Paid?"}).status_code == 403
    assert "Add note" not in at.get(f"/admin/orders/details/?id={order}").text
