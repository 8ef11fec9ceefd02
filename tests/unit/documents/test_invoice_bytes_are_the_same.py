"""The same paper gives the same bytes: again, from its snapshot, and in another process."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256

from shop_admin.documents.invoices import render_invoice
from shop_admin.documents.paper import InvoicePaper, from_json, to_json

_ELSEWHERE = """
import json, sys
from hashlib import sha256
from shop_admin.documents.invoices import render_invoice
from shop_admin.documents.paper import from_json
print(sha256(render_invoice(from_json(json.load(sys.stdin)))).hexdigest())
"""


def test_twice(indian: InvoicePaper, logo: bytes) -> None:
    assert render_invoice(indian, logo) == render_invoice(indian, logo)


def test_from_the_snapshot(indian: InvoicePaper) -> None:
    assert render_invoice(from_json(to_json(indian))) == render_invoice(indian)


def test_in_another_process_whatever_was_printed_before(indian: InvoicePaper) -> None:
    other = replace(indian.buyer, name="ज्ञानेश्वर क्षीरसागर द्विवेदी")
    render_invoice(replace(indian, buyer=other))
    elsewhere = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE],
        input=json.dumps(to_json(indian)),
        env={"TZ": "Asia/Kolkata", "PYTHONHASHSEED": "7", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert elsewhere.stdout.strip() == sha256(render_invoice(indian)).hexdigest()


def test_in_many_threads_at_once(indian: InvoicePaper) -> None:
    names = ["Łukasz Żółć", "Ångström Øre", "Ελένη", "Ирина", "क्षितिज", "Đặng"] * 4
    papers = [replace(indian, buyer=replace(indian.buyer, name=name)) for name in names]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(render_invoice, papers))
    assert together == [render_invoice(paper) for paper in papers]


def test_another_amount_gives_other_bytes(german: InvoicePaper) -> None:
    assert render_invoice(replace(german, invoice_number="BER-26-000043")) != render_invoice(german)
