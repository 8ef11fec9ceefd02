"""A list is saved as a view, opened by its tab, changed, begun with, and loses nothing unsaid."""

import html
import re
from uuid import UUID

import factories
import pytest
import sqlalchemy as sa

from shop_admin.db import acting_as, transaction
from shop_admin.models.saved_views import SavedView


@pytest.fixture
def orders(berlin) -> dict[str, str]:
    product = factories.make_product(berlin)
    ways = {"transfer": "bank_transfer", "delivery": "cash_on_delivery"}
    return {
        name: str(factories.place(berlin, (product, 1), method=way)) for name, way in ways.items()
    }


def _save(desk, query: str, name: str = "Mine", **more: str) -> str:
    answer = desk.post(
        "/admin/lists/save/", {"list": "orders", "name": name, "query": query, **more}
    )
    assert answer.status_code == 302, answer.text
    found = re.search(r"view=([0-9a-f-]{36})", answer.location)
    assert found is not None, answer.location
    return found[1]


def test_a_saved_view_shows_what_was_seen(staff, orders) -> None:
    view = _save(staff, "?todo=pack&columns=number,contact_email")
    page = staff.get(f"/admin/orders/?view={view}").text
    assert orders["delivery"] in page
    assert orders["transfer"] not in page
    heads = re.findall(r'(?s)<th scope="col"[^>]*>(.*?)</th>', page)
    assert [re.sub(r"(?s)<.*?>|\s", "", head) for head in heads] == ["Order", "Email"]
    assert ">Mine" in staff.get("/admin/orders/").text


def test_it_is_changed_by_saving_the_changes(staff, orders) -> None:
    view = _save(staff, "?todo=pack")
    page = html.unescape(staff.get(f"/admin/orders/?status=PLACED&view={view}&edited=1").text)
    assert "Save the changes" in page
    _save(staff, f"?status=PLACED&view={view}&edited=1", id=view)
    with acting_as(staff.person.actor.db_context()) as session:
        assert session.get_one(SavedView, UUID(view)).query == {"status": ["PLACED"]}


def test_a_list_begins_with_the_chosen_view(staff, orders) -> None:
    view = _save(staff, "?todo=pack")
    staff.post("/admin/lists/first/", {"list": "orders", "id": view})
    assert orders["transfer"] not in staff.get("/admin/orders/").text
    assert orders["transfer"] in staff.get("/admin/orders/?all=1").text
    staff.post("/admin/lists/remove/", {"list": "orders", "id": view})
    assert orders["transfer"] in staff.get("/admin/orders/").text


def test_what_a_view_lost_is_said(staff, orders) -> None:
    view = _save(staff, "?todo=pack")
    gone = {
        "status": ["NOPE"],
        "nowhere": ["x"],
        "columns": ["number,gone"],
        "sort": ["gone"],
        "todo": ["pack"],
    }
    with transaction(staff.person.actor.db_context()) as session:
        session.execute(sa.update(SavedView).where(SavedView.id == UUID(view)).values(query=gone))
    page = html.unescape(staff.get(f"/admin/orders/?view={view}").text)
    assert "Its filter “nowhere” does not exist any more." in page
    assert "Its column “gone” does not exist any more." in page
    assert "“Status” does not know “NOPE” any more" in page
    assert orders["transfer"] not in page


def test_anothers_private_view_is_not_there(staff, manager, orders) -> None:
    view = _save(staff, "?todo=pack")
    assert manager.get(f"/admin/orders/?view={view}").status_code == 404


def test_tabs_tell_how_many(staff, orders) -> None:
    view = _save(staff, "?todo=pack")
    counts = staff.get("/admin/lists/counts/?list=orders").json
    assert counts[view] == "1"
    assert counts["preset-0"] == "1"


def test_a_list_that_is_not_theirs_keeps_nothing(staff) -> None:
    answer = staff.post("/admin/lists/save/", {"list": "people", "name": "x", "query": ""})
    assert answer.status_code == 404
