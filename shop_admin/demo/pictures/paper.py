"""Notebooks, letters, pens and what lies beside them on a desk, seen from above."""

from itertools import pairwise

from shop_admin.demo.pictures.canvas import Canvas, Shade, dark, falling, light, rounded
from shop_admin.demo.pictures.outlines import Outline, box, curve, ellipse, rotated, stroke
from shop_admin.demo.pictures.patterns import decorate
from shop_admin.demo.records import Drawing

PAPER = "#f7f1e4"


def lay(c: Canvas, outline: Outline, height: float = 16) -> None:
    """Lay the shadow of something flat that is `height` thick."""
    c.shadow([(x + height, y + height * 1.3) for x, y in outline], height * 1.5, 0.3)
    c.shadow([(x + height * 0.3, y + height * 0.4) for x, y in outline], height * 0.4, 0.3)


def notebook(c: Canvas, d: Drawing) -> None:
    """Draw a bound book with a ribbon and a paper label."""
    turn = -8.0

    def at(outline: Outline) -> Outline:
        return rotated(outline, turn)

    lay(c, at(box(262, 172, 748, 840, 16)), 24)
    ribbon = curve([(620, 820), (628, 880), (612, 930)])
    c.fill(at(stroke(ribbon, 15)), d.accent)
    c.fill(at(box(270, 182, 752, 842, 14)), dark(d.main, 0.3))
    c.fill(at(box(280, 180, 746, 834, 8)), PAPER)
    for y in (822, 828):
        c.fill(at(box(280, y, 744, y + 2)), dark(PAPER, 0.25))
    cover = c.fill(at(box(256, 164, 736, 820, 16)), falling(d.main, 0.7))
    decorate(c, d.pattern, cover, (180, 90, 820, 900), (d.main, d.accent), turn)
    c.fill(at(box(256, 164, 312, 820, 10)), dark(d.main, 0.22), 0.85, cover)
    c.fill(at(box(312, 164, 319, 820)), dark(d.main, 0.5), 0.5, cover)
    c.fill(at(box(420, 300, 640, 420, 8)), PAPER)
    c.fill(at(box(450, 340, 610, 346, 3)), dark(d.main, 0.1), 0.8)
    c.fill(at(box(480, 372, 580, 378, 3)), dark(d.main, 0.1), 0.5)
    c.fill(at(box(690, 164, 704, 822)), d.accent)


def calendar(c: Canvas, d: Drawing) -> None:
    """Draw three rows of cards on a wooden foot."""
    c.ground(500, 806, 290, 0.12)
    c.fill(box(196, 730, 804, 806, 14), falling("#cda06b", 1.2))
    c.fill(box(196, 730, 804, 746, 8), "#e4c193")
    for x0, x1, tone in ((240, 470, d.main), (486, 760, d.accent)):
        c.fill(box(x0, 330, x1, 742, 12), dark(tone, 0.18))
        card = c.fill(box(x0 - 6, 322, x1 - 8, 736, 12), falling(tone, 0.5))
        c.fill(box(x0 - 6, 322, x1 - 8, 384), dark(tone, 0.6), 0.14, card)
    _digit(c, 1, 282, 440, dark(d.main, 0.85))
    _digit(c, 7, 366, 440, dark(d.main, 0.85))
    for row in range(4):
        for column in range(5):
            x, y = 522 + column * 44, 446 + row * 62
            chosen = (row, column) == (2, 1)
            c.fill(ellipse(x, y, 14 if chosen else 9), "#ffffff", 1 if chosen else 0.55)
    for x in (300, 400, 560, 680):
        c.fill(stroke(ellipse(x, 318, 12, 26, 150, 400), 7), "#8e8a84")


def _digit(c: Canvas, digit: int, x: float, y: float, colour: str) -> None:
    lines = {1: [(0, 40), (34, 0), (34, 190)], 7: [(0, 0), (72, 0), (22, 190)]}
    points = [(x + px, y + py) for px, py in lines[digit]]
    for start, end in pairwise(points):
        c.fill(stroke([start, end], 22), colour)


def pen(c: Canvas, d: Drawing) -> None:
    """Draw a metal pen across a sheet of paper."""
    sheet = rotated(box(220, 150, 740, 860, 6), 9)
    lay(c, sheet, 10)
    c.fill(sheet, falling(PAPER, 0.4))
    for y in range(250, 800, 62):
        c.fill(rotated(box(290, y, 670, y + 3), 9), dark(PAPER, 0.22), 0.7)
    scribble = curve(
        [(310, 236), (350, 205), (370, 250), (410, 205), (440, 246), (490, 210), (530, 238)]
    )
    c.fill(rotated(stroke(scribble, 7), 9), d.accent)

    def at(outline: Outline) -> Outline:
        return rotated(outline, -38)

    lay(c, at(box(160, 476, 846, 530, 26)), 16)
    body = Shade(((0, light(d.main, 0.6)), (0.35, d.main), (1, dark(d.main, 0.45))), down=True)
    c.fill(at([(846, 486), (930, 500), (930, 506), (846, 520)]), body)
    c.fill(at(box(220, 474, 850, 532, 10)), body)
    c.fill(at(box(172, 488, 230, 518, 8)), body)
    for x in (650, 664, 678):
        c.fill(at(box(x, 474, x + 6, 532)), dark(d.main, 0.5), 0.6)
    c.fill(at(box(240, 462, 480, 478, 8)), light(d.main, 0.3))
    c.fill(at(box(260, 484, 840, 491, 3)), "#fffaf0", 0.6)


def tape(c: Canvas, d: Drawing) -> None:
    """Draw three rolls of tape, one of them unrolled a little."""
    third = "#e3c66f"
    strip: Outline = [(150, 770), (560, 706), (570, 766), (164, 832)]
    lay(c, strip, 5)
    band = c.fill(strip, d.main, 0.92)
    decorate(c, "stripes", band, (140, 600, 580, 900), (d.main, light(d.main, 0.6)), 60)
    for x, y, tone in ((365, 380, d.accent), (660, 400, third), (560, 640, d.main)):
        ring, hole = ellipse(x, y, 158, 158), ellipse(x, y, 86, 86)
        c.shadow(ellipse(x + 26, y + 32, 158), 20, 0.34, hole=ellipse(x + 20, y + 24, 80))
        c.fill(
            c.stencil(ellipse(x + 10, y + 13, 158), holes=[ellipse(x + 10, y + 13, 86)]),
            dark(tone, 0.35),
        )
        c.fill(c.stencil(ring, holes=[hole]), Shade(((0, light(tone, 0.3)), (1, dark(tone, 0.12)))))
        for r in (100, 116, 132, 146):
            line = c.stencil(ellipse(x, y, r + 1.5), holes=[ellipse(x, y, r - 1.5)])
            c.fill(line, dark(tone, 0.4), 0.22)
        core = c.stencil(ellipse(x, y, 96), holes=[ellipse(x, y, 82)])
        c.fill(core, "#d9bd93")


def envelope(c: Canvas, d: Drawing) -> None:
    """Draw envelopes and a sealed letter."""
    for turn, tone in ((-14, dark(d.main, 0.12)), (-3, light(d.main, 0.35))):
        sheet = rotated(box(170, 300, 830, 720, 8), turn)
        lay(c, sheet, 12)
        c.fill(sheet, falling(tone, 0.5))

    def at(outline: Outline) -> Outline:
        return rotated(outline, 6)

    lay(c, at(box(170, 310, 830, 740, 8)), 18)
    c.fill(at(box(170, 310, 830, 740, 8)), falling(d.main, 0.5))
    c.fill(at([(170, 738), (470, 520), (530, 520), (830, 738)]), light(d.main, 0.22))
    flap: Outline = [(172, 312), (828, 312), (530, 560), (500, 572), (470, 560)]
    c.shadow(at([(x, y + 10) for x, y in flap]), 9, 0.3)
    c.fill(at(flap), Shade(((0, light(d.main, 0.35)), (1, d.main)), down=True))
    c.fill(at(ellipse(504, 560, 53, 51)), dark(d.accent, 0.25))
    c.fill(at(ellipse(500, 555, 50, 49)), falling(d.accent, 1.4))
    c.fill(at(c_ring(500, 555, 34)), dark(d.accent, 0.3), 0.6)
    c.fill(at(stroke([(500, 576), (500, 540)], 6)), light(d.accent, 0.4))
    for x in (486, 514):
        c.fill(at(ellipse(x, 548, 9, 12)), light(d.accent, 0.4))


def c_ring(x: float, y: float, r: float) -> Outline:
    """Return a thin ring as one outline."""
    return stroke(ellipse(x, y, r, r, 0, 350), 4)


def pencils(c: Canvas, d: Drawing) -> None:
    """Draw six coloured pencils beside their box."""
    carton = rotated(box(190, 560, 830, 880, 14), -6)
    lay(c, carton, 20)
    lid = c.fill(carton, falling(PAPER, 0.6))
    c.fill(rotated(box(190, 560, 830, 640), -6), d.accent, 1, lid)
    c.fill(rotated(box(250, 720, 520, 732, 5), -6), dark(PAPER, 0.5), 0.7)
    c.fill(rotated(box(250, 756, 420, 764, 4), -6), dark(PAPER, 0.5), 0.5)
    tones = (d.main, d.accent, "#e3b96b", "#9fb58f", "#b79ac4", "#d98472")
    for i, tone in enumerate(tones):
        _pencil(c, 250 + i * 100, 90 + (i * 37) % 60, tone, -6 + i * 2)


def _pencil(c: Canvas, x: float, y: float, colour: str, turn: float) -> None:
    def at(outline: Outline) -> Outline:
        return rotated(outline, turn, x, 400)

    lay(c, at(box(x - 26, y + 90, x + 26, y + 610, 6)), 11)
    wood = [(x - 26, y + 104), (x - 5, y + 14), (x + 5, y + 14), (x + 26, y + 104)]
    c.fill(at(wood), Shade(((0, "#f3d9b0"), (1, "#c99a63"))))
    c.fill(at([(x - 9, y + 34), (x, y), (x + 9, y + 34)]), dark(colour, 0.1))
    scallop = [
        (x - 26, y + 92),
        (x - 13, y + 108),
        (x, y + 92),
        (x + 13, y + 108),
        (x + 26, y + 92),
    ]
    c.fill(at([*scallop, (x + 26, y + 610), (x - 26, y + 610)]), rounded(colour, 1.2))
    c.fill(at(box(x - 9, y + 104, x + 7, y + 608)), light(colour, 0.3), 0.5)
    c.fill(at(box(x - 26, y + 578, x + 26, y + 612, 6)), rounded(dark(colour, 0.25)))
