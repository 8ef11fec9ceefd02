"""Shaping: characters into the glyphs and places that a script such as Devanagari asks for."""

from pathlib import Path
from typing import NamedTuple

import uharfbuzz as hb  # type: ignore[import-untyped]


class Placed(NamedTuple):
    """A glyph by its number in the font, its offset and advance in thousandths of the size."""

    number: int
    dx: float
    dy: float
    advance: float


class Shaper:
    """HarfBuzz for one font file."""

    def __init__(self, path: Path) -> None:
        face = hb.Face(path.read_bytes())
        self._font = hb.Font(face)
        self._scale = 1000 / face.upem

    def shape(self, text: str) -> list[Placed]:
        """Return the glyphs of a text in one script, from left to right."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self._font, buffer)
        scale = self._scale
        return [
            Placed(info.codepoint, at.x_offset * scale, at.y_offset * scale, at.x_advance * scale)
            for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        ]
