"""Bombs, animations, other formats and broken files are refused before they cost much."""

import io
import resource
import struct
import time
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from shop_admin.documents.pictures import MAX_BYTES, PictureError, read_logo, read_picture


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_bomb(side: int) -> bytes:
    packer = zlib.compressobj(9)
    row = bytes(1 + side // 8)
    pixels = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def webp_claiming(width: int, height: int, flags: int = 0) -> bytes:
    body = bytes([flags, 0, 0, 0])
    body += (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    inner = b"WEBPVP8X" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(inner)) + inner


def saved(kind: str, size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 80).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def moving(kind: str) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


def jpeg_of_many_scans() -> bytes:
    plain = saved("JPEG", progressive=True)
    start = plain.rindex(b"\xff\xda")
    return plain[:-2] + plain[start:-2] * 500 + b"\xff\xd9"


EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "empty"),
    "too many bytes": (lambda: bytes(MAX_BYTES + 1), "up to 10 MB"),
    "text": (lambda: b"hello", "not a JPEG"),
    "svg": (lambda: SVG, "not a JPEG"),
    "html": (lambda: b"<!doctype html><script>alert(1)</script>", "not a JPEG"),
    "eps": (lambda: EPS, "not a JPEG"),
    "gif": (lambda: saved("GIF"), "not a JPEG"),
    "bmp": (lambda: saved("BMP"), "not a JPEG"),
    "tiff": (lambda: saved("TIFF"), "not a JPEG"),
    "ico": (lambda: saved("ICO"), "not a JPEG"),
    "ppm": (lambda: saved("PPM"), "not a JPEG"),
    "pdf": (lambda: saved("PDF"), "not a JPEG"),
    "png of 400 megapixels": (lambda: png_bomb(20_000), "too many pixels"),
    "png of 169 megapixels": (lambda: png_bomb(13_000), "too many pixels"),
    "png of 30 megapixels": (lambda: png_bomb(5_500), "too many pixels"),
    "png of one long side": (lambda: saved("PNG", (8_001, 2)), "too many pixels"),
    "webp of 256 megapixels": (lambda: webp_claiming(16_000, 16_000), "too many pixels"),
    "webp lossless, long side": (
        lambda: saved("WEBP", (9_000, 2), lossless=True),
        "too many pixels",
    ),
    "webp lossy, long side": (lambda: saved("WEBP", (9_000, 2)), "too many pixels"),
    "webp says moving": (lambda: webp_claiming(20, 20, flags=2), "animation"),
    "webp without a picture": (lambda: webp_claiming(20, 20), "not a JPEG"),
    "webp cut in its header": (lambda: saved("WEBP")[:24], "damaged"),
    "moving webp": (lambda: moving("WEBP"), "animation"),
    "moving png": (lambda: moving("PNG"), "animation"),
    "moving avif": (lambda: moving("AVIF"), "animation"),
    "cut png": (lambda: saved("PNG")[:-900], "damaged"),
    "cut jpeg": (lambda: saved("JPEG")[:-200], "damaged"),
    "cut webp": (lambda: saved("WEBP")[:-200], "not a JPEG"),
    "jpeg of 500 scans": (jpeg_of_many_scans, "damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_cheaply(name: str) -> None:
    build, words = REFUSED[name]
    data = build()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    with pytest.raises(PictureError, match=words) as refusal:
        read_picture(data)
    assert refusal.value.field == "image"
    assert time.process_time() - started < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 50_000


@pytest.mark.parametrize("name", ["svg", "eps", "moving png", "png of 400 megapixels", "cut jpeg"])
def test_a_logo_has_the_same_gate(name: str) -> None:
    build, words = REFUSED[name]
    with pytest.raises(PictureError, match=words):
        read_logo(build())
