"""A TrueType font that many documents embed without working out the same subset each time."""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont, makeToUnicodeCMap

# `Any` in this file is reportlab's: the published stubs lack most of what a font touches.

# What nearly every paper prints. It is the first subset of every document, so its font program
# is cut out and compressed once a process: half the time of a one-page invoice. Whatever else
# a document prints comes into further subsets of its own.
_ASCII = "".join(map(chr, range(33, 127)))
_EVERYDAY = _ASCII + "€₹£ÄÖÜäöüßéèàçñ–—·“”„‘’…×°\u202f"  # noqa: RUF001 (each is meant)
_SPACE = 32


@dataclass(frozen=True)
class _Part:
    """One subset as it stands in a file."""

    program: bytes
    program_length: int
    unicode_map: bytes
    widths: str


class SharedFont(TTFont):
    """A font whose everyday characters have the same codes in every document."""

    def __init__(self, name: str, path: Path, *, everyday: bool) -> None:
        super().__init__(name, str(path), asciiReadable=False, shapable=False)
        self.metrics: Any = self.face
        codes = [ord(one) for one in _EVERYDAY if ord(one) in self.metrics.charToGlyph]
        # Code 0 is the missing glyph and 32 the space; reportlab counts on both.
        self._first = [0, *codes[:31], _SPACE, *codes[31:]] if everyday else []
        self._codes = {code: place for place, code in enumerate(self._first)}
        self.everyday = {chr(code): place for code, place in self._codes.items() if code}
        if everyday:
            self.everyday["\N{NO-BREAK SPACE}"] = _SPACE
        self._part = lru_cache(maxsize=32)(self._make_part)
        self._cutting = Lock()

    def begin(self, document: Any) -> None:
        """Give the everyday characters their codes in a new document."""
        state: Any = TTFont.State(False, self)
        self.state[document] = state
        if self._first and not state.frozen:
            state.assignments = dict(self._codes)
            state.subsets = [list(self._first)]
            state.nextCode = len(self._first)

    def addObjects(self, document: Any) -> None:  # noqa: N802 (reportlab's name)
        """Write the font's subsets into the document, as reportlab does, from what is kept."""
        state = self.state[document]
        state.frozen = 1
        fonts = document.idToObject["BasicFonts"].dict
        for number, subset in enumerate(state.subsets):
            internal = self.getSubsetInternalName(number, document)[1:]
            fonts[internal] = self._font_object(document, internal, number, tuple(subset))
        del self.state[document]

    def _font_object(
        self, document: Any, internal: str, number: int, subset: tuple[int, ...]
    ) -> Any:
        name = (SUBSETN(number) + b"+" + self.metrics.name).decode("ascii")
        # Cutting a subset moves a read position in the font, which all threads share.
        with self._cutting:
            part = self._part(name, subset)
        unicode_map, program = _compressed(part.unicode_map), _compressed(part.program)
        program.dictionary["Length1"] = part.program_length
        file = document.Reference(program, f"fontFile:{name}")
        descriptor = self._descriptor(name, file)
        font = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/TrueType",
                "Name": pdfdoc.PDFName(internal),
                "BaseFont": pdfdoc.PDFName(name),
                "FirstChar": 0,
                "LastChar": len(subset) - 1,
                "Widths": part.widths,
                "ToUnicode": document.Reference(unicode_map, f"toUnicodeCMap:{name}"),
                "FontDescriptor": document.Reference(descriptor, f"fontDescriptor:{name}"),
            }
        )
        return document.Reference(font, internal)

    def _descriptor(self, name: str, file: Any) -> Any:
        face = self.metrics
        symbolic, nonsymbolic = 1 << 2, 1 << 5
        return pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "Ascent": face.ascent,
                "CapHeight": face.capHeight,
                "Descent": face.descent,
                "Flags": (face.flags & ~nonsymbolic) | symbolic,
                "FontBBox": pdfdoc.PDFArray(face.bbox),
                "FontName": pdfdoc.PDFName(name),
                "ItalicAngle": face.italicAngle,
                "StemV": face.stemV,
                "FontFile2": file,
                "MissingWidth": face.defaultWidth,
            }
        )

    def _make_part(self, name: str, subset: tuple[int, ...]) -> _Part:
        program = self.metrics.makeSubset(list(subset))
        widths = " ".join(f"{self.metrics.getCharWidth(code):g}" for code in subset)
        return _Part(
            program=zlib.compress(program),
            program_length=len(program),
            unicode_map=zlib.compress(makeToUnicodeCMap(name, list(subset)).encode("ascii")),
            widths=f"[ {widths} ]",
        )


def _compressed(content: bytes) -> Any:
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary({"Filter": "/FlateDecode"}), content)
