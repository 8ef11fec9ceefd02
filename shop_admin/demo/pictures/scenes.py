"""The rooms that products stand in: a wall and a table, or a table top, in the store's colours."""

from functools import lru_cache
from zlib import crc32

from PIL import Image

from shop_admin.demo.pictures.canvas import SIDE, dark, light, rgb

TONES = {
    "berlin": ("#dfe5e6", "#e9e3d8", "#cfd9dc", "#dcdccf", "#e6d9cc"),
    "paris": ("#f3e3d7", "#ece6d4", "#ecd3cb", "#dde2d3", "#e2dfe6"),
    "mumbai": ("#f6e3c3", "#f1d7bd", "#dfe6da", "#f3dccb", "#e7dfcf"),
}
HORIZON = 700


def backdrop(store: str, sku: str, main: str, view: int, *, flat: bool) -> Image.Image:
    """Return the room for a product: a tone of its store's that its main colour stands out from."""
    tones = sorted(TONES[store], key=lambda tone: _nearness(tone, main))[1:]
    tone = tones[(crc32(sku.encode()) + view * 2) % len(tones)]
    return _surface(tone) if flat else _room(tone)


def _nearness(a: str, b: str) -> int:
    return sum(abs(x - y) for x, y in zip(rgb(a), rgb(b), strict=True))


@lru_cache(maxsize=32)
def _room(tone: str) -> Image.Image:
    wall, table = (
        _run(light(tone, 0.25), tone, HORIZON),
        _run(dark(tone, 0.13), dark(tone, 0.05), 300),
    )
    room = Image.new("RGB", (SIDE, SIDE))
    room.paste(wall, (0, 0))
    room.paste(table, (0, HORIZON))
    return _lit(room, light(tone, 0.8))


@lru_cache(maxsize=32)
def _surface(tone: str) -> Image.Image:
    return _lit(_run(light(tone, 0.1), dark(tone, 0.06), SIDE), light(tone, 0.8))


def _run(top: str, bottom: str, height: int) -> Image.Image:
    strip = Image.new("RGB", (1, 2))
    strip.putpixel((0, 0), rgb(top))
    strip.putpixel((0, 1), rgb(bottom))
    return strip.resize((SIDE, height), Image.Resampling.BILINEAR)


def _lit(room: Image.Image, glow: str) -> Image.Image:
    """Let window light fall in from the upper left."""
    pool = Image.radial_gradient("L").point(lambda value: max(0, 150 - value * 0.75))
    big = pool.resize((1700, 1700), Image.Resampling.BICUBIC).crop((500, 480, 1500, 1480))
    room.paste(rgb(glow), mask=big)
    return room
