"""The accountant asks for a file of a month, sees it being made, and downloads it."""

import re
from uuid import UUID

import factories
import pytest
import sqlalchemy as sa
from exporting import issue, make, state_of
from test_confirm_it_is_you import grow_old

from shop_admin.models.exports import Export

NEW = "/admin/exports/new/"
MAY = {"begins_on": "2026-05-01", "ends_on": "2026-05-31"}


@pytest.fixture
def books(berlin: UUID, desk):
    issue(berlin, (factories.make_product(berlin), 1))
    return desk(factories.make_person(berlin, "ACCOUNTANT"))


def asked(at, stored, **more: str) -> UUID:
    answer = at.post(NEW, at.form(NEW) | MAY | {"format": "ZIP"} | more)
    assert answer.status_code == 302, answer.text
    stored.rollback()
    found = stored.scalar(
        sa.select(Export.id).where(Export.user_id == at.person.user_id).order_by(Export.id.desc())
    )
    stored.rollback()
    return found


def test_from_the_form_to_the_file(books, stored) -> None:
    export_id = asked(books, stored)
    waiting = books.get("/admin/exports/").text
    assert "0 of 1 document" in waiting
    assert re.search(r'<tr id="export-[^"]+" data-live>', waiting)
    make(export_id)
    done = books.get("/admin/exports/").text
    assert "data-live" not in done
    assert f"/admin/exports/{export_id}/download/" in done

    file = books.post(f"/admin/exports/{export_id}/download/")
    kept = state_of(export_id)
    assert file.status_code == 200
    assert len(file.data) == kept.size == file.content_length
    assert file.mimetype == "application/zip"
    assert re.fullmatch(
        r'attachment; filename="documents-berlin-\d+-2026-05-01-2026-05-31\.zip"',
        file.headers["Content-Disposition"],
    )
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in file.headers["Cache-Control"]


def test_a_link_fills_the_form(books, berlin) -> None:
    form = books.form(
        f"{NEW}?store={berlin}&kind=INVOICE&from=2026-05-01&to=2026-05-31&format=XLSX"
    )
    assert (form["begins_on"], form["ends_on"]) == ("2026-05-01", "2026-05-31")
    assert (form["store_id"], form["kind"], form["format"]) == (str(berlin), "INVOICE", "XLSX")
    for strange in ("store=x&from=9999-99-99&format=EXE", "from=%00&to=0001-01-01&kind=INVOICE'"):
        assert books.get(f"{NEW}?{strange}").status_code == 200


def test_a_refusal_stands_at_its_field(books) -> None:
    form = books.form(NEW)
    empty = books.post(NEW, form | {"begins_on": "2025-01-01", "ends_on": "2025-01-31"})
    assert empty.status_code == 422
    assert re.search(r'id="begins_on-wrong1">No document of this kind', empty.text)
    backwards = books.post(NEW, books.form(NEW) | MAY | {"ends_on": "2026-04-01"})
    assert re.search(r'id="ends_on-wrong1">The period ends before', backwards.text)
    nonsense = books.post(NEW, books.form(NEW) | {"begins_on": "soon"})
    assert re.search(r'id="begins_on-wrong1">Write the day', nonsense.text)


def test_a_form_sent_twice_is_one_export(books, stored) -> None:
    form = books.form(NEW) | MAY
    assert books.post(NEW, form).status_code == 302
    assert books.post(NEW, form).status_code == 302
    stored.rollback()
    assert stored.scalar(sa.select(sa.func.count()).select_from(Export)) == 1


def test_asking_and_taking_want_the_password_again(books, stored) -> None:
    export_id = asked(books, stored)
    make(export_id)
    grow_old(books.person)
    assert books.post(NEW, books.form(NEW) | MAY).status_code == 401
    address = f"/admin/exports/{export_id}/download/"
    question = books.post(address)
    assert (question.status_code, question.mimetype) == (401, "text/html")
    confirmed = books.post(address, {"confirm_password": factories.PASSWORD})
    assert confirmed.status_code == 302
    assert books.post(address).data.startswith(b"PK")


def test_a_failed_one_is_tried_again(books, stored) -> None:
    export_id = asked(books, stored)
    stored.execute(sa.update(Export).values(status="FAILED", problem="The disk was full."))
    stored.commit()
    page = books.get("/admin/exports/").text
    assert "The disk was full." in page
    assert books.post(f"/admin/exports/{export_id}/retry/").status_code == 302
    make(export_id)
    assert state_of(export_id).status == "DONE"


def test_an_hour_has_ten(limits_on, books) -> None:
    form = books.form(NEW)
    answers = [
        books.post(NEW, form | MAY | {"form_token": f"{number:032x}"}) for number in range(11)
    ]
    assert [answer.status_code for answer in answers] == [302] * 10 + [422]
    assert "many exports in an hour" in answers[-1].text
