"""Staff carry the published logins; customers are many, distinct and beyond anybody's reach."""

import re

import phonenumbers
import pytest

from shop_admin.demo.catalogue import STORES
from shop_admin.demo.people import STAFF, customers

POSTAL = {"DE": r"\d{5}", "FR": r"\d{5}", "IN": r"[1-9]\d{5}"}


def test_the_published_logins_are_there() -> None:
    assert {one.email.removesuffix("@example.com") for one in STAFF} == {
        *("admin", "manager.berlin", "staff.berlin", "manager.paris", "staff.paris"),
        *("staff.mumbai", "accountant", "accountant.paris"),
    }


def test_roles_name_existing_stores() -> None:
    slugs = {shop.slug for shop in STORES}
    roles = [role for one in STAFF for role in one.roles]
    assert {slug for slug, _ in roles} == slugs
    assert {role for _, role in roles} == {"MANAGER", "STAFF", "ACCOUNTANT"}


def test_one_admin_and_one_accountant_see_all_stores() -> None:
    assert [one.email for one in STAFF if one.is_admin] == ["admin@example.com"]
    assert [one.email for one in STAFF if one.is_accountant] == ["accountant@example.com"]


@pytest.mark.parametrize("country", ["DE", "FR", "IN"])
def test_customers_are_distinct_and_unreachable(country: str) -> None:
    people = customers(country, 100)
    assert len({one.email for one in people}) == len({one.mobile_number for one in people}) == 100
    for one in people:
        assert re.fullmatch(r"[a-z]+\.[a-z]+@example\.org", one.email)
        number = phonenumbers.parse(one.mobile_number)
        assert phonenumbers.is_valid_number(number)
        assert phonenumbers.region_code_for_number(number) == country
        assert re.fullmatch(POSTAL[country], one.address.postal_code)
        assert one.address.country == country
        assert one.address.line1


def test_the_same_seed_gives_the_same_people() -> None:
    assert customers("FR", 20) == customers("FR", 20)
    assert customers("FR", 20) != customers("FR", 20, seed=1)
