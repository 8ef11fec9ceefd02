"""Each page is said in its reader's language; the API, and whoever is served next, in English."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import factories
import pytest
import sqlalchemy as sa
from desks import Desk
from flask import Flask, request_finished

from shop_admin import language
from shop_admin.console.languages import called
from shop_admin.db import transaction
from shop_admin.models.accounts import User
from shop_admin.permissions import command


def speaker(code: str) -> factories.Person:
    """Return an admin who reads in this language."""
    person = factories.make_person(admin=True)
    with transaction(command().db_context()) as session:
        session.execute(sa.update(User).where(User.id == person.user_id).values(language=code))
    return person


@contextmanager
def listening(app: Flask) -> Iterator[list[str]]:
    """Yield the languages that answers were written in, one an answer."""
    heard: list[str] = []

    def hear(_app: Flask, **_rest: object) -> None:
        heard.append(language.locale())

    with request_finished.connected_to(hear, app):
        yield heard


@pytest.mark.parametrize(
    ("code", "page"),
    [
        ("de", '<html lang="de" dir="ltr"'),
        ("ar", '<html lang="ar" dir="rtl"'),
        ("en", '<html lang="en" dir="ltr"'),
        ("tlh", '<html lang="en" dir="ltr"'),
    ],
)
def test_a_person_is_spoken_to_in_their_own(
    code: str, page: str, desk: Callable[..., Desk]
) -> None:
    sat = desk(speaker(code))
    assert page in sat.get("/admin/", headers={"Accept-Language": "fr"}).text


@pytest.mark.parametrize(
    ("asked", "page"),
    [
        ("fr-CH, fr;q=0.9, en;q=0.8", '<html lang="fr" dir="ltr"'),
        ("ar", '<html lang="ar" dir="rtl"'),
        ("tlh, xx;q=0.5", '<html lang="en" dir="ltr"'),
        ("", '<html lang="en" dir="ltr"'),
    ],
)
def test_before_the_login_the_browser_says_which(
    asked: str, page: str, desk: Callable[..., Desk]
) -> None:
    assert page in desk().get("/admin/login/", headers={"Accept-Language": asked}).text


def test_after_a_german_page_the_thread_speaks_english(
    app: Flask, desk: Callable[..., Desk]
) -> None:
    sat = desk(speaker("de"))
    with listening(app) as heard:
        assert sat.get("/admin/roles/").status_code == 200
    assert heard == ["de"]
    assert language.locale() == "en"
    assert language._("You are not allowed to do this.") == "You are not allowed to do this."


def test_the_api_answers_in_english_whatever_is_asked_for(
    app: Flask, desk: Callable[..., Desk]
) -> None:
    visitor = desk()
    visitor.get("/admin/login/", headers={"Accept-Language": "de"})
    with listening(app) as heard:
        answer = visitor.get("/api/v1/products/nothing/", headers={"Accept-Language": "de"})
    assert answer.status_code == 404
    assert set(heard) <= {"en"}


def test_a_page_that_fails_before_it_begins_is_said_in_it_too(
    app: Flask, desk: Callable[..., Desk]
) -> None:
    sat = desk(speaker("de"))
    with listening(app) as heard:
        refused = sat.post("/admin/profile/", {"name": "x"}, token=False)
    assert refused.status_code == 400
    assert '<html lang="de"' in refused.text
    assert heard == ["de"]


@pytest.mark.parametrize(
    ("code", "name"),
    [("hi", "हिन्दी"), ("de-AT", "Deutsch (Österreich)"), ("x", "x"), ("", "")],
)
def test_a_language_is_called_what_its_speakers_call_it(code: str, name: str) -> None:
    assert called(code) == name
