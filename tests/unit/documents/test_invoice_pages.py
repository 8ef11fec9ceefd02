"""Long invoices: numbered pages, sums carried over, totals that are never torn or alone."""

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import pytest
from drafting import german_paper, line
from printed import pages, placed
from pypdf import PdfReader

from shop_admin.documents.invoices import render_invoice
from shop_admin.documents.invoices.sheet import BOTTOM, RIGHT, TOP
from shop_admin.documents.paper import InvoicePaper
from shop_admin.money import display


def _paper(count: int) -> InvoicePaper:
    return german_paper(
        tuple(line(n, f"Lamp {n:03d}", 1, "10.00", "19") for n in range(1, count + 1))
    )


def test_one_line_makes_one_page() -> None:
    assert len(pages(render_invoice(_paper(1)))) == 1


def test_every_line_of_three_hundred_is_printed_once_in_order() -> None:
    shown = " ".join(pages(render_invoice(_paper(300))))
    assert re.findall(r"Lamp (\d{3})", shown) == [f"{n:03d}" for n in range(1, 301)]


def test_every_page_has_its_number_of_all() -> None:
    shown = pages(render_invoice(_paper(300)))
    for number, page in enumerate(shown, start=1):
        assert f"Page {number} of {len(shown)}" in page


def test_later_pages_name_the_invoice() -> None:
    for page in pages(render_invoice(_paper(80)))[1:]:
        assert "Invoice BER-26-000042" in page


def test_the_sum_carried_over_is_that_of_the_lines_before() -> None:
    shown = pages(render_invoice(_paper(80)))
    so_far = 0
    for page, following in pairwise(shown):
        so_far += len(re.findall(r"Lamp \d{3}", page))
        if "Lamp" in following:
            amount = display(Decimal(10 * so_far), "EUR", "de").replace("\xa0", " ")
            assert f"Carried forward {amount}" in " ".join(page.split())
            assert f"Carried over {amount}" in " ".join(following.split())


@pytest.mark.parametrize("count", range(1, 45))
def test_totals_stay_whole_and_with_a_line(count: int) -> None:
    shown = pages(render_invoice(replace(_paper(count), terms="")))
    (page,) = [page for page in shown if "Subtotal" in page]
    assert "Tax summary" in page
    assert f"Lamp {count:03d}" in page


@pytest.mark.parametrize("count", [1, 12, 13, 29, 80])
def test_nothing_runs_off_the_page_or_into_the_footer(count: int) -> None:
    for page in PdfReader(BytesIO(render_invoice(_paper(count)))).pages:
        for x, y, piece in placed(page):
            assert 56 <= x < RIGHT, piece
            assert 20 < y < TOP, piece
            assert y >= BOTTOM or y < 60, piece


def test_long_terms_flow_over_pages() -> None:
    terms = "\n".join(f"Clause {n}." for n in range(200))
    shown = pages(render_invoice(replace(_paper(2), terms=terms)))
    assert len(shown) > 3
    assert re.findall(r"Clause (\d+)\.", " ".join(shown)) == [str(n) for n in range(200)]


def test_no_lines_at_all_is_no_crash() -> None:
    assert len(pages(render_invoice(_paper(0)))) == 1
