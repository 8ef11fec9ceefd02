"""Cells that no spreadsheet takes for a formula (OWASP, CSV Injection)."""

BLANKS = " \u00a0\u3000\ufeff"
"""What spreadsheets skip before they look for a formula."""
DANGEROUS = frozenset("\t\n\r\0=+-@" + "\uff1d\uff0b\uff0d\uff20" + "\ufe66\ufe62\ufe63\ufe6b")
"""The signs that begin a formula, with their full-width and small forms, and what is cut off."""


def safe(text: str) -> str:
    """Return a text cell, led by an apostrophe where a spreadsheet would calculate it.

    `formula_safe` in the database is its twin, for what goes out by COPY.
    """
    shown = text.lstrip(BLANKS)
    return f"'{text}" if shown[:1] in DANGEROUS and shown else text
