"""Tins, jars, spices, glasses and wooden kitchen things."""

import random

from shop_admin.demo.pictures.canvas import (
    Canvas,
    Shade,
    Stencil,
    dark,
    falling,
    light,
    metal,
    mix,
    rounded,
)
from shop_admin.demo.pictures.outlines import (
    Outline,
    box,
    curve,
    ellipse,
    leaf,
    rotated,
    stroke,
    turned,
)
from shop_admin.demo.pictures.paper import PAPER, lay
from shop_admin.demo.pictures.vessels import glint
from shop_admin.demo.records import Drawing


def _sprig(c: Canvas, x: float, y: float, size: float, colour: str) -> None:
    c.fill(stroke([(x, y + size), (x, y - size * 0.6)], size * 0.08), colour)
    for i, turn in enumerate((-150, -30, -145, -35)):
        c.fill(leaf(x, y + size * (0.55 - 0.5 * (i // 2)), size * 0.8, size * 0.36, turn), colour)
    c.fill(leaf(x, y - size * 0.4, size * 0.7, size * 0.34, -90), colour)


def tin(c: Canvas, d: Drawing) -> None:
    """Draw a round tin with a lid and a printed label."""
    c.ground(500, 822, 200)
    body = c.fill(turned(500, [(330, 190), (790, 190)], 40, smooth=False), rounded(d.main))
    upper, lower = ellipse(500, 430, 190, 40, 180, 0), ellipse(500, 700, 190, 40, 0, 180)
    c.fill(upper + lower, rounded(mix(PAPER, d.accent, 0.12), 0.8), 1, body)
    for y in (448, 682):
        c.fill(stroke(ellipse(500, y, 190, 40, 0, 180), 6), d.accent, 1, body)
    c.fill(ellipse(478, 596, 78, 84), d.main)
    _sprig(c, 478, 590, 48, light(d.accent, 0.12))
    c.fill(stroke([(430, 712), (526, 712)], 7), d.main, 0.8)
    c.fill(
        turned(500, [(250, 198), (330, 198)], 42, smooth=False), rounded(dark(d.main, 0.12), 1.1)
    )
    c.fill(stroke(ellipse(500, 322, 197, 41, 0, 180), 5), light(d.main, 0.45), 0.5)
    c.fill(ellipse(500, 250, 198, 42), light(d.main, 0.16))
    c.fill(ellipse(500, 250, 176, 35), Shade(((0, light(d.main, 0.22)), (1, dark(d.main, 0.1)))))
    glint(c, [(352, 380), (350, 560), (354, 780)], 15, 0.35)


def jar(c: Canvas, d: Drawing) -> None:
    """Draw a glass jar with a cloth cap and a label."""
    c.ground(500, 822, 190)
    profile = [(330, 138), (380, 150), (430, 186), (520, 192), (720, 190), (790, 176)]
    c.fill(turned(500, profile, 36), rounded("#dfe7e2"))
    inner = [(400, 150), (450, 174), (540, 178), (720, 176), (778, 162)]
    filling = c.fill(turned(500, inner, 32), rounded(d.main, 1.1))
    chance = random.Random(3)  # noqa: S311 - a drawing, the same at every start
    for _ in range(90 if d.pattern == "threads" else 26):
        x, y = chance.uniform(340, 660), chance.uniform(430, 800)
        thick = 5 if d.pattern == "threads" else chance.uniform(18, 34)
        blob = leaf(x, y, chance.uniform(30, 64), thick, chance.uniform(0, 360))
        c.fill(
            blob, light(d.main, 0.4) if chance.random() < 0.5 else dark(d.main, 0.35), 0.4, filling
        )
    label = c.fill(box(378, 530, 622, 712, 10), falling(PAPER, 0.5))
    c.fill(box(378, 530, 622, 552), d.accent, 1, label)
    _sprig(c, 500, 612, 34, d.main)
    c.fill(stroke([(440, 680), (560, 680)], 6), dark(PAPER, 0.6), 0.7)
    glint(c, [(338, 480), (334, 600), (342, 760)], 16, 0.6)
    cap = [(330, 330), (350, 270), (420, 236), (500, 230), (580, 236), (650, 270), (670, 330)]
    frill = [(690, 400), (640, 384), (590, 412), (540, 388), (500, 414), (450, 388), (400, 412)]
    cloth = c.fill(
        curve([*cap, *frill, (355, 386), (312, 402)], closed=True), falling(d.accent, 1.1)
    )
    for x in range(340, 680, 36):
        c.fill(
            stroke([(500 + (x - 500) * 0.8, 240), (x, 420)], 5), light(d.accent, 0.5), 0.4, cloth
        )
    for y in (262, 298, 372):
        c.fill(box(300, y, 700, y + 6), light(d.accent, 0.5), 0.4, cloth)
    c.fill(stroke(ellipse(500, 328, 166, 22, 0, 180), 9), "#e6d3a8")


def pouch(c: Canvas, d: Drawing) -> None:
    """Draw a standing pouch with a label and a folded top."""
    c.ground(500, 836, 210)
    shape = [(318, 250), (682, 250), (700, 420), (722, 640), (716, 826), (500, 842), (284, 826)]
    body = c.fill(curve([*shape, (278, 640), (300, 420)], closed=True, steps=6), rounded(d.main))
    c.fill(box(310, 236, 690, 316, 6), falling(dark(d.main, 0.1)))
    c.fill(box(310, 300, 690, 308), dark(d.main, 0.5), 0.5)
    label = c.fill(box(360, 400, 640, 720, 12), falling(PAPER, 0.5), 1, body)
    c.fill(box(360, 400, 640, 470), d.accent, 1, label)
    c.fill(stroke([(420, 436), (580, 436)], 8), light(d.accent, 0.8))
    for x, y, turn in ((452, 590, -60), (500, 560, -90), (548, 590, -120)):
        c.fill(leaf(x, y + 50, 96, 40, turn), mix("#6d7f47", d.main, 0.15))
    c.fill(stroke([(440, 676), (560, 676)], 6), dark(PAPER, 0.6), 0.7)
    for x in (330, 672):
        c.fill(
            stroke(curve([(x, 330), (x + 4, 560), (x, 800)]), 10, 4), light(d.main, 0.6), 0.35, body
        )


def spice_box(c: Canvas, d: Drawing) -> None:
    """Draw a round box of seven spice bowls, seen from above."""
    c.shadow(ellipse(530, 545, 345), 34, 0.4)
    c.fill(ellipse(506, 510, 348), dark(d.main, 0.4))
    c.fill(
        ellipse(500, 500, 348),
        Shade(((0, light(d.main, 0.5)), (0.5, d.main), (1, dark(d.main, 0.25)))),
    )
    c.fill(ellipse(500, 500, 322), Shade(((0, dark(d.main, 0.35)), (1, light(d.main, 0.15)))))
    spices = ("#b5301f", "#e2a11b", "#6b4a2a", "#8f9a52", "#d8c096", "#3f2f28")
    spots = ellipse(500, 500, 205, 205, 0, 300)[::15]
    for (x, y), tone in [((500.0, 500.0), "#cf6a1e"), *zip(spots, spices, strict=True)]:
        c.shadow(ellipse(x + 8, y + 12, 94), 8, 0.4)
        c.fill(ellipse(x, y, 95), Shade(((0, light(d.main, 0.55)), (1, dark(d.main, 0.15)))))
        heap = c.fill(ellipse(x, y, 83), Shade(((0, light(tone, 0.18)), (1, dark(tone, 0.3)))))
        _grains(c, heap, x, y, tone)
    spoon = rotated(stroke([(330, 500), (640, 500)], 15), -34)
    lay(c, spoon, 6)
    c.fill(spoon, Shade(((0, light(d.main, 0.6)), (1, d.main))))
    c.fill(rotated(ellipse(650, 500, 44, 31), -34), falling(light(d.main, 0.25), 1.4))
    c.fill(rotated(ellipse(652, 500, 33, 21), -34), dark(d.main, 0.3))


def _grains(c: Canvas, heap: Stencil, x: float, y: float, tone: str) -> None:
    chance = random.Random(int(x * 7 + y))  # noqa: S311 - a drawing, the same at every start
    dots: list[list[Outline]] = [[], []]
    for i in range(70):
        dots[i % 2].append(ellipse(x + chance.gauss(0, 36), y + chance.gauss(0, 36), 3.2))
    c.fill(c.stencil(*dots[0]), light(tone, 0.5), 0.6, heap)
    c.fill(c.stencil(*dots[1]), dark(tone, 0.5), 0.5, heap)


def chai_glasses(c: Canvas, d: Drawing) -> None:
    """Draw three ribbed glasses of milky tea."""
    for x, y in ((345, 720), (655, 720), (500, 812)):
        c.ground(x, y + 14, 100)
        c.fill(turned(x, [(y - 300, 108), (y, 76)], 20, smooth=False), rounded(d.accent), 0.75)
        tea = turned(x, [(y - 225, 93), (y - 22, 70)], 18, smooth=False)
        filling = c.fill(tea, rounded(mix(d.main, "#c98d56", 0.4)))
        for i in range(-4, 5):
            line = [(x + i * 23, y - 290), (x + i * 16, y + 8)]
            c.fill(stroke(line, 5), "#fffaf0", 0.36)
        c.fill(ellipse(x, y - 225, 93, 19), light(mix(d.main, "#c98d56", 0.5), 0.35))
        c.fill(stroke(ellipse(x - 6, y - 224, 70, 12, 190, 300), 5), "#fff3dd", 0.8, filling)
        ring = c.stencil(ellipse(x, y - 300, 108, 22), holes=[ellipse(x, y - 299, 100, 18)])
        c.fill(ring, "#fbfdfb", 0.95)
        glint(c, [(x - 78, y - 260), (x - 70, y - 150), (x - 60, y - 30)], 12, 0.6)
    for x, drift in ((345, 16), (500, -14), (655, 18)):
        top = 400 if x != 500 else 492
        steam = curve(
            [(x, top), (x + drift, top - 60), (x - drift, top - 130), (x + drift, top - 210)]
        )
        c.fill(stroke(steam, 16, 5), "#ffffff", 0.35)


def tray(c: Canvas, d: Drawing) -> None:
    """Draw a carved tray with metal handles, seen from above."""

    def at(outline: Outline) -> Outline:
        return rotated(outline, -10)

    for x, side in ((128, -1), (872, 1)):
        grip = curve(
            [(x - side * 30, 400), (x + side * 34, 430), (x + side * 34, 570), (x - side * 30, 600)]
        )
        lay(c, at(stroke(grip, 24)), 10)
        c.fill(at(stroke(grip, 24)), metal(d.accent))
    lay(c, at(box(130, 260, 870, 740, 70)), 28)
    c.fill(at(box(130, 260, 870, 740, 70)), falling(d.main, 1.2))
    well = c.fill(
        at(box(170, 300, 830, 700, 44)), Shade(((0, dark(d.main, 0.28)), (1, light(d.main, 0.1))))
    )
    for i, y in enumerate(range(250, 780, 34)):
        grain = curve(
            [(120, y), (340, y + 18 - i % 3 * 16), (620, y - 8 + i % 2 * 20), (880, y + 6)]
        )
        c.fill(at(stroke(grain, 5, 2)), dark(d.main, 0.5), 0.28, well)
    c.fill(at(stroke([(190, 312), (810, 312)], 6)), "#241c1f", 0.2)


def board(c: Canvas, d: Drawing) -> None:
    """Draw a long board with a hole and a leather loop, a loaf and a knife's width of crumbs."""

    def at(outline: Outline) -> Outline:
        return rotated(outline, 24)

    hole = at(ellipse(500, 150, 24))
    shape = [(396, 300), (438, 236), (444, 150), (500, 96), (556, 150), (562, 236), (604, 300)]
    shape += [
        (652, 400),
        (656, 620),
        (648, 850),
        (600, 896),
        (400, 896),
        (352, 850),
        (344, 620),
        (348, 400),
    ]
    plank = curve(shape, closed=True)
    lay(c, at(plank), 24)
    loop = stroke(curve([(500, 152), (470, 90), (500, 34), (530, 90), (503, 152)]), 11)
    wood = c.fill(
        c.stencil(at(plank), holes=[hole]),
        Shade(((0, light(d.main, 0.3)), (1, dark(d.main, 0.12)))),
    )
    for i, x in enumerate(range(356, 650, 27)):
        grain = curve(
            [(x, 240), (x + 10 - i % 3 * 9, 460), (x - 8 + i % 2 * 15, 680), (x + 4, 900)]
        )
        c.fill(at(stroke(grain, 4, 2)), d.accent, 0.3, wood)
    c.fill(at(loop), d.accent)
    for i in range(4):
        y = 470 + i * 78
        slice_ = at(ellipse(500 + i * 6, y, 104, 66))
        lay(c, slice_, 8)
        c.fill(slice_, "#a8672f")
        c.fill(at(ellipse(500 + i * 6, y - 3, 91, 54)), falling("#f0d9ae", 0.8))
        for x, r in ((460, 7), (500, 10), (540, 6), (520, 5)):
            c.fill(at(ellipse(x + i * 4, y - 10 + (x + i * 13) % 24, r, r * 0.7)), "#d3b27c", 0.8)


def spoons(c: Canvas, d: Drawing) -> None:
    """Draw two wooden spoons, crossed a little."""
    for turn, tone in ((24, dark(d.main, 0.08)), (-16, d.main)):
        handle = rotated(
            stroke(curve([(500, 330), (502, 600), (500, 900)]), 34, 44), turn, 500, 560
        )
        head = rotated(ellipse(500, 236, 98, 138), turn, 500, 560)
        lay(c, handle, 14)
        lay(c, head, 14)
        c.fill(handle, Shade(((0, light(tone, 0.28)), (1, dark(tone, 0.2)))))
        body = c.fill(head, Shade(((0, light(tone, 0.28)), (1, dark(tone, 0.2)))))
        hollow = rotated(ellipse(500, 232, 76, 112), turn, 500, 560)
        c.fill(hollow, Shade(((0, dark(tone, 0.28)), (1, light(tone, 0.14)))), 1, body)
        for x in (468, 492, 516, 540):
            grain = curve([(x, 110), (x + 12, 240), (x - 6, 360), (x + 2, 620), (x, 900)])
            line = rotated(stroke(grain, 4, 2), turn, 500, 560)
            c.fill(line, d.accent, 0.28, c.stencil(handle, head))


def soap(c: Canvas, d: Drawing) -> None:
    """Draw a block of soap with a stamp, on a smaller one."""
    c.ground(500, 800, 290, 0.14)
    for y, shift, tone in ((590, 24, dark(d.main, 0.12)), (400, 0, d.main)):
        x0, x1 = 230 + shift, 700 + shift
        top: Outline = [(x0, y), (x0 + 120, y - 90), (x1 + 110, y - 90), (x1, y)]
        side: Outline = [(x1, y), (x1 + 110, y - 90), (x1 + 110, y + 110), (x1, y + 205)]
        c.fill(top, light(tone, 0.28))
        c.fill(side, dark(tone, 0.22))
        c.fill(box(x0, y, x1, y + 205, 10), falling(tone, 0.8))
        c.fill(stroke([(x0 + 6, y + 2), (x1 - 4, y + 2)], 5), light(tone, 0.5), 0.8)
    c.fill(
        c.stencil(box(286, 436, 644, 570, 28), holes=[box(293, 443, 637, 563, 22)]), d.accent, 0.7
    )
    _sprig(c, 372, 508, 38, d.accent)
    for y in (484, 520):
        c.fill(stroke([(450, y), (600, y)], 9), d.accent, 0.75)
    for x, y, r in ((800, 700, 46), (866, 760, 26), (778, 772, 20), (180, 770, 30), (150, 720, 16)):
        c.fill(ellipse(x, y, r), "#ffffff", 0.42)
        c.fill(ellipse(x - r * 0.3, y - r * 0.35, r * 0.3), "#ffffff", 0.8)


def incense(c: Canvas, d: Drawing) -> None:
    """Draw incense sticks in a brass holder beside their box."""
    c.ground(360, 800, 130)
    c.ground(700, 812, 130, 0.12)
    carton = c.fill(box(590, 350, 810, 812, 10), rounded(d.main, 0.9))
    c.fill(box(620, 420, 780, 740, 80), PAPER, 0.95, carton)
    for turn in range(0, 360, 30):
        c.fill(leaf(700, 560, 66, 30, turn), mix(d.main, "#c9431f", 0.3))
    c.fill(ellipse(700, 560, 24), "#7a2f22")
    c.fill(stroke([(650, 690), (750, 690)], 7), "#7a2f22", 0.8)
    for tip, tone in ((230, "#6d4a35"), (330, "#7b5540"), (450, "#6d4a35")):
        c.fill(stroke([(360, 760), (tip, 260)], 10), tone)
        c.fill(ellipse(tip, 260, 9), "#f2682c")
    for x, drift in ((230, 26), (330, -24), (450, 28)):
        smoke = curve([(x, 246), (x + drift, 190), (x - drift, 120), (x + drift, 50)])
        c.fill(stroke(smoke, 13, 4), "#ffffff", 0.5)
    c.fill(turned(360, [(700, 62), (730, 80), (770, 130), (790, 136)], 24), metal(d.accent))
    c.fill(ellipse(360, 700, 62, 15), light(d.accent, 0.4))
    c.fill(ellipse(360, 701, 50, 10), dark(d.accent, 0.4))
