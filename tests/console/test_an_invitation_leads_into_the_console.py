"""An invitation's link: a newcomer chooses a password, others log in; nothing of it is told."""

import logging
import re

import factories
import pytest
import sqlalchemy as sa

from shop_admin.models.accounts import StoreMember, User

LINK = re.compile(r'value="(http[^"]+/admin/invitation/[^"]+)"')
CHOSEN = "seven green umbrellas"


def invite(at, store, email: str = "newcomer@example.com", role: str = "STAFF") -> str:
    """Invite through the page; return the path of the link that it shows."""
    form = at.form("/admin/invitations/new/")
    page = at.post(
        "/admin/invitations/new/", form | {"store_id": store, "email": email, "role": role}
    )
    found = LINK.search(page.text)
    assert found, page.text
    return "/" + found[1].split("/", 3)[3]


def follow(at, path: str):
    """Open the link as a browser does, on to the page behind it."""
    answer = at.get(path)
    assert answer.location == "/admin/invitation/"
    return at.get(answer.location)


def test_a_newcomer_chooses_a_password_and_is_in(manager, desk, berlin, stored) -> None:
    path = invite(manager, berlin)
    at = desk()
    assert "Berlin" in follow(at, path).text
    weak = at.post("/admin/invitation/", {"way": "new", "name": "Nia", "password": "password1234"})
    assert weak.status_code == 422
    assert "most common" in weak.text

    came = at.post("/admin/invitation/", {"way": "new", "name": "Nia", "password": CHOSEN})

    assert (came.status_code, came.location) == (302, "/admin/")
    assert at.get("/admin/products/").status_code == 200
    assert at.get("/admin/people/").status_code == 403
    user = stored.scalars(sa.select(User).where(User.email == "newcomer@example.com")).one()
    assert (user.name, user.is_admin) == ("Nia", False)
    assert follow(desk(), path).status_code == 404


def test_who_has_a_login_uses_its_password(manager, desk, berlin, paris, stored) -> None:
    known = factories.make_person(paris)
    path = invite(manager, berlin, known.email)
    at = desk()
    follow(at, path)
    new = at.post("/admin/invitation/", {"way": "new", "name": "X", "password": CHOSEN})
    assert "has a login already" in new.text
    wrong = at.post("/admin/invitation/", {"way": "known", "password": "not this one at all"})
    assert wrong.status_code == 401

    came = at.post("/admin/invitation/", {"way": "known", "password": factories.PASSWORD})

    assert came.status_code == 302
    held = sa.select(StoreMember.store_id).where(StoreMember.user_id == known.user_id)
    assert set(stored.scalars(held)) == {berlin, paris}


def test_who_is_logged_in_accepts_at_once_under_a_new_secret(manager, desk, berlin, paris) -> None:
    known = factories.make_person(paris)
    path = invite(manager, berlin, known.email)
    at = desk(known)
    with at.client.session_transaction() as session:
        before = session["_user_id"]
    assert "Accept as" in follow(at, path).text
    assert at.post("/admin/invitation/", {"way": "mine"}).status_code == 302
    with at.client.session_transaction() as session:
        assert session["_user_id"] != before
    assert "Berlin" in at.get("/admin/").text


def test_somebody_elses_login_takes_no_offer(manager, staff, berlin) -> None:
    page = follow(staff, invite(manager, berlin))
    assert "Log out, then open the link again" in page.text
    assert staff.post("/admin/invitation/", {"way": "mine"}).status_code == 404


def test_inviting_says_the_same_for_known_and_unknown_addresses(manager, berlin, paris) -> None:
    known = factories.make_person(paris)
    form = manager.form("/admin/invitations/new/")
    pages = []
    for email in (known.email, "nobody1@example.com"):
        sent = form | {"store_id": berlin, "email": email, "role": "STAFF"}
        sent["form_token"] = manager.form("/admin/invitations/new/")["form_token"]
        page = manager.post("/admin/invitations/new/", sent).text.replace(email, "WHO")
        page = re.sub(r'invitation/[^/"]+/|nonce="[^"]+"|id=[0-9a-f-]{36}', "", page)
        pages.append(re.sub(r'name="csrf_token" value="[^"]+"', "", page))
    assert pages[0] == pages[1]


def test_unknown_used_and_revoked_links_read_the_same(manager, desk, berlin) -> None:
    path = invite(manager, berlin)
    record = re.search(r"/admin/invitations/details/\?id=([0-9a-f-]+)", manager.last)
    assert record
    gone = manager.post("/admin/invitations/delete/", {"id": record[1], "version": "1"})
    assert gone.status_code == 302
    plain = [
        re.sub(r'nonce="[^"]+"', "", follow(desk(), one).text)
        for one in (path, "/admin/invitation/never-was/")
    ]
    assert plain[0] == plain[1]
    assert "Ask whoever invited you" in plain[0]


def test_the_token_is_in_no_log_and_no_referrer(manager, desk, berlin, caplog) -> None:
    path = invite(manager, berlin)
    token = path.split("/")[3]
    logger = logging.getLogger("shop_admin.access")
    logger.addHandler(caplog.handler)
    try:
        with caplog.at_level(logging.INFO, "shop_admin.access"):
            answer = desk().get(path)
            desk().get(path.rstrip("/"))
            desk().get(path + "x")
    finally:
        logger.removeHandler(caplog.handler)
    paths = [record.fields["path"] for record in caplog.records if hasattr(record, "fields")]
    assert paths
    assert token not in str(paths)
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_link_is_shown_once(manager, berlin) -> None:
    token = invite(manager, berlin).split("/")[3]
    record = re.search(r"/admin/invitations/details/\?id=([0-9a-f-]+)", manager.last)
    assert record
    for page in ("/admin/invitations/", f"/admin/invitations/details/?id={record[1]}"):
        assert token not in manager.get(page).text


@pytest.mark.usefixtures("limits_on")
def test_guessing_is_slowed_down(desk) -> None:
    at = desk()
    answers = [follow(at, f"/admin/invitation/guess-{number}/") for number in range(21)]
    assert {answer.status_code for answer in answers[:20]} == {404}
    assert answers[20].status_code == 429
