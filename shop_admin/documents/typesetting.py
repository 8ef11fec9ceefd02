"""Text into runs of one typeface: coverage, shaping, widths and line breaks."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from shop_admin.documents.typefaces import Family, Typeface, family

MISSING = "\N{REPLACEMENT CHARACTER}"
ELLIPSIS = "…"
_JOINERS = "\u200c\u200d"
_STAND_INS = {"\N{MINUS SIGN}": "-", "\t": " ", "\n": " ", "\r": " "}


class Glyph(NamedTuple):
    """A shaped glyph: its code in the face, its offset and advance in thousandths of the size."""

    code: str
    dx: float
    dy: float
    advance: float


class Run(NamedTuple):
    """A stretch of text in one face; `glyphs` only where the script had to be shaped.

    `encoded` is the text in hexadecimal codes where everyday characters suffice, else empty.
    """

    face: Typeface
    text: str
    width: float
    encoded: str
    glyphs: tuple[Glyph, ...] = ()


@lru_cache(maxsize=8192)
def runs(text: str, bold: bool) -> tuple[Run, ...]:
    """Return the text as runs; what no face covers becomes the replacement character."""
    faces = family(bold)
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    try:
        return (_straight(composed, faces.latin),)
    except KeyError:
        return tuple(_split(printable(composed, bold=bold), faces))


def printable(text: str, *, bold: bool = False) -> str:
    """Return the text without control characters, and with a stand-in for what no face covers."""
    faces = family(bold)
    return "".join(_stand_in(character, faces) for character in text)


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide the text is in points."""
    return sum(run.width for run in runs(text, bold)) * size / 1000


def wrap(
    text: str, width: float, size: float, *, bold: bool = False, at_most: int | None = None
) -> list[str]:
    """Break text into lines no wider than `width` points, over-long words inside the word.

    Line ends in the text are kept. Past `at_most` lines the last one ends in an ellipsis.
    """
    lines = [
        line
        for paragraph in text.strip().splitlines()
        for line in _wrap_paragraph(paragraph, width, size, bold)
    ]
    if at_most is None or len(lines) <= at_most:
        return lines
    return [*lines[: at_most - 1], clip(lines[at_most - 1] + ELLIPSIS, width, size, bold=bold)]


def clip(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return the text, shortened with an ellipsis where it is wider than `width` points."""
    if measure(text, size, bold=bold) <= width:
        return text
    room = width - measure(ELLIPSIS, size, bold=bold)
    first = next(_break(text.rstrip(ELLIPSIS), room, size, bold))
    return first.rstrip() + ELLIPSIS


def _wrap_paragraph(text: str, width: float, size: float, bold: bool) -> Iterator[str]:
    line, used, space = "", 0.0, measure(" ", size, bold=bold)
    for piece in _pieces(text, width, size, bold):
        wide = measure(piece, size, bold=bold)
        if line and used + space + wide > width:
            yield line
            line, used = piece, wide
        else:
            line, used = (f"{line} {piece}", used + space + wide) if line else (piece, wide)
    yield line


def _pieces(text: str, width: float, size: float, bold: bool) -> Iterator[str]:
    for word in text.split():
        if measure(word, size, bold=bold) <= width:
            yield word
        else:
            yield from _break(word, width, size, bold)


def _break(word: str, width: float, size: float, bold: bool) -> Iterator[str]:
    piece, used = "", 0.0
    for character in word:
        wide = measure(character, size, bold=bold)
        # A mark stays with its letter: alone on the next line it would be unreadable.
        if piece and used + wide > width and not unicodedata.category(character).startswith("M"):
            yield piece
            piece, used = "", 0.0
        piece, used = piece + character, used + wide
    yield piece


def _stand_in(character: str, faces: Family) -> str:
    if character in _STAND_INS:
        return _STAND_INS[character]
    if character in faces.latin.widths or character in faces.devanagari.widths:
        return character
    return "" if unicodedata.category(character) in ("Cc", "Cf") else MISSING


def _split(text: str, faces: Family) -> Iterator[Run]:
    for is_devanagari, characters in groupby(text, lambda one: _is_devanagari(one, faces)):
        piece = "".join(characters)
        if is_devanagari:
            yield _shape(piece, faces.devanagari)
        else:
            yield _straight(piece, faces.latin)


def _straight(text: str, face: Typeface) -> Run:
    width = sum(map(face.widths.__getitem__, text))
    try:
        encoded = bytes(map(face.font.everyday.__getitem__, text)).hex()
    except KeyError:
        encoded = ""
    return Run(face, text, width, encoded)


def _is_devanagari(character: str, faces: Family) -> bool:
    return character not in faces.latin.widths or character in _JOINERS


def _shape(text: str, face: Typeface) -> Run:
    if face.shaper is None:
        return _straight(text, face)
    glyphs = tuple(
        Glyph(face.codes.get(number, "\0"), dx, dy, advance)
        for number, dx, dy, advance in face.shaper.shape(text)
    )
    return Run(face, text, sum(glyph.advance for glyph in glyphs), "", glyphs)
