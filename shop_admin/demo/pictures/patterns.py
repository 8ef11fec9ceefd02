"""What is printed, woven or pressed into a surface; each pattern stays within its stencil."""

import random
from collections.abc import Callable

from shop_admin.demo.pictures.canvas import Canvas, Stencil, dark, light
from shop_admin.demo.pictures.outlines import Outline, box, curve, ellipse, leaf, rotated, stroke

Area = tuple[float, float, float, float]


def decorate(
    canvas: Canvas,
    name: str,
    within: Stencil,
    area: Area,
    colours: tuple[str, str],
    turn: float = 0,
) -> None:
    """Draw a pattern over `area` (x0, y0, x1, y1), turned by degrees; `plain` draws nothing."""
    if name in PATTERNS:
        PATTERNS[name](canvas, within, area, colours, turn)


def _print(
    canvas: Canvas,
    within: Stencil,
    outlines: list[Outline],
    colour: str,
    opacity: float,
    turn: tuple[float, Area],
) -> None:
    degrees, (x0, y0, x1, y1) = turn
    if degrees:
        outlines = [rotated(o, degrees, (x0 + x1) / 2, (y0 + y1) / 2) for o in outlines]
    canvas.fill(canvas.stencil(*outlines), colour, opacity, within)


def _steps(start: float, end: float, step: float) -> list[float]:
    return [start + step * i for i in range(int((end - start) / step) + 1)]


def _stripes(c: Canvas, s: Stencil, area: Area, colours: tuple[str, str], turn: float) -> None:
    x0, y0, x1, y1 = area
    rows = [box(x0, y, x1, y + 13) for y in _steps(y0 + 20, y1, 46)]
    _print(c, s, rows, colours[1], 0.85, (turn, area))


def _checks(c: Canvas, s: Stencil, area: Area, colours: tuple[str, str], turn: float) -> None:
    x0, y0, x1, y1 = area
    across = [box(x0, y, x1, y + 34) for y in _steps(y0 + 16, y1, 92)]
    down = [box(x, y0, x + 34, y1) for x in _steps(x0 + 24, x1, 92)]
    fine = [box(x + 58, y0, x + 63, y1) for x in _steps(x0 + 24, x1, 92)]
    for outlines, opacity in ((across, 0.45), (down, 0.45), (fine, 0.7)):
        _print(c, s, outlines, colours[1], opacity, (turn, area))


def _dots(c: Canvas, s: Stencil, area: Area, colours: tuple[str, str], turn: float) -> None:
    x0, y0, x1, y1 = area
    dots = [ellipse(x, y, 6) for y in _steps(y0 + 30, y1, 44) for x in _steps(x0 + 30, x1, 44)]
    _print(c, s, dots, light(colours[0], 0.75), 0.9, (turn, area))


def _speckled(c: Canvas, s: Stencil, area: Area, colours: tuple[str, str], turn: float) -> None:
    x0, y0, x1, y1 = area
    chance = random.Random(7)  # noqa: S311 - a drawing, the same at every start
    spots = [
        ellipse(chance.uniform(x0, x1), chance.uniform(y0, y1), chance.uniform(1.6, 5))
        for _ in range(int((x1 - x0) * (y1 - y0) / 900))
    ]
    _print(c, s, spots[::2], colours[1], 0.75, (turn, area))
    _print(c, s, spots[1::2], light(colours[0], 0.5), 0.6, (turn, area))


def _dipped(c: Canvas, s: Stencil, area: Area, colours: tuple[str, str], turn: float) -> None:
    x0, y0, x1, y1 = area
    line = y0 + (y1 - y0) * 0.66
    edge = curve([(x0, line - 4), (x0 + (x1 - x0) * 0.3, line + 22), (x1, line - 6)])
    _print(c, s, [[*edge, (x1, y1 + 80), (x0, y1 + 80)]], colours[1], 0.72, (turn, area))


def _band(c: Canvas, s: Stencil, area: Area, colours: tuple[str, str], turn: float) -> None:
    x0, y0, x1, y1 = area
    tall = y1 - y0
    for at, thick in ((0.30, 0.075), (0.42, 0.025)):
        y, depth = y0 + tall * at, (x1 - x0) * 0.07
        upper = ellipse((x0 + x1) / 2, y, (x1 - x0) / 2, depth, 180, 0)
        lower = ellipse((x0 + x1) / 2, y + tall * thick, (x1 - x0) / 2, depth, 0, 180)
        _print(c, s, [upper + lower], colours[1], 0.9, (turn, area))


def _ribs(c: Canvas, s: Stencil, area: Area, colours: tuple[str, str], turn: float) -> None:
    x0, y0, x1, y1 = area
    ribs = [box(x, y0, x + 7, y1 + 60) for x in _steps(x0 + 14, x1, 27)]
    _print(c, s, ribs, dark(colours[0], 0.4), 0.32, (turn, area))
    glints = [box(x + 9, y0, x + 13, y1 + 60) for x in _steps(x0 + 14, x1, 27)]
    _print(c, s, glints, light(colours[0], 0.8), 0.45, (turn, area))


def _weave(c: Canvas, s: Stencil, area: Area, colours: tuple[str, str], turn: float) -> None:
    x0, y0, x1, y1 = area
    over, under = [], []
    for row, y in enumerate(_steps(y0, y1 + 40, 24)):
        for x in _steps(x0 - 20 + 20 * (row % 2), x1, 40):
            over.append(ellipse(x, y, 19, 8))
            under.append(ellipse(x, y + 11, 17, 4))
    _print(c, s, under, dark(colours[0], 0.55), 0.5, (turn, area))
    _print(c, s, over, light(colours[0], 0.35), 0.55, (turn, area))


def _block(c: Canvas, s: Stencil, area: Area, colours: tuple[str, str], turn: float) -> None:
    x0, y0, x1, y1 = area
    petals, hearts = [], []
    for row, y in enumerate(_steps(y0 + 44, y1, 82)):
        for x in _steps(x0 + 44 + 41 * (row % 2), x1, 82):
            petals += [leaf(x, y, 30, 17, angle) for angle in range(45, 405, 90)]
            hearts.append(ellipse(x + 41, y, 5))
    _print(c, s, petals, colours[1], 0.92, (turn, area))
    _print(c, s, hearts, colours[1], 0.75, (turn, area))


def _ikat(c: Canvas, s: Stencil, area: Area, colours: tuple[str, str], turn: float) -> None:
    x0, y0, x1, y1 = area
    for grow, colour in ((1.0, colours[1]), (0.62, "#c4512f"), (0.28, dark(colours[0], 0.3))):
        diamonds = []
        for row, y in enumerate(_steps(y0, y1 + 60, 92)):
            for x in _steps(x0 + 65 * (row % 2), x1 + 65, 130):
                diamonds.append(_frayed(x, y, 56 * grow, 78 * grow))
        _print(c, s, diamonds, colour, 0.9, (turn, area))


def _frayed(x: float, y: float, w: float, h: float) -> Outline:
    steps = 7
    side = [(i / steps, 1 - i / steps) for i in range(steps + 1)]
    right = [(x + w * u + 5 * (i % 2), y - h * v) for i, (u, v) in enumerate(side)]
    lower = [(x + w * v + 5 * (i % 2), y + h * u) for i, (u, v) in enumerate(side)]
    return right + lower + [(2 * x - px, 2 * y - py) for px, py in right + lower]


def _stitches(c: Canvas, s: Stencil, area: Area, colours: tuple[str, str], turn: float) -> None:
    x0, y0, x1, y1 = area
    dashes = [
        box(x + 17 * (row % 2), y, x + 17 * (row % 2) + 19, y + 5, 2)
        for row, y in enumerate(_steps(y0 + 16, y1, 22))
        for x in _steps(x0, x1, 34)
    ]
    _print(c, s, dashes, colours[1], 0.85, (turn, area))


def _quilt(c: Canvas, s: Stencil, area: Area, colours: tuple[str, str], turn: float) -> None:
    x0, y0, x1, y1 = area
    tall = y1 - y0
    lines = []
    for x in _steps(x0 - tall, x1 + tall, 86):
        lines.append(stroke([(x, y0), (x + tall, y1)], 6))
        lines.append(stroke([(x, y1), (x + tall, y0)], 6))
    _print(c, s, lines, colours[1], 0.8, (turn, area))


def _hammered(c: Canvas, s: Stencil, area: Area, colours: tuple[str, str], turn: float) -> None:
    x0, y0, x1, y1 = area
    dents = [
        ellipse(x + 17 * (row % 2), y, 13, 12)
        for row, y in enumerate(_steps(y0, y1, 27))
        for x in _steps(x0, x1, 34)
    ]
    _print(c, s, dents, light(colours[0], 0.6), 0.28, (turn, area))


PATTERNS: dict[str, Callable[[Canvas, Stencil, Area, tuple[str, str], float], None]] = {
    "band": _band,
    "block": _block,
    "checks": _checks,
    "dipped": _dipped,
    "dots": _dots,
    "hammered": _hammered,
    "ikat": _ikat,
    "quilt": _quilt,
    "ribs": _ribs,
    "speckled": _speckled,
    "stitches": _stitches,
    "stripes": _stripes,
    "weave": _weave,
}
