"""Cups, bowls, jugs and pots: bodies from a lathe with handles, spouts and lids."""

from shop_admin.demo.pictures.canvas import Canvas, Shade, Stencil, dark, light, mix, rounded, skin
from shop_admin.demo.pictures.outlines import Outline, box, curve, ellipse, leaf, stroke, turned
from shop_admin.demo.pictures.patterns import decorate
from shop_admin.demo.records import Drawing

WHITE = "#fffaf2"


def rim(
    c: Canvas, cx: float, y: float, rx: float, ry: float, colour: str, wall: float = 9
) -> Stencil:
    """Draw the open mouth of a vessel; return the opening, to pour something into."""
    c.fill(ellipse(cx, y, rx, ry), light(colour, 0.38))
    inside = Shade(((0.0, dark(colour, 0.5)), (0.6, dark(colour, 0.22)), (1.0, colour)))
    return c.fill(ellipse(cx, y + 1, rx - wall, ry - wall * 0.45), inside)


def glint(c: Canvas, line: Outline, width: float = 12, opacity: float = 0.4) -> None:
    """Draw a highlight along a line, thinning out."""
    c.fill(stroke(curve(line), width, width * 0.4), WHITE, opacity)


def mug(c: Canvas, d: Drawing) -> None:
    """Draw a mug with coffee in it."""
    c.ground(480, 772, 190)
    c.fill(
        c.stencil(ellipse(668, 575, 112, 118), holes=[ellipse(664, 575, 72, 78)]),
        rounded(dark(d.main, 0.08)),
    )
    body = c.fill(
        turned(470, [(410, 186), (560, 184), (690, 174), (752, 158)], 34), rounded(d.main)
    )
    decorate(c, d.pattern, body, (284, 410, 656, 752), (d.main, d.accent))
    glint(c, [(345, 480), (343, 580), (352, 690)])
    opening = rim(c, 470, 410, 186, 44, d.main)
    c.fill(ellipse(470, 438, 160, 34), Shade(((0, "#3a2318"), (1, "#7a4f33"))), 1, opening)
    c.fill(ellipse(500, 432, 70, 9), "#b98a63", 0.35, opening)


def bowl(c: Canvas, d: Drawing) -> None:
    """Draw a wide bowl on a small foot."""
    c.ground(500, 766, 190)
    c.fill(turned(500, [(725, 118), (758, 112)], 24), rounded(dark(d.main, 0.2)))
    profile = [(450, 292), (540, 280), (640, 222), (715, 138), (742, 112)]
    body = c.fill(turned(500, profile, 22), rounded(d.main))
    decorate(c, d.pattern, body, (208, 450, 792, 742), (d.main, d.accent))
    glint(c, [(262, 530), (300, 610), (368, 682)])
    opening = rim(c, 500, 450, 292, 78, d.main, 11)
    c.fill(ellipse(540, 505, 210, 55), light(d.main, 0.25), 0.22, opening)


def jug(c: Canvas, d: Drawing) -> None:
    """Draw a pitcher with a lip and a generous handle."""
    c.ground(480, 838, 180)
    handle = curve([(600, 330), (730, 330), (770, 450), (730, 570), (625, 640)])
    c.fill(stroke(handle, 44, 34), rounded(dark(d.main, 0.1)))
    profile = [(250, 128), (330, 118), (430, 138), (560, 186), (690, 196), (800, 150), (820, 140)]
    body = c.fill(turned(480, profile, 30), rounded(d.main))
    lip = [(362, 254), (318, 236), (330, 268), (360, 318), (372, 300)]
    c.fill(curve(lip, closed=True), Shade(((0, light(d.main, 0.2)), (1, dark(d.main, 0.05)))))
    decorate(c, d.pattern, body, (284, 380, 676, 760), (d.main, d.accent))
    decorate(c, "band", body, (284, 560, 676, 900), (d.main, d.accent))
    glint(c, [(345, 480), (318, 600), (338, 740)])
    rim(c, 480, 250, 128, 28, d.main)


def carafe(c: Canvas, d: Drawing) -> None:
    """Draw a glass carafe, half full, with a wooden stopper."""
    c.ground(500, 842, 165)
    c.fill(turned(500, [(150, 58), (160, 64), (205, 60), (250, 44)], 8), rounded(d.accent))
    c.fill(ellipse(500, 152, 58, 12), light(d.accent, 0.35))
    profile = [(235, 62), (330, 60), (430, 88), (540, 152), (680, 176), (800, 166), (826, 150)]
    body = c.fill(turned(500, profile, 28), rounded(light(d.main, 0.45)), 0.86)
    water = mix(d.main, "#4f93a3", 0.45)
    c.fill(box(300, 560, 700, 880), rounded(water), 0.6, body)
    c.fill(ellipse(500, 560, 158, 26), light(water, 0.5), 0.8, body)
    for x in (392, 446, 500, 554, 608):
        line = curve(
            [(500 + (x - 500) * 0.4, 330), (500 + (x - 500) * 0.75, 450), (x, 640), (x, 820)]
        )
        c.fill(stroke(line, 5), WHITE, 0.38, body)
    c.fill(ellipse(500, 236, 62, 12), light(d.main, 0.75), 0.9)
    glint(c, [(385, 560), (352, 660), (362, 780)], 20, 0.6)


def vase(c: Canvas, d: Drawing) -> None:
    """Draw a bud vase with one branch."""
    c.ground(500, 842, 140)
    stem = curve([(500, 480), (506, 380), (540, 270), (600, 170)])
    c.fill(stroke(stem, 9, 5), "#6f7f55")
    for x, y, length, turn in ((512, 360, 110, -150), (540, 275, 120, -20), (575, 205, 105, -135)):
        c.fill(leaf(x, y, length, length * 0.42, turn), rounded("#7f9166"))
    for x, y, r in ((612, 158, 34), (660, 200, 26), (560, 140, 24)):
        c.fill(stroke([(585, 195), (x, y)], 4), "#6f7f55")
        c.fill(ellipse(x, y, r), rounded(d.accent))
        c.fill(ellipse(x - r * 0.25, y - r * 0.25, r * 0.4), light(d.accent, 0.4), 0.7)
    profile = [(455, 46), (520, 42), (590, 74), (690, 142), (770, 142), (818, 96), (826, 90)]
    c.fill(turned(500, profile, 20), rounded(d.main))
    glint(c, [(420, 640), (386, 710), (394, 770)], 16)
    rim(c, 500, 455, 46, 11, d.main, 6)


def teapot(c: Canvas, d: Drawing) -> None:
    """Draw a round teapot with a spout, a lid and a knob."""
    c.ground(490, 790, 235)
    handle = curve([(655, 480), (790, 430), (838, 540), (790, 660), (672, 690)])
    c.fill(stroke(handle, 34, 26), rounded(d.accent))
    spout = curve([(330, 640), (240, 610), (205, 500), (150, 430)])
    c.fill(stroke(spout, 96, 38), Shade(((0, light(d.main, 0.18)), (1, dark(d.main, 0.2)))))
    profile = [(425, 104), (452, 150), (520, 214), (620, 236), (710, 206), (768, 140)]
    c.fill(turned(490, profile, 26), skin(d.main, d.pattern))
    glint(c, [(345, 530), (302, 610), (322, 690)], 18)
    c.fill(
        turned(490, [(372, 22), (392, 72), (428, 116)], 20), skin(light(d.main, 0.06), d.pattern)
    )
    c.fill(stroke(ellipse(490, 428, 118, 20, 0, 180), 7), dark(d.main, 0.4), 0.7)
    c.fill(ellipse(490, 356, 29, 27), rounded(d.accent))


def saucepan(c: Canvas, d: Drawing) -> None:
    """Draw a low saucepan with a long handle."""
    c.ground(420, 752, 235, 0.18)
    handle = [(620, 520), (760, 486), (905, 462)]
    c.fill(stroke(curve(handle), 42, 30), rounded(d.accent))
    c.fill(stroke(ellipse(893, 464, 10, 8), 5), light(d.accent, 0.5))
    c.fill(turned(420, [(480, 232), (600, 230), (718, 224)], 46), skin(d.main, d.pattern))
    c.fill(box(610, 494, 660, 556, 12), rounded(d.accent))
    for x, y in ((626, 512), (644, 512), (635, 538)):
        c.fill(ellipse(x, y, 5), light(d.accent, 0.6))
    glint(c, [(252, 556), (252, 630), (262, 710)], 20, 0.5)
    rim(c, 420, 480, 232, 62, mix(d.main, "#d9d4cc", 0.75), 10)
    c.fill(ellipse(450, 512, 170, 38), "#ece8e1", 0.5)


def handi(c: Canvas, d: Drawing) -> None:
    """Draw a clay pot with a lid."""
    c.ground(500, 800, 215)
    profile = [(440, 196), (470, 186), (520, 240), (620, 268), (710, 226), (778, 140)]
    body = c.fill(turned(500, profile, 28), rounded(d.main))
    for y in (548, 566):
        lower = ellipse(500, y, 262, 34, 0, 180)
        c.fill(stroke(lower, 6), light(d.main, 0.3), 0.7, body)
    decorate(c, "speckled", body, (232, 440, 768, 790), (d.main, d.accent))
    c.fill(stroke(ellipse(500, 440, 204, 30, 0, 180), 26), rounded(dark(d.main, 0.05)))
    c.fill(turned(500, [(330, 40), (352, 92), (394, 170), (432, 200)], 28), rounded(d.accent))
    c.fill(turned(500, [(282, 34), (300, 46), (338, 26)], 6), rounded(d.accent))
    c.fill(ellipse(500, 284, 34, 9), light(d.accent, 0.25))
    glint(c, [(300, 560), (282, 630), (312, 706)], 18, 0.25)


def bottle(c: Canvas, d: Drawing) -> None:
    """Draw a tall metal bottle with a screw cap."""
    c.ground(500, 858, 130)
    profile = [(290, 52), (330, 56), (390, 112), (450, 138), (640, 140), (800, 138), (838, 126)]
    body = c.fill(turned(500, profile, 24), skin(d.main, d.pattern))
    decorate(c, d.pattern, body, (362, 420, 638, 790), (d.main, d.accent))
    c.fill(stroke(ellipse(500, 800, 139, 22, 0, 180), 8), light(d.main, 0.4), 0.7, body)
    c.fill(turned(500, [(206, 62), (285, 62)], 10, smooth=False), rounded(dark(d.main, 0.1), 1.2))
    for y in (226, 244, 262):
        c.fill(stroke(ellipse(500, y, 60, 9, 0, 180), 4), dark(d.main, 0.4), 0.6)
    c.fill(ellipse(500, 206, 62, 12), light(d.main, 0.4))
    c.fill(stroke(ellipse(500, 180, 28, 30, 150, 390), 9), rounded(d.accent))
    glint(c, [(402, 470), (396, 620), (400, 770)], 18, 0.5)
