"""The stores' marks: a light sign on a tile of the store's colour."""

from PIL import Image

from shop_admin.demo.pictures.canvas import SIDE, Canvas, dark, light, rgb
from shop_admin.demo.pictures.lamps import flame
from shop_admin.demo.pictures.outlines import box, curve, ellipse, leaf, stroke
from shop_admin.demo.records import DemoStore

LOGO_SIDE = 512


def draw_tile(store: DemoStore) -> Image.Image:
    """Return the store's mark, 512 by 512, on a tile with clear corners."""
    canvas = Canvas(Image.new("RGB", (SIDE, SIDE), rgb(store.accent)))
    canvas.fill(ellipse(300, 200, 700), light(store.accent, 0.06))
    SIGNS[store.slug](canvas, store.accent)
    stencil = canvas.stencil(box(0, 0, SIDE, SIDE, 210))
    clear = Image.new("L", (SIDE, SIDE))
    clear.paste(stencil.mask, stencil.corner)
    canvas.image.putalpha(clear)
    return canvas.image.resize((LOGO_SIDE, LOGO_SIDE), Image.Resampling.LANCZOS)


def _window(c: Canvas, accent: str) -> None:
    """Draw an arched window with morning light in one pane."""
    pane = light(accent, 0.9)
    arch = [*ellipse(500, 420, 220, 220, 180, 360), (720, 800), (280, 800)]
    frame = c.fill(arch, pane)
    c.fill(box(512, 200, 720, 520), "#e3b04b", 1, frame)
    for bar in (box(484, 190, 516, 800), box(280, 496, 720, 528)):
        c.fill(bar, accent)
    c.fill(box(220, 790, 780, 838, 20), pane)


def _plum(c: Canvas, accent: str) -> None:
    """Draw a mirabelle with its leaf."""
    cream = light(accent, 0.86)
    c.fill(stroke(curve([(500, 400), (516, 300), (570, 220)]), 30, 22), cream)
    c.fill(leaf(540, 290, 260, 130, -18), "#b9c6a0")
    c.fill(ellipse(490, 580, 240, 232), "#e8b04a")
    crease = curve([(500, 372), (430, 480), (440, 680), (500, 790)])
    c.fill(stroke(crease, 16, 10), dark("#e8b04a", 0.22), 0.7)
    c.fill(ellipse(590, 500, 44, 60), cream, 0.6)


def _lamp(c: Canvas, accent: str) -> None:
    """Draw a diya between two neem leaves."""
    flame(c, 500, 590, 3.1)
    for turn in (-150, -30):
        c.fill(leaf(500, 690, 330, 120, turn), light(accent, 0.45))
    bowl = [(250, 600), (750, 600), (690, 730), (580, 800), (420, 800), (310, 730)]
    c.fill(curve(bowl, closed=True, steps=6), "#d9a441")
    c.fill(ellipse(500, 606, 252, 40), light("#d9a441", 0.45))


SIGNS = {"berlin": _window, "paris": _plum, "mumbai": _lamp}
