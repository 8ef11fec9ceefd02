"""Look-ups keep up with somebody who types, and stop who reads the list letter by letter."""

import pytest

ADDRESS = "/admin/members/ajax/lookup/?name=person&query=Pe"


@pytest.mark.usefixtures("limits_on")
def test_a_person_looks_up_120_times_a_minute(manager, admin, stored) -> None:
    answers = {manager.get(ADDRESS).status_code for _ in range(120)}
    assert answers == {200}
    stopped = manager.get(ADDRESS)
    assert stopped.status_code == 429
    assert int(stopped.headers["Retry-After"]) > 0
    assert admin.get(ADDRESS).status_code == 200
