"""Plants, baskets and furniture."""

from shop_admin.demo.pictures.canvas import Canvas, Shade, dark, falling, light, mix, rounded, skin
from shop_admin.demo.pictures.outlines import box, curve, ellipse, leaf, stroke, turned
from shop_admin.demo.pictures.patterns import decorate
from shop_admin.demo.pictures.vessels import glint, rim
from shop_admin.demo.records import Drawing


def _foliage(
    c: Canvas, x: float, y: float, leaves: tuple[tuple[float, float, float, float], ...], green: str
) -> None:
    """Draw stems from (x, y); each leaf is (dx, dy, length, degrees)."""
    for i, (dx, dy, length, turn) in enumerate(leaves):
        tip = (x + dx, y + dy)
        c.fill(stroke(curve([(x, y), (x + dx * 0.3, y + dy * 0.6), tip]), 9, 6), dark(green, 0.25))
        tone = mix(green, "#8fae74", 0.12 * (i % 4))
        blade = c.fill(leaf(*tip, length, length * 0.5, turn), rounded(tone, 0.9))
        rib = leaf(*tip, length * 0.96, 5, turn)
        c.fill(rib, light(tone, 0.5), 0.7, blade)


def planter(c: Canvas, d: Drawing) -> None:
    """Draw a fluted pot on a saucer with a trailing plant."""
    c.ground(500, 828, 215)
    leaves = (
        *(
            (-150, -150, 150, -160),
            (150, -150, 150, -20),
            (-90, -240, 160, -120),
            (95, -240, 160, -60),
        ),
        *((0, -250, 170, -90), (-190, -60, 140, 165), (190, -60, 140, 15), (-40, -150, 140, -110)),
        *((60, -120, 140, -50),),
    )
    _foliage(c, 500, 450, leaves, d.accent)
    c.fill(turned(500, [(790, 218), (812, 200)], 34, smooth=False), rounded(dark(d.main, 0.08)))
    body = c.fill(turned(500, [(450, 208), (600, 200), (784, 164)], 34), rounded(d.main))
    decorate(c, d.pattern, body, (292, 450, 708, 784), (d.main, d.accent))
    c.fill(turned(500, [(430, 216), (466, 216)], 40, smooth=False), rounded(light(d.main, 0.1)))
    front = c.stencil(turned(500, [(430, 216), (466, 216)], 40, smooth=False))
    c.fill(stroke(ellipse(500, 432, 214, 38, 0, 180), 6), light(d.main, 0.6), 0.9, front)
    for dx, turn in ((-150, 110), (-70, 96), (120, 72)):
        c.fill(leaf(500 + dx, 452, 120, 56, turn), rounded(mix(d.accent, "#8fae74", 0.3), 0.9))


def plant(c: Canvas, d: Drawing) -> None:
    """Draw a young plant with broad leaves in a simple pot."""
    c.ground(500, 848, 165)
    leaves = (
        *(
            (-70, -130, 190, -165),
            (70, -150, 190, -15),
            (-60, -250, 200, -145),
            (64, -270, 200, -38),
        ),
        *((-30, -370, 190, -118), (34, -380, 185, -62), (0, -420, 160, -90)),
    )
    _foliage(c, 500, 620, leaves, d.accent)
    c.fill(turned(500, [(620, 150), (826, 112)], 26, smooth=False), skin(d.main, d.pattern))
    c.fill(
        turned(500, [(590, 168), (648, 164)], 30, smooth=False),
        skin(light(d.main, 0.08), d.pattern),
    )
    rim(c, 500, 590, 168, 32, d.main, 10)
    c.fill(ellipse(500, 596, 150, 24), "#4a3a30")
    _foliage(c, 500, 600, ((0, -60, 20, -90),), d.accent)
    glint(c, [(372, 668), (386, 740), (402, 820)], 13, 0.4)


def basket(c: Canvas, d: Drawing) -> None:
    """Draw a woven basket with long handles."""
    c.ground(500, 836, 270, 0.14)
    back = curve([(350, 470), (362, 290), (500, 226), (638, 290), (650, 470)])
    c.fill(stroke(back, 22), dark(d.accent, 0.25))
    for x, turn in ((360, -118), (410, -104), (470, -92), (540, -76)):
        c.fill(leaf(x, 500, 250, 92, turn), rounded("#6f8a5a"))
    c.fill(stroke([(610, 520), (700, 300)], 34), rounded("#e0b878"))
    c.fill(ellipse(702, 296, 19, 15), "#f0d5a3")
    profile = [(470, 276), (600, 268), (740, 236), (806, 206)]
    body = c.fill(turned(500, profile, 34), rounded(d.main))
    decorate(c, "weave", body, (220, 480, 780, 830), (d.main, d.accent))
    c.fill(stroke(ellipse(500, 470, 274, 54, 0, 180), 26), rounded(dark(d.main, 0.12)))
    c.fill(stroke(ellipse(500, 470, 274, 54, 0, 180), 6), light(d.main, 0.4), 0.7)
    front = curve([(356, 560), (350, 380), (500, 306), (650, 380), (644, 560)])
    c.fill(stroke(front, 24), rounded(d.accent))
    for x in (356, 644):
        c.fill(box(x - 24, 546, x + 24, 620, 10), rounded(d.accent))
        for y in (566, 600):
            c.fill(ellipse(x, y, 5), light(d.accent, 0.6))


def chair(c: Canvas, d: Drawing) -> None:
    """Draw a bentwood chair with a woven seat."""
    c.ground(500, 900, 215, 0.12)
    wood = Shade(((0, light(d.main, 0.25)), (0.6, d.main), (1, dark(d.main, 0.2))))
    for x0, x1 in ((400, 378), (604, 626)):
        c.fill(stroke([(x0, 560), (x1, 852)], 20, 15), dark(d.main, 0.3))
    back = curve(
        [(352, 590), (346, 380), (380, 190), (500, 120), (620, 190), (654, 380), (648, 590)]
    )
    c.fill(stroke(back, 25), wood)
    inner = curve(
        [(420, 580), (414, 400), (444, 268), (500, 232), (556, 268), (586, 400), (580, 580)]
    )
    c.fill(stroke(inner, 17), wood)
    c.fill(stroke(curve([(352, 760), (500, 784), (648, 760)]), 13), dark(d.main, 0.22))
    c.fill(ellipse(500, 614, 212, 66), dark(d.main, 0.3))
    c.fill(ellipse(500, 598, 212, 66), wood)
    seat = c.fill(ellipse(500, 594, 178, 50), falling(d.accent))
    decorate(c, "weave", seat, (320, 540, 680, 650), (d.accent, d.main))
    for x0, x1 in ((330, 300), (670, 700)):
        c.fill(stroke([(x0, 610), (x1, 900)], 26, 18), wood)


def clock(c: Canvas, d: Drawing) -> None:
    """Draw a wall clock with four marks, at ten past ten."""
    c.shadow(ellipse(532, 545, 300), 36, 0.36)
    c.fill(ellipse(504, 508, 304), dark(d.main, 0.3))
    c.fill(ellipse(500, 500, 304), Shade(((0, light(d.main, 0.4)), (1, dark(d.main, 0.14)))))
    face = c.fill(ellipse(500, 500, 278), Shade(((0, dark(d.main, 0.06)), (1, light(d.main, 0.3)))))
    for i, y in enumerate(range(240, 780, 38)):
        grain = curve([(200, y), (400, y + 10 - i % 3 * 8), (640, y - 6 + i % 2 * 14), (800, y)])
        c.fill(stroke(grain, 4, 2), dark(d.main, 0.4), 0.16, face)
    for ends in (
        ((500, 246), (500, 290)),
        ((500, 710), (500, 754)),
        ((246, 500), (290, 500)),
        ((710, 500), (754, 500)),
    ):
        c.fill(stroke(list(ends), 14), d.accent)
    for tip, width in (((388, 408), 20), ((676, 398), 14)):
        c.shadow(stroke([(506, 510), (tip[0] + 8, tip[1] + 12)], width), 5, 0.3)
        c.fill(stroke([(500, 500), tip], width, width * 0.6), d.accent)
    c.fill(stroke([(470, 560), (590, 320)], 5), "#c2543d")
    c.fill(ellipse(500, 500, 18), d.accent)
    c.fill(ellipse(500, 500, 8), "#c2543d")
