"""The typefaces that documents embed: loaded once, with what they cover and how wide it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Lock

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics

from shop_admin.documents.embedding import SharedFont
from shop_admin.documents.shaping import Shaper

FONTS = Path(__file__).parent / "fonts"
# Glyphs that no character has, such as conjuncts, get a code of the private use area each. It
# depends on nothing but the glyph's number, so a document has the same bytes in every process.
_PRIVATE_USE = 0xE000
_LOADING = Lock()


@dataclass(frozen=True, eq=False)
class Typeface:
    """One font: `widths` holds every character that it covers, in thousandths of the size."""

    name: str
    font: SharedFont
    widths: Mapping[str, float]
    shaper: Shaper | None = None
    codes: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Family:
    """One weight: the Latin, Greek and Cyrillic face, and the one for Devanagari."""

    latin: Typeface
    devanagari: Typeface


def family(bold: bool) -> Family:
    """Return the faces of a weight; the first call reads the files and registers the fonts."""
    # Two threads that came first would load two fonts of one name, which no document can tell
    # apart.
    with _LOADING:
        return _load("Bold" if bold else "Regular")


@lru_cache(maxsize=2)
def _load(weight: str) -> Family:
    return Family(_plain(f"NotoSans-{weight}"), _shaped(f"NotoSansDevanagari-{weight}"))


def set_canvas_defaults() -> None:
    """Make reportlab start every canvas with an embedded font, and write plain streams.

    It names its base font in every file, used or not: left alone that is a Helvetica that is not
    embedded, which PDF/A forbids. Base 85 would make each stream a quarter larger.
    """
    rl_config.canvas_basefontname = family(False).latin.name
    rl_config.useA85 = 0


def _plain(name: str, *, everyday: bool = True) -> Typeface:
    font = SharedFont(name, FONTS / f"{name}.ttf", everyday=everyday)
    pdfmetrics.registerFont(font)
    face = font.metrics
    widths = {chr(code): face.getCharWidth(code) for code in face.charToGlyph if code}
    return Typeface(name, font, widths)


def _shaped(name: str) -> Typeface:
    face = _plain(name, everyday=False)
    shaper = Shaper(FONTS / f"{name}.ttf")
    return Typeface(name, face.font, face.widths, shaper, _glyph_codes(face.font))


def _glyph_codes(font: SharedFont) -> dict[int, str]:
    """Give every glyph a code to print it by: its lowest character, else a private one."""
    face = font.metrics
    codes = {glyph: chr(min(known)) for glyph, known in face.glyphToChar.items() if glyph}
    for glyph, (advance, _bearing) in enumerate(face.hmetrics):
        if glyph and glyph not in codes:
            code = _PRIVATE_USE + glyph
            face.charToGlyph[code] = glyph
            face.charWidths[code] = face._pdfScale(advance)
            codes[glyph] = chr(code)
    return codes
