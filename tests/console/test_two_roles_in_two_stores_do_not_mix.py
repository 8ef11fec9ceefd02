"""Manager here and staff there: what only managers open shows the one store and not the other."""

import factories
import pytest

from shop_admin.db import transaction
from shop_admin.permissions import command
from shop_admin.services import accounts


@pytest.fixture
def at(berlin, paris, desk):
    person = factories.make_person(berlin, "MANAGER")
    with transaction(command().db_context()):
        accounts.grant_membership(command(), paris, person.user_id, "STAFF")
    return desk(person)


def test_the_audit_trail(at, berlin, paris) -> None:
    factories.make_product(paris, name="Secret of Paris")
    factories.make_product(berlin, name="Lamp of Berlin")
    text = at.get("/admin/audit/?page_size=100").text
    assert "Lamp of Berlin" in text
    assert "Secret of Paris" not in text
    assert "Secret of Paris" in at.get("/admin/products/").text


def test_people_and_memberships(at, berlin, paris) -> None:
    here, there = factories.make_person(berlin), factories.make_person(paris)
    for view in ("people", "members"):
        text = at.get(f"/admin/{view}/?page_size=100").text
        assert here.email in text
        assert there.email not in text
    assert at.get(f"/admin/people/details/?id={there.user_id}").status_code == 404
