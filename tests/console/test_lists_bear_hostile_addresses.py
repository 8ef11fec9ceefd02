"""No parameter of any console address or form makes it fail: refused in words, and never 500."""

import factories
import pytest
from hostile import Door, doors, encoded, filled, parameters, values

from shop_admin.console.site import views_of

# One number of this many parts is checked by each test, so that workers share the walk.
SHARES = 4
FEWEST_REQUESTS = 3_000
FORM = "application/x-www-form-urlencoded"
BORNE = range(200, 500)


def _doors(app, method: str, share: int) -> list[Door]:
    found = [one for one in doors(views_of(app)) if one.method == method]
    return found[share::SHARES]


def test_the_walk_is_wide(app) -> None:
    asked = [(door, name) for door in doors(views_of(app)) for name in parameters(door)]
    requests = sum(len(values(turn)) for turn, _ in enumerate(asked))
    assert requests >= FEWEST_REQUESTS, requests


@pytest.fixture
def product(berlin):
    return str(factories.make_product(berlin))


@pytest.mark.parametrize("share", range(SHARES))
def test_addresses(app, admin, product, share: int) -> None:
    turn, failed = share, []
    for door in _doors(app, "GET", share):
        path = door.path.replace("<uuid:", "<").split("<")[0]
        for name in parameters(door):
            for value in values(turn := turn + 1):
                answer = admin.get(f"{path}?{encoded(name, value)}")
                if answer.status_code not in BORNE:
                    failed.append((door.path, name, value, answer.status_code))
    assert failed == []


@pytest.mark.parametrize("share", range(SHARES))
def test_forms(app, admin, product, share: int) -> None:
    turn, failed, token = share, [], admin.token()
    base = {"csrf_token": token, "id": product, "version": "1"}
    for door in _doors(app, "POST", share):
        path = door.path.replace("<uuid:", "<").split("<")[0]
        for name in parameters(door):
            for value in values(turn := turn + 1):
                body = filled(base, name, value).encode()
                answer = admin.send(f"{path}?id={product}", body, FORM)
                if answer.status_code not in BORNE:
                    failed.append((door.path, name, value, answer.status_code))
    assert failed == []
