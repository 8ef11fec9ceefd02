"""Lamps, candles and everything else that glows."""

from shop_admin.demo.pictures.canvas import Canvas, Shade, dark, falling, light, metal, mix, rounded
from shop_admin.demo.pictures.outlines import Outline, box, curve, ellipse, leaf, stroke, turned
from shop_admin.demo.pictures.patterns import decorate
from shop_admin.demo.pictures.vessels import glint
from shop_admin.demo.records import Drawing

GLOW = "#ffe3a3"


def shine(c: Canvas, x: float, y: float, size: float, strength: float = 0.5) -> None:
    """Lay warm light around a point."""
    c.shadow(ellipse(x, y, size), size * 0.42, strength, GLOW)


def table_lamp(c: Canvas, d: Drawing) -> None:
    """Draw a cloth shade over a turned wooden foot."""
    shine(c, 500, 430, 300, 0.5)
    c.ground(500, 848, 130)
    profile = [
        (520, 15),
        (560, 26),
        (600, 64),
        (670, 98),
        (740, 82),
        (790, 46),
        (812, 96),
        (832, 110),
    ]
    c.fill(turned(500, profile, 18), rounded(d.accent))
    glint(c, [(440, 640), (428, 690), (446, 744)], 12, 0.35)
    c.fill(turned(500, [(190, 130), (520, 232)], 30, smooth=False), rounded(d.main, 0.55))
    warm = Shade(
        ((0, mix(d.main, GLOW, 0.25)), (0.6, GLOW), (1, mix(d.main, GLOW, 0.4))), down=True
    )
    c.fill(turned(500, [(190, 130), (520, 232)], 30, smooth=False), warm, 0.45)
    c.fill(stroke(ellipse(500, 520, 232, 30, 0, 180), 7), dark(d.main, 0.22), 0.7)
    c.fill(ellipse(500, 190, 130, 18), light(d.main, 0.5))
    c.fill(ellipse(500, 191, 116, 13), mix(GLOW, "#ffffff", 0.3))


def floor_lamp(c: Canvas, d: Drawing) -> None:
    """Draw a slim lamp on three legs."""
    shine(c, 560, 300, 210, 0.55)
    c.ground(500, 900, 150, 0.1)
    for foot in (375, 500, 625):
        c.fill(stroke([(500, 720), (foot, 900 if foot != 500 else 882)], 13, 9), rounded(d.main))
    c.fill(stroke([(500, 250), (500, 740)], 14), rounded(d.main))
    c.fill(ellipse(500, 722, 17), d.accent)
    c.fill(stroke(curve([(500, 262), (506, 190), (560, 176)]), 14), rounded(d.main))
    c.fill(turned(560, [(158, 30), (200, 88), (290, 146)], 22), rounded(d.main, 1.1))
    c.fill(ellipse(560, 290, 146, 26), mix(GLOW, "#ffffff", 0.25))
    c.fill(ellipse(560, 286, 40, 12), "#fffdf4")
    c.fill(ellipse(560, 156, 30, 8), d.accent)


def desk_lamp(c: Canvas, d: Drawing) -> None:
    """Draw a jointed lamp that bows to the page."""
    shine(c, 330, 520, 200, 0.55)
    c.ground(610, 842, 150)
    c.fill(turned(610, [(800, 138), (826, 146)], 26, smooth=False), rounded(d.main))
    c.fill(ellipse(610, 800, 138, 24), light(d.main, 0.18))
    c.fill(stroke([(610, 796), (700, 520)], 19), rounded(d.accent))
    c.fill(stroke([(700, 520), (420, 290)], 19), Shade(((0, light(d.accent, 0.3)), (1, d.accent))))
    for x, y in ((700, 520), (610, 790), (420, 290)):
        c.fill(ellipse(x, y, 24), rounded(d.main))
        c.fill(ellipse(x - 4, y - 4, 9), light(d.accent, 0.3))
    head: Outline = [(392, 258), (440, 226), (484, 256), (474, 330), (446, 498), (200, 354)]
    c.fill(head, metal(d.main))
    mouth = stroke([(200, 350), (446, 494)], 30)
    c.fill(mouth, mix(GLOW, "#ffffff", 0.2))


def pendant(c: Canvas, d: Drawing) -> None:
    """Draw a dome that hangs over a table."""
    shine(c, 500, 640, 300, 0.6)
    c.fill(stroke([(500, 0), (500, 300)], 7), "#3d3a38")
    c.fill(turned(500, [(270, 20), (330, 26)], 6, smooth=False), rounded("#b99a5b"))
    profile = [(322, 40), (350, 120), (420, 218), (520, 278), (600, 296)]
    dome = c.fill(turned(500, profile, 44), rounded(d.main))
    decorate(c, d.pattern, dome, (204, 330, 796, 600), (d.main, d.accent))
    glint(c, [(320, 430), (270, 500), (250, 580)], 20, 0.28)
    c.fill(ellipse(500, 600, 296, 48), light(d.main, 0.35))
    c.fill(
        ellipse(500, 601, 282, 41),
        Shade(((0, mix(d.accent, "#c88f3c", 0.3)), (0.5, GLOW), (1, d.accent))),
    )
    c.fill(ellipse(500, 606, 62, 22), "#fffdf2")


def globe(c: Canvas, d: Drawing) -> None:
    """Draw a paper lantern with bamboo ribs."""
    shine(c, 500, 520, 360, 0.55)
    c.fill(stroke([(500, 0), (500, 240)], 6), "#3d3a38")
    ball = c.fill(
        ellipse(500, 520, 290, 275),
        Shade(((0, dark(d.main, 0.1)), (0.35, "#fff7e4"), (1, dark(d.main, 0.2)))),
    )
    c.shadow(ellipse(480, 520, 150, 140), 60, 0.6, "#fff3cf")
    for i in range(-5, 6):
        y = 520 + i * 46
        half = 290 * max(0.0, 1 - ((y - 520) / 275) ** 2) ** 0.5
        line = ellipse(500, y - 8, half, 16 + abs(i), 0, 180)
        c.fill(stroke(line, 4), d.accent, 0.75, ball)
    c.fill(ellipse(500, 252, 52, 12), dark(d.accent, 0.45))
    c.fill(ellipse(500, 252, 40, 7), GLOW)


def flame(c: Canvas, x: float, y: float, size: float = 1) -> None:
    """Draw a small flame that stands on (x, y)."""
    shine(c, x, y - 50 * size, 120 * size, 0.65)
    outer = [
        (x, y),
        (x - 24 * size, y - 34 * size),
        (x - 4 * size, y - 104 * size),
        (x + 24 * size, y - 36 * size),
    ]
    c.fill(
        curve(outer, closed=True),
        Shade(((0, "#fff3b8"), (0.5, "#ffc94d"), (1, "#f08a2c")), down=True),
    )
    inner = [
        (x, y - 4),
        (x - 10 * size, y - 26 * size),
        (x, y - 60 * size),
        (x + 10 * size, y - 26 * size),
    ]
    c.fill(curve(inner, closed=True), "#fffbe6", 0.9)


def candle(c: Canvas, d: Drawing) -> None:
    """Draw a candle in a coloured glass with a paper label."""
    c.ground(500, 832, 175)
    body = c.fill(turned(500, [(440, 172), (800, 166)], 34, smooth=False), rounded(d.main))
    c.fill(box(328, 440, 672, 520), d.accent, 0.16, body)
    c.fill(box(400, 570, 600, 740, 6), falling(d.accent, 0.6), 1, body)
    c.fill(stroke([(430, 612), (570, 612)], 6), dark(d.main, 0.1), 0.85)
    c.fill(leaf(500, 700, 62, 30, -90), d.main, 0.9)
    c.fill(leaf(500, 704, 46, 22, -35), d.main, 0.75)
    c.fill(leaf(500, 704, 46, 22, -145), d.main, 0.75)
    glint(c, [(360, 500), (358, 620), (364, 770)], 16, 0.42)
    c.fill(ellipse(500, 440, 172, 36), light(d.main, 0.45))
    c.fill(
        ellipse(500, 442, 160, 30),
        Shade(((0, dark(d.accent, 0.12)), (0.5, d.accent), (1, dark(d.accent, 0.06)))),
    )
    c.fill(ellipse(500, 446, 70, 15), mix(GLOW, "#ffffff", 0.3), 0.9)
    c.fill(stroke([(500, 446), (500, 408)], 6), "#3a2b25")
    flame(c, 500, 420)


def diya(c: Canvas, d: Drawing) -> None:
    """Draw a brass oil lamp with lotus petals."""
    shine(c, 500, 430, 280, 0.5)
    c.ground(500, 790, 200)
    c.fill(turned(500, [(690, 60), (720, 52), (770, 140)], 24), metal(d.main))
    for x, turn in ((250, -158), (750, -22), (330, -132), (670, -48)):
        base = (500 + (x - 500) * 0.35, 700)
        petal = c.fill(leaf(*base, 255, 150, turn), metal(mix(d.main, "#8a5a1c", 0.2)))
        c.fill(leaf(base[0], base[1] - 8, 205, 92, turn), light(d.main, 0.28), 0.55, petal)
    profile = [(545, 236), (590, 220), (650, 150), (700, 62)]
    c.fill(turned(500, profile, 14), metal(d.main))
    glint(c, [(312, 590), (348, 636), (400, 674)], 15, 0.55)
    c.fill(ellipse(500, 545, 236, 50), light(d.main, 0.45))
    c.fill(ellipse(500, 548, 218, 41), Shade(((0, "#7a4a12"), (0.5, d.accent), (1, "#8f5a17"))))
    c.fill(stroke(curve([(420, 560), (470, 548), (500, 520)]), 12, 8), "#fff3dd")
    flame(c, 502, 526, 1.25)
