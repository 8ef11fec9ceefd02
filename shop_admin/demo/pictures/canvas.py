"""The drawing board: outlines become soft-edged stencils, painted in flat or shaded colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

from shop_admin.demo.pictures.outlines import Outline, ellipse

SIDE = 1000
FINE = 2

Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]


def rgb(colour: str) -> Colour:
    """Read #rrggbb."""
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return red, green, blue


def mix(a: str, b: str, part: float) -> str:
    """Return colour `a` with a part (0 to 1) of `b` in it."""
    mixed = (round(x + (y - x) * part) for x, y in zip(rgb(a), rgb(b), strict=True))
    return "#" + "".join(f"{value:02x}" for value in mixed)


def light(colour: str, part: float = 0.2) -> str:
    """Return the colour with some warm white in it."""
    return mix(colour, "#fffaf2", part)


def dark(colour: str, part: float = 0.2) -> str:
    """Return the colour with some deep blue-brown in it."""
    return mix(colour, "#241c1f", part)


@dataclass(frozen=True)
class Shade:
    """A run of colours across an outline, `stops` from 0 to 1, sideways or downwards."""

    stops: tuple[tuple[float, str], ...]
    down: bool = False


def rounded(colour: str, depth: float = 1.0) -> Shade:
    """Return the shade of a round body lit from the left."""
    return Shade(
        (
            (0.0, dark(colour, 0.16 * depth)),
            (0.24, light(colour, 0.22 * depth)),
            (0.55, colour),
            (1.0, dark(colour, 0.34 * depth)),
        )
    )


def metal(colour: str) -> Shade:
    """Return the shade of a polished round body: bright streaks and warm depths."""
    deep = mix(colour, "#5b2a0a", 0.42)
    return Shade(
        (
            (0.0, deep),
            (0.16, light(colour, 0.28)),
            (0.26, light(colour, 0.72)),
            (0.38, light(colour, 0.12)),
            (0.62, mix(colour, "#7a3f10", 0.2)),
            (0.84, light(colour, 0.22)),
            (1.0, deep),
        )
    )


def skin(colour: str, pattern: str) -> Shade:
    """Return the shade of a round body: metal where the pattern says so."""
    return metal(colour) if pattern in {"polished", "hammered"} else rounded(colour)


def falling(colour: str, depth: float = 1.0) -> Shade:
    """Return the shade of a surface lit from above."""
    return Shade(((0.0, light(colour, 0.16 * depth)), (1.0, dark(colour, 0.14 * depth))), down=True)


@dataclass(frozen=True)
class Stencil:
    """A mask with soft edges: where it lies on the board, and the whole outline's extent."""

    mask: Image.Image
    corner: tuple[int, int]
    extent: Box


class Canvas:
    """A picture being drawn, seen through a view: `zoom` around the point (cx, cy)."""

    def __init__(
        self, background: Image.Image, zoom: float = 1, cx: float = 500, cy: float = 500
    ) -> None:
        self.image = background.copy()
        self._zoom, self._cx, self._cy = zoom, cx, cy

    def stencil(self, *outlines: Outline, holes: Sequence[Outline] = ()) -> Stencil:
        """Cut outlines, less holes, into one stencil."""
        drawn, cut = [self._seen(o) for o in outlines], [self._seen(o) for o in holes]
        xs, ys = [x for o in drawn for x, _ in o], [y for o in drawn for _, y in o]
        extent = (int(min(xs)) - 1, int(min(ys)) - 1, int(max(xs)) + 2, int(max(ys)) + 2)
        x0, y0 = max(extent[0], 0), max(extent[1], 0)
        width, height = max(min(extent[2], SIDE) - x0, 1), max(min(extent[3], SIDE) - y0, 1)
        mask = Image.new("L", (width * FINE, height * FINE))
        pen = ImageDraw.Draw(mask)
        for ink, shapes in ((255, drawn), (0, cut)):
            for shape in shapes:
                pen.polygon([((x - x0) * FINE, (y - y0) * FINE) for x, y in shape], fill=ink)
        return Stencil(mask.reduce(FINE), (x0, y0), extent)

    def fill(
        self,
        what: Stencil | Outline,
        paint: str | Shade,
        opacity: float = 1,
        within: Stencil | None = None,
    ) -> Stencil:
        """Paint a stencil or an outline, only inside `within` where given; return the stencil."""
        stencil = what if isinstance(what, Stencil) else self.stencil(what)
        mask = _common(stencil, within) if within else stencil.mask
        if opacity < 1:
            mask = mask.point(lambda value: value * opacity)
        x, y = stencil.corner
        corners = (x, y, x + mask.width, y + mask.height)
        if isinstance(paint, str):
            self.image.paste(rgb(paint), corners, mask)
        else:
            self.image.paste(_shaded(paint, stencil.extent, corners), corners, mask)
        return stencil

    def shadow(
        self,
        outline: Outline,
        blur: float,
        opacity: float,
        colour: str = "#2a1f1c",
        hole: Outline | None = None,
    ) -> None:
        """Lay a blurred shadow of an outline, or light where the colour is bright."""
        small = 4
        mask = Image.new("L", (SIDE // small, SIDE // small))
        pen = ImageDraw.Draw(mask)
        for shape, ink in ((outline, round(255 * opacity)), (hole or [], 0)):
            if shape:
                pen.polygon([(x / small, y / small) for x, y in self._seen(shape)], fill=ink)
        mask = mask.filter(ImageFilter.GaussianBlur(blur * self._zoom / small))
        if part := mask.getbbox():
            x0, y0, x1, y1 = (value * small for value in part)
            soft = mask.resize((x1 - x0, y1 - y0), Image.Resampling.BICUBIC, box=part)
            self.image.paste(rgb(colour), (x0, y0), soft)

    def ground(self, cx: float, y: float, half: float, flat: float = 0.16) -> None:
        """Lay the shadow of something that stands at (cx, y) and is lit from the upper left."""
        self.shadow(ellipse(cx + half * 0.35, y + 6, half * 1.25, half * flat * 1.3), 26, 0.26)
        self.shadow(ellipse(cx + half * 0.06, y, half * 1.02, half * flat), 8, 0.42)

    def _seen(self, outline: Outline) -> Outline:
        if self._zoom == 1 and (self._cx, self._cy) == (500, 500):
            return outline
        return [
            (500 + (x - self._cx) * self._zoom, 500 + (y - self._cy) * self._zoom)
            for x, y in outline
        ]


def _common(stencil: Stencil, within: Stencil) -> Image.Image:
    """Return the stencil's mask where the other one covers it."""
    other = Image.new("L", stencil.mask.size)
    dx, dy = (w - s for w, s in zip(within.corner, stencil.corner, strict=True))
    other.paste(within.mask, (dx, dy))
    return ImageChops.multiply(stencil.mask, other)


def _shaded(shade: Shade, extent: Box, seen: Box) -> Image.Image:
    """Return the seen part of a shade that runs over the whole extent."""
    size = (seen[2] - seen[0], seen[3] - seen[1])
    low, high = (extent[1], extent[3]) if shade.down else (extent[0], extent[2])
    first, last = (seen[1], seen[3]) if shade.down else (seen[0], seen[2])
    span = max(high - low, 1)
    part = ((first - low) / span * 255, (last - low) / span * 255)
    strip = _strip(shade.stops)
    if shade.down:
        strip = strip.transpose(Image.Transpose.ROTATE_270)
        return strip.resize(size, Image.Resampling.BILINEAR, box=(0, part[0], 1, part[1]))
    return strip.resize(size, Image.Resampling.BILINEAR, box=(part[0], 0, part[1], 1))


@lru_cache(maxsize=256)
def _strip(stops: tuple[tuple[float, str], ...]) -> Image.Image:
    strip = Image.new("RGB", (256, 1))
    for x in range(256):
        at = x / 255
        below = max((s for s in stops if s[0] <= at), default=stops[0])
        above = min((s for s in stops if s[0] >= at), default=stops[-1])
        span = above[0] - below[0]
        strip.putpixel((x, 0), rgb(mix(below[1], above[1], (at - below[0]) / span if span else 0)))
    return strip
