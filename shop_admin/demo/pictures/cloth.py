"""Throws, cushions, towels, an apron and a bag."""

from shop_admin.demo.pictures.canvas import Canvas, Shade, dark, falling, light, rounded
from shop_admin.demo.pictures.outlines import Outline, box, curve, ellipse, stroke
from shop_admin.demo.pictures.patterns import decorate
from shop_admin.demo.records import Drawing


def blanket(c: Canvas, d: Drawing) -> None:
    """Draw a throw, folded into a soft pile with fringes."""
    c.ground(500, 800, 330, 0.14)
    for i, y in enumerate((690, 575, 460)):
        inset = i * 8
        layer = box(190 + inset, y, 810 - inset, y + 122, 58)
        fold = c.fill(layer, falling(dark(d.main, 0.05 * (2 - i)), 1.2))
        area = (190, y, 810, y + 122)
        decorate(c, d.pattern, fold, area, (d.main, d.accent))
        c.fill(box(190, y + 92, 810, y + 124), dark(d.main, 0.6), 0.22, fold)
        c.fill(ellipse(790 - inset, y + 61, 24, 44), dark(d.main, 0.35), 0.55, fold)
        c.fill(ellipse(792 - inset, y + 61, 14, 30), light(d.main, 0.1), 0.8, fold)
    top = [(200, 476), (300, 440), (500, 432), (700, 440), (800, 476), (650, 506), (350, 506)]
    cover = c.fill(curve(top, closed=True), falling(light(d.main, 0.1)))
    decorate(c, d.pattern, cover, (190, 425, 810, 510), (d.main, d.accent))
    threads = [stroke([(x, 574), (x + (x % 3 - 1) * 5, 626)], 6, 3) for x in range(228, 776, 14)]
    c.fill(c.stencil(*[[(x + 5, y + 6) for x, y in thread] for thread in threads]), "#241c1f", 0.25)
    c.fill(c.stencil(*threads), light(d.main, 0.35))


def cushion(c: Canvas, d: Drawing) -> None:
    """Draw a plump square cushion that leans on the wall."""
    c.ground(500, 800, 300, 0.13)
    shape = _cushion_outline()
    body = c.fill(shape, Shade(((0, light(d.main, 0.16)), (0.45, d.main), (1, dark(d.main, 0.3)))))
    decorate(c, d.pattern, body, (170, 180, 830, 830), (d.main, d.accent), -4)
    for x, y in ((232, 238), (768, 238), (225, 762), (775, 762)):
        crease = curve(
            [
                (x, y),
                (x + (500 - x) * 0.3, y + (500 - y) * 0.22),
                (x + (500 - x) * 0.5, y + (500 - y) * 0.5),
            ]
        )
        c.fill(stroke(crease, 12, 1), dark(d.main, 0.6), 0.22, body)
    edge = [*shape, shape[0]]
    c.fill(stroke(edge, 9), dark(d.main, 0.18), 0.8)


def _cushion_outline() -> Outline:
    points = [
        *[(195, 205), (350, 236), (500, 244), (650, 236), (805, 205)],
        *[(776, 360), (768, 500), (778, 650), (812, 800)],
        *[(650, 774), (500, 768), (350, 774), (188, 800)],
        *[(222, 650), (232, 500), (224, 360)],
    ]
    return curve(points, closed=True, steps=8)


def towel(c: Canvas, d: Drawing) -> None:
    """Draw a cloth over a wooden peg rail."""
    c.shadow(box(170, 196, 850, 246, 20), 12, 0.25)
    c.fill(box(150, 170, 850, 220, 12), falling("#c79c6a"))
    for x in (260, 740):
        c.fill(ellipse(x, 196, 21), "#a97b4b")
        c.fill(ellipse(x - 4, 192, 13), "#ddb78a")
    back = [(330, 215), (690, 215), (712, 640), (700, 730), (520, 716), (330, 730)]
    c.shadow([(x + 28, y + 22) for x, y in back], 24, 0.3)
    c.fill(
        curve([(330, 215), (690, 215), (716, 700), (330, 730)], steps=1),
        falling(dark(d.main, 0.14)),
    )
    front = [(316, 200), (400, 186), (500, 190), (610, 186), (684, 200)]
    hem = [(668, 800), (580, 824), (480, 806), (390, 828), (298, 806)]
    cloth = c.fill(curve([*front, (680, 500), *hem, (308, 500)], closed=True), falling(d.main, 0.8))
    decorate(c, d.pattern, cloth, (280, 420, 720, 840), (d.main, d.accent))
    for x, opacity in ((392, 0.20), (500, 0.12), (604, 0.22)):
        fold = curve([(x + 10, 210), (x, 420), (x + 8, 620), (x - 12, 830)])
        c.fill(stroke(fold, 8, 42), dark(d.main, 0.7), opacity, cloth)
        c.fill(
            stroke([(px + 24, py) for px, py in fold], 6, 26), light(d.main, 0.9), opacity, cloth
        )
    c.fill(
        stroke(curve([(298, 786), (390, 808), (480, 786), (580, 804), (668, 780)]), 5),
        d.accent,
        0.7,
        cloth,
    )
    c.fill(stroke(ellipse(500, 200, 16, 24), 6), d.accent)


def apron(c: Canvas, d: Drawing) -> None:
    """Draw an apron that hangs from a hook."""
    c.fill(ellipse(500, 96, 20), rounded("#b98a55"))
    neck = curve([(410, 260), (430, 150), (500, 104), (570, 150), (590, 260)])
    c.fill(stroke(neck, 15), d.accent)
    shape = [
        *[(404, 250), (500, 262), (596, 250), (612, 360), (702, 440), (724, 640), (734, 850)],
        *[(620, 868), (500, 856), (380, 868), (266, 850), (276, 640), (298, 440), (388, 360)],
    ]
    outline = curve(shape, closed=True, steps=8)
    c.shadow([(x + 22, y + 24) for x, y in outline], 24, 0.3)
    for side in (-1, 1):
        tie = curve([(500 + side * 204, 448), (500 + side * 250, 560), (500 + side * 236, 690)])
        c.fill(stroke(tie, 15, 12), d.accent)
    cloth = c.fill(outline, falling(d.main))
    decorate(c, d.pattern, cloth, (200, 180, 800, 920), (d.main, d.accent), 90)
    for x in (370, 620):
        c.fill(
            stroke(curve([(x, 470), (x + 8, 640), (x - 10, 860)]), 6, 40),
            dark(d.main, 0.7),
            0.13,
            cloth,
        )
    pocket = c.fill(box(390, 560, 610, 720, 18), falling(dark(d.accent, 0.04)))
    c.fill(box(390, 560, 610, 588), light(d.accent, 0.25), 0.8, pocket)


def bag(c: Canvas, d: Drawing) -> None:
    """Draw a tote with two handles and a printed front."""
    c.ground(500, 842, 260, 0.13)
    for shift, tone in ((24, 0.3), (0, 0.0)):
        handle = curve(
            [(390, 380), (398, 200 - shift), (500, 140 - shift), (602, 200 - shift), (610, 380)]
        )
        c.fill(stroke(handle, 26), rounded(dark("#a9703f", tone)))
    front = curve(
        [(262, 370), (738, 370), (770, 620), (752, 842), (248, 842), (230, 620)],
        closed=True,
        steps=6,
    )
    c.fill([(280, 360), (720, 360), (738, 380), (262, 380)], dark(d.main, 0.45))
    body = c.fill(front, Shade(((0, light(d.main, 0.2)), (0.6, d.main), (1, dark(d.main, 0.24)))))
    decorate(c, "weave", body, (230, 370, 770, 850), (d.main, d.main))
    sun = c.fill(ellipse(500, 690, 120, 120, 180, 360), falling(d.accent), 0.95, body)
    rays = [stroke([(500, 690), p], 3, 15) for p in ellipse(500, 690, 215, 215, 195, 345)[::6]]
    c.fill(c.stencil(*rays, holes=[ellipse(500, 690, 142)]), d.accent, 0.9, body)
    c.fill(stroke([(300, 712), (700, 712)], 12), d.accent, 0.9, body)
    c.fill(ellipse(455, 650, 40, 30), light(d.accent, 0.6), 0.25, sun)
    for x in (390, 610):
        c.fill(box(x - 22, 376, x + 22, 440, 6), "#a9703f")
