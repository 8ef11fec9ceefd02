"""Many records of a list are changed by one job: ticked, or all that match; undone, exported."""

import io
import re
import uuid
import zipfile
from decimal import Decimal
from uuid import UUID

import factories
import pytest
import sqlalchemy as sa

from shop_admin import wiring
from shop_admin.console.base import bulk as bulk_views
from shop_admin.db import acting_as, transaction
from shop_admin.jobs import bulk as jobs
from shop_admin.jobs import exports as export_jobs
from shop_admin.models.bulk import BulkItem, BulkJob
from shop_admin.models.catalog import Product
from shop_admin.models.exports import Export
from shop_admin.models.orders import Order
from shop_admin.permissions import command
from shop_admin.services import upkeep

PERCENT = {"way": "percent", "percent": "-10", "before": "old"}


def ask(at, list_name: str, act: str, **more):
    token = at.get(f"/admin/{list_name}/") and uuid.uuid4().hex
    sent = {"action": act, "sure": "1", "version": "1", "form_token": token, **more}
    return at.post(f"/admin/{list_name}/action/", sent)


def latest(model=BulkJob):
    with acting_as(command().db_context()) as session:
        found = session.scalars(sa.select(model).order_by(model.id.desc()).limit(1)).one()
        session.expunge(found)
        return found


def work_off() -> BulkJob:
    jobs.run(job_id=str(latest().id))
    return latest()


def prices() -> list[Decimal]:
    with acting_as(command().db_context()) as session:
        return list(session.scalars(sa.select(Product.price).order_by(Product.price)))


def test_the_ticked_ones(staff, berlin) -> None:
    ids = [str(factories.make_product(berlin)) for _ in range(3)]
    question = staff.post("/admin/products/action/", {"action": "price", "rowid": ids[:2]})
    assert "2 products get new prices at once." in question.text
    answer = ask(staff, "products", "price", rowid=ids[:2], **PERCENT)
    assert answer.status_code == 302
    said = staff.flashed()
    assert "2 products get their new prices." in said
    assert f"/admin/bulk/{latest().id}/" in said
    assert work_off().done_count == 2
    assert prices() == [Decimal("22.5"), Decimal("22.5"), Decimal(25)]

    page = staff.get(f"/admin/bulk/{latest().id}/").text
    assert "New prices of 2 products" in page
    undo = staff.post("/admin/bulk/undo/", {"id": str(latest().id)})
    assert undo.location == f"/admin/bulk/{latest().id}/"
    assert work_off().done_count == 2
    assert prices() == [Decimal(25)] * 3


def test_all_that_match_are_those_of_that_moment(staff, berlin, paris) -> None:
    for number in range(23):
        factories.make_product(berlin, price="10.00", name=f"Lamp {number}")
    other = [factories.make_product(berlin, name="Rug"), factories.make_product(paris, name="Lamp")]
    question = staff.post(
        "/admin/products/action/",
        {"action": "status", "everything": "1", "query": "?search=Lamp", "as": "dialog"},
    )
    assert question.text.startswith("<dialog")
    assert "23 products get this status." in question.text
    ask(staff, "products", "status", everything="1", query="?search=Lamp", status="ARCHIVED")
    late = factories.make_product(berlin, name="Lamp 24")
    assert work_off().done_count == 23
    with acting_as(command().db_context()) as session:
        archived = sa.select(Product.id).where(Product.status_flag == "ARCHIVED")
        found = set(session.scalars(archived))
    assert len(found) == 23
    assert not found & {late, *other}


def test_a_list_of_all_offers_more_than_its_page(staff, berlin) -> None:
    for number in range(21):
        factories.make_product(berlin, name=f"Lamp {number}")
    assert "Select all 21 that match" in staff.get("/admin/products/").text
    assert "Select all" not in staff.get("/admin/products/?search=Lamp+7").text


def test_a_stranger_among_them_is_left_out(staff, berlin, paris) -> None:
    ids = [str(factories.make_product(berlin)), str(factories.make_product(paris))]
    assert ask(staff, "products", "remove", rowid=ids).status_code == 302
    job = work_off()
    assert (job.total_count, job.done_count) == (1, 1)
    assert ask(staff, "products", "remove", rowid=ids[1:]).status_code == 404


def test_what_is_refused_is_named_with_its_page(staff, berlin) -> None:
    product = factories.make_product(berlin)
    ids = [str(factories.place(berlin, (product, 1))) for _ in range(2)]
    ask(staff, "orders", "complete", rowid=ids)
    assert work_off().failed_count == 2
    page = staff.get(f"/admin/bulk/{latest().id}/").text
    assert re.search(rf'href="/admin/orders/details/\?id={ids[0]}">[^<]+</a>', page)
    assert "cannot become" in page or "Mark the order paid before" in page
    assert "Undo" not in re.sub(r"<form.*?</form>", "", page, flags=re.DOTALL)


def test_sent_twice_is_one_job(staff, berlin, stored) -> None:
    product = str(factories.make_product(berlin))
    token = uuid.uuid4().hex
    for _ in range(2):
        assert ask(staff, "products", "remove", rowid=product, form_token=token).status_code == 302
    assert stored.scalar(sa.select(sa.func.count()).select_from(BulkJob)) == 1


@pytest.mark.parametrize(
    ("rows", "act", "status"),
    [
        ([], "remove", 400),
        (["abc"], "remove", 404),
        ([str(uuid.uuid4()) for _ in range(501)], "remove", 400),
        ([str(uuid.uuid4())], "remove", 404),
        ([str(uuid.uuid4())], "ship", 404),
        ([str(uuid.uuid4())], "undo", 404),
        ([str(uuid.uuid4())], "", 404),
    ],
)
def test_what_no_form_of_ours_sends(staff, rows: list[str], act: str, status: int) -> None:
    assert ask(staff, "products", act, rowid=rows).status_code == status


def test_a_number_that_is_missing_is_asked_for(staff, berlin) -> None:
    product = str(factories.make_product(berlin))
    answer = ask(
        staff, "products", "price", rowid=product, way="percent", percent="", before="leave"
    )
    assert answer.status_code == 422
    assert "Fill this in." in answer.text


def test_more_than_one_job_takes_are_refused_in_words(staff, berlin, monkeypatch) -> None:
    for _ in range(3):
        factories.make_product(berlin)
    acts = [act for act in bulk_views.Bulk.bulk if act.name == "remove"]
    monkeypatch.setattr(
        "shop_admin.console.products.ProductView.bulk",
        tuple(type(act)(**{**vars(act), "most": 2}) for act in acts),
    )
    answer = ask(staff, "products", "remove", everything="1")
    assert answer.status_code == 422
    assert "This takes 2 records at a time." in answer.text


def test_accountants_tick_nothing(desk, berlin) -> None:
    at = desk(factories.make_person(berlin, "ACCOUNTANT"))
    factories.make_product(berlin)
    page = at.get("/admin/products/").text
    assert 'name="rowid"' not in page
    assert ask(at, "products", "remove", rowid=str(uuid.uuid4())).status_code == 403


def test_packing_slips_are_one_file(staff, berlin) -> None:
    product = factories.make_product(berlin)
    ids = [str(factories.place(berlin, (product, 1))) for _ in range(3)]
    ask(staff, "orders", "slips", rowid=ids)
    export = latest(Export)
    assert "Packing slips" in staff.get("/admin/exports/").text
    export_jobs.make(export_id=str(export.id), store_id=str(berlin))
    done = latest(Export)
    assert (done.status, done.done_count) == ("DONE", 3), done.problem
    data = wiring.parts().storage.get(done.key)
    assert data.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", data)) == 3
    with staff.post(f"/admin/exports/{export.id}/download/") as taken:
        assert taken.status_code == 200
    assert taken.headers["Content-Disposition"] == 'attachment; filename="packing-slips.pdf"'


def test_what_is_seen_is_taken_as_a_workbook(manager, berlin, paris) -> None:
    product = factories.make_product(berlin, stock=500)
    orders = [factories.place(berlin, (product, number + 1)) for number in range(23)]
    factories.place(paris, (factories.make_product(paris), 1))
    with transaction(command().db_context()) as session:
        session.get_one(Order, orders[0]).contact_name = "=HYPERLINK(1)"
    query = "?status=PLACED&sort=total_amount&columns=number,contact_name,placed_at,total_amount"
    manager.get("/admin/orders/")
    asked = manager.post("/admin/lists/xlsx/", {"list": "orders", "query": query})
    assert asked.location == "/admin/exports/"
    export_jobs.make(export_id=str(latest(Export).id), store_id=str(berlin))
    done = latest(Export)
    assert (done.status, done.done_count) == ("DONE", 23), done.problem
    book = zipfile.ZipFile(io.BytesIO(wiring.parts().storage.get(done.key)))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    heads = re.findall(r"<is><t[^>]*>([^<]*)</t></is>", sheet)[:5]
    assert heads == ["Order", "Customer", "Placed", "Total", "Currency"]
    amounts = re.findall(r'<c r="D\d+"[^>]*><v>([^<]*)</v>', sheet)
    assert [float(one) for one in amounts] == [25.0 * n for n in range(1, 24)]
    assert len(re.findall(r'<c r="C\d+"[^>]*><v>', sheet)) == 23
    assert "<f>" not in sheet
    assert "&#39;=HYPERLINK(1)" in sheet or "'=HYPERLINK(1)" in sheet


def test_the_right_to_export_is_asked_for_again(manager, berlin) -> None:
    factories.make_product(berlin)
    manager.get("/admin/products/")
    manager.post("/admin/lists/xlsx/", {"list": "products", "query": ""})
    with transaction(command().db_context()) as session:
        session.execute(sa.text("UPDATE store_members SET role = 'STAFF'"))
    export_jobs.make(export_id=str(latest(Export).id), store_id=str(berlin))
    assert latest(Export).status == "FAILED"


def test_old_work_is_forgotten_with_its_items(staff, berlin, stored) -> None:
    ask(staff, "products", "remove", rowid=str(factories.make_product(berlin)))
    work_off()
    job_id: UUID = latest().id
    with transaction(command().db_context()) as session:
        session.execute(
            sa.text("UPDATE bulk_jobs SET finished_at = shop_now() - interval '91 days'")
        )
        upkeep.prune()
    assert stored.get(BulkJob, job_id) is None
    assert stored.scalar(sa.select(sa.func.count()).select_from(BulkItem)) == 0
