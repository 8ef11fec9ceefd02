"""The page of roles says every permission in words, and what one may do oneself, and no more."""

import factories

from shop_admin.console import rights
from shop_admin.db import transaction
from shop_admin.permissions import GRANTS, command
from shop_admin.services import accounts


def test_every_permission_of_people_has_its_words() -> None:
    groups = dict(rights.table())
    assert rights.OTHERS not in groups
    shown = {line.permission for lines in groups.values() for line in lines}
    assert shown == {one for one, roles in GRANTS.items() if roles & set(rights.ROLES)}


def test_everybody_reads_it(manager, staff, admin, desk) -> None:
    for at in (manager, staff, admin, desk(factories.make_person(books=True))):
        page = at.get("/admin/roles/")
        assert page.status_code == 200
        assert "Refund, and cancel what is paid" in page.text


def test_a_person_of_two_stores_reads_both_apart(berlin, paris, desk) -> None:
    person = factories.make_person(berlin, "MANAGER")
    admin = command()
    with transaction(admin.db_context()):
        accounts.grant_membership(admin, paris, person.user_id, "ACCOUNTANT")
    page = desk(person).get("/admin/roles/").text
    own = page.split("All roles")[0].split('<details class="deeds"')[1:]
    berlin_s, paris_s = sorted(own, key=lambda text: "Berlin" not in text)
    assert "Edit profile, tax, payment and invoice settings" in berlin_s
    assert "Edit profile, tax, payment and invoice settings" not in paris_s
    assert "Paris" in paris_s
    assert "Delete removed records for good" not in berlin_s
