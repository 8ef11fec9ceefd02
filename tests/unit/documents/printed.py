"""Reading a PDF back: what a person would see on it."""

from io import BytesIO

from pypdf import PageObject, PdfReader


def pages(pdf: bytes) -> list[str]:
    """Return the text of every page, with plain spaces."""
    return [
        page.extract_text().replace("\xa0", " ").replace("\u202f", " ")
        for page in PdfReader(BytesIO(pdf)).pages
    ]


def text(pdf: bytes) -> str:
    """Return all text on one line."""
    return " ".join(" ".join(pages(pdf)).split())


def placed(page: PageObject) -> list[tuple[float, float, str]]:
    """Return every piece of text with its x and baseline."""
    found: list[tuple[float, float, str]] = []

    def note(piece: str, _cm: object, matrix: list[float], _font: object, _size: float) -> None:
        if piece.strip():
            found.append((matrix[4], matrix[5], piece.strip()))

    page.extract_text(visitor_text=note)
    return found
