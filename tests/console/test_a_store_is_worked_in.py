"""Who chooses a store in the top bar finds lists and the first page of it, and nothing more."""

from typing import Any
from uuid import UUID

import factories
import pytest
from desks import Desk

from shop_admin.db import transaction
from shop_admin.permissions import command
from shop_admin.services import accounts

CHOOSE = "/admin/working_in/choose/"


@pytest.fixture
def both(desk: Any, berlin: UUID, paris: UUID) -> Desk:
    """Return staff of Berlin and Paris, whose products are called like the stores."""
    person = factories.make_person(berlin, "STAFF")
    with transaction(command().db_context()):
        accounts.grant_membership(command(), paris, person.user_id, "STAFF")
    factories.make_product(berlin, name="Berlin Lamp")
    factories.make_product(paris, name="Paris Lamp")
    return desk(person)


def test_lists_begin_with_it_until_it_is_left(both: Desk, paris: UUID) -> None:
    answer = both.post(CHOOSE, {"store": paris, "back": "/admin/products/?status=ACTIVE&page=2"})
    assert answer.location == "/admin/products/?status=ACTIVE"
    page = both.get("/admin/products/").text
    assert "Paris Lamp" in page
    assert "Berlin Lamp" not in page
    assert 'title="Back to all stores"' in page
    assert f'data-store="{paris}"' in page.split('class="frame"')[1][:80]
    both.post(CHOOSE, {"store": "", "back": "/admin/products/"})
    page = both.get("/admin/products/").text
    assert "Paris Lamp" in page
    assert "Berlin Lamp" in page


def test_an_address_that_names_a_store_means_that_one(
    both: Desk, berlin: UUID, paris: UUID
) -> None:
    both.post(CHOOSE, {"store": paris, "back": "/admin/"})
    page = both.get(f"/admin/products/?store={berlin}").text
    assert "Berlin Lamp" in page
    assert "Paris Lamp" not in page
    record = page.split("/admin/products/details/?id=")[1][:36]
    assert both.get(f"/admin/products/details/?id={record}").status_code == 200


def test_the_first_page_and_the_counts_follow(both: Desk, berlin: UUID, paris: UUID) -> None:
    both.post(CHOOSE, {"store": paris, "back": "/admin/"})
    page = both.get("/admin/").text
    assert f"store={paris}" in page
    assert f"store={berlin}" not in page
    assert both.get("/admin/lists/counts/?list=products").status_code == 200


def test_another_store_is_not_there(staff: Desk, paris: UUID, berlin: UUID) -> None:
    factories.make_product(paris, name="Paris Lamp")
    assert staff.post(CHOOSE, {"store": paris, "back": "/admin/"}).status_code == 404
    assert "Paris Lamp" not in staff.get("/admin/products/").text
    assert "store-choice" not in staff.get("/admin/products/").text


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/admin/", "//e.example/admin/", "/", ""]
)
def test_it_leads_back_into_the_console_only(both: Desk, paris: UUID, back: str) -> None:
    assert both.post(CHOOSE, {"store": paris, "back": back}).status_code == 400
