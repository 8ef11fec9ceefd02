"""A membership counts within its period, while active and not switched off; managers set it."""

import factories
import pytest
import sqlalchemy as sa

from shop_admin.models.accounts import StoreMember


def member_of(stored, person) -> StoreMember:
    stored.rollback()
    return stored.scalars(sa.select(StoreMember).where(StoreMember.user_id == person.user_id)).one()


@pytest.mark.parametrize(
    "change",
    [
        {"active_to": "2020-01-01T00:00"},
        {"active_from": "2090-01-01T00:00"},
        {"status_flag": "INACTIVE"},
    ],
)
def test_outside_of_it_there_is_no_store(manager, staff, stored, change: dict[str, str]) -> None:
    address = f"/admin/members/edit/?id={member_of(stored, staff.person).id}"
    saved = manager.post(address, manager.form(address) | change)
    assert saved.status_code == 302, saved.text
    assert staff.get("/admin/").status_code == 302


def test_an_end_before_the_beginning_is_refused(manager, staff, stored) -> None:
    address = f"/admin/members/edit/?id={member_of(stored, staff.person).id}"
    period = {"active_from": "2026-02-01T00:00", "active_to": "2026-01-01T00:00"}
    saved = manager.post(address, manager.form(address) | period)
    assert saved.status_code == 422
    assert "The end must be after the beginning." in saved.text


def test_a_manager_edits_no_managers_membership(manager, berlin, stored) -> None:
    other = factories.make_person(berlin, "MANAGER")
    member = member_of(stored, other)
    assert manager.get(f"/admin/members/edit/?id={member.id}").status_code == 403


def test_an_admin_switches_it_off_and_on(admin, staff, stored) -> None:
    member = member_of(stored, staff.person)
    for deed, expected in (("suspend", 302), ("release", 200)):
        version = member_of(stored, staff.person).version
        sent = {"id": member.id, "deed": deed, "version": version}
        assert admin.post("/admin/members/suspend/", sent).status_code == 302
        assert staff.get("/admin/").status_code == expected
