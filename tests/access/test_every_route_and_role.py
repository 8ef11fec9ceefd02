"""Every route is asked by every role for every kind of record, as the reviewed file says.

access.yaml says who may open what: 134 methods of routes in 169 entries, each with its kind of
record, walked by 10 roles in up to 5 cases: 6,360 requests, each undone before the next. No answer
is ever a 5xx, nothing that is refused and nothing that is only read changes a single row or file,
and another store's record is answered byte for byte like one that never was.
"""

from collections.abc import Sequence

import pytest
from asking import Asking
from flask import Flask
from reviewed import ANSWERS, ROLES, Entry, entries
from walking import House, missing_id, same
from werkzeug.test import TestResponse

SAFE = ("GET", "HEAD")
STATUSES = {
    400: ("unsigned",),
    401: ("login",),
    403: ("forbidden", "refused"),
    404: ("notfound",),
    422: ("invalid",),
}


def test_every_route_is_in_the_file(application: Flask) -> None:
    listed = {(entry.method, entry.rule) for entry in entries()}
    routed = {
        (method, rule.rule)
        for rule in application.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    unlisted = [" ".join(one) for one in sorted(routed - listed)]
    gone = [" ".join(one) for one in sorted(listed - routed)]

    assert not unlisted, f"access.yaml does not say who may open: {', '.join(unlisted)}"
    assert not gone, f"access.yaml speaks of routes that do not exist: {', '.join(gone)}"


def test_the_file_answers_in_known_words_and_the_walk_is_long() -> None:
    steps = [step for entry in entries() for step in entry.steps()]

    assert {answer for _, _, answer in steps} <= set(ANSWERS)
    assert {role for role, _, _ in steps} == set(ROLES)
    assert len({(entry.method, entry.rule) for entry in entries()}) > 130
    assert len(steps) > 6_000


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_everybody_gets_the_answer_that_the_file_says(house: House, entry: Entry) -> None:
    asking = Asking(house, entry, missing_id())
    wrong: list[str] = []
    refusals: dict[str, dict[str, TestResponse]] = {}
    for role, case, expected in entry.steps():
        with house.undone():
            response = house.send(asking.ask(role, case))
            wrong += [
                f"{role}, {case}: {problem}"
                for problem in _problems(house, entry, response, expected)
            ]
            if response.status_code == 404:
                refusals.setdefault(role, {})[case] = response
    wrong += _telling(asking, refusals)

    assert not wrong, "\n  ".join([f"{entry.name}:", *wrong])


def _problems(house: House, entry: Entry, response: TestResponse, expected: str) -> Sequence[str]:
    """Return what is wrong with an answer, and with what it left behind."""
    problems = []
    if response.status_code >= 500:
        problems.append(f"failed with {response.status}")
    got = answers(response)
    if expected not in got:
        problems.append(f"expected {expected}, got {response.status}")
    changed = house.changes()
    # What is only noted, a refusal or a file that was taken, changes no record.
    has_changed = changed not in ([], ["audit_entries"])
    if entry.method in SAFE and has_changed:
        problems.append(f"only looked, but changed {', '.join(changed)}")
    elif "ok" not in got and has_changed:
        problems.append(f"was refused ({response.status}), but changed {', '.join(changed)}")
    elif entry.changes and entry.method not in SAFE and expected == "ok" and not changed:
        problems.append(f"answered {response.status}, but nothing changed")
    return problems


def answers(response: TestResponse) -> Sequence[str]:
    """Return the file's words that an answer can stand for."""
    location = response.headers.get("Location", "")
    if response.status_code == 302 and location.startswith("/admin/login/?next="):
        return ("login",)
    if response.status_code < 400:
        return ("ok",)
    return STATUSES.get(response.status_code, ())


def _telling(asking: Asking, refusals: dict[str, dict[str, TestResponse]]) -> list[str]:
    """Return where a 404 tells another store's or a removed record from one that never was."""
    problems = []
    for role, found in refusals.items():
        if "missing" not in found:
            continue
        nothing = same(found["missing"], asking.record("missing"))
        for case in ("own", "other", "removed", "live"):
            if case in found and same(found[case], asking.record(case)) != nothing:
                problems.append(f"{role}, {case}: its 404 differs from that of a missing id")
    return problems
