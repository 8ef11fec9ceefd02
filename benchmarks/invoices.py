"""Invoices into PDF with embedded fonts: how many of ten lines one core makes a second."""

import time
from collections.abc import Iterator
from dataclasses import replace

from drafting import german_paper, line

from benchmarks.options import Options
from benchmarks.table import Result
from shop_admin.documents.invoices import render_invoice


def run(options: Options) -> Iterator[Result]:
    """Make invoices, each with a number of its own, for as long as a load lasts."""
    lines = tuple(
        line(number, f"Tischleuchte Modell {number}", number, "24.90", "19")
        for number in range(1, 11)
    )
    paper = german_paper(lines)
    render_invoice(paper)
    made, began, until = 0, time.process_time(), time.monotonic() + options.seconds
    while time.monotonic() < until:
        render_invoice(replace(paper, invoice_number=f"BER-26-{made:06d}"))
        made += 1
    spent = time.process_time() - began
    yield Result(
        name="invoice PDFs, 10 lines, fonts embedded",
        figure=f"{made / spent:.0f}/s and core",
        cpu_ms=spent / made * 1000,
        goal="≥ 400/s and core",
    )
