"""A change at the console without the token of this very session is refused and changes nothing."""

import pytest
from asking import Asking
from reviewed import Entry, entries
from walking import House, missing_id

CHANGING = [entry for entry in entries() if entry.method != "GET" and not entry.is_api]
CONSOLE = [entry for entry in CHANGING if entry.rule.startswith("/admin/")]


@pytest.mark.parametrize("entry", CONSOLE, ids=lambda entry: entry.name)
def test_it_is_400_and_nothing_changes(house: House, entry: Entry) -> None:
    role = "anonymous" if entry.rule.endswith("/login/") else "admin"
    ask = Asking(house, entry, missing_id()).ask(role, "own")
    foreign = house.callers["manager"].csrf
    for token, told in (("", "no token"), (foreign, "another session's token")):
        with house.undone():
            response = house.send(ask, token=token)
            assert response.status_code == 400, f"{told}: {response.status}"
            assert not house.changes(), f"{told}: it changed {house.changes()}"


def test_a_token_in_the_address_counts_for_nothing(house: House) -> None:
    for entry in CONSOLE:
        ask = Asking(house, entry, missing_id()).ask("admin", "own")
        ask.query["csrf_token"] = house.callers["admin"].csrf  # type: ignore[index]
        with house.undone():
            assert house.send(ask, token="").status_code == 400, entry.name
            assert not house.changes(), entry.name


def test_every_change_outside_the_api_is_at_the_console() -> None:
    assert len(CONSOLE) > 40
    # Play money is paid by who has the bill's signed address, and by a form of its own page.
    elsewhere = {entry.rule for entry in CHANGING} - {entry.rule for entry in CONSOLE}
    assert elsewhere == {"/sandbox/pay/<token>"}
