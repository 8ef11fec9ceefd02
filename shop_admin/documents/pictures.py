"""Uploaded pictures: hostile bytes in, small clean WebP or PNG out, or one sentence why not."""

import hashlib
import struct
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

# Imported by name, so that Pillow never loads its other plugins to look for these two.
from PIL import AvifImagePlugin, Image, ImageCms, ImageOps, WebPImagePlugin

from shop_admin.errors import Invalid
from shop_admin.language import N_, _, number

MAX_BYTES = 10_000_000
MAX_PIXELS = 25_000_000
MAX_SIDE = 8_000
MAX_JPEG_SCANS = 100
FULL_SIDE = 2_000
THUMBNAIL_SIDE = 400
TINY_SIDE = 96
LOGO_SIDE = 600
QUALITY = 85

FORMATS = (
    "JPEG",
    "PNG",
    AvifImagePlugin.AvifImageFile.format,
    WebPImagePlugin.WebPImageFile.format,
)
_SRGB = ImageCms.createProfile("sRGB")
_NOT_A_PICTURE = N_("This file is not a JPEG, PNG, WebP or AVIF picture.")
_DAMAGED = N_(
    "This picture is damaged or incomplete. Please save it again and upload the new file."
)
# What Pillow's parsers raise on bytes made to break them.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    EOFError,
    MemoryError,
    struct.error,
)


class PictureError(Invalid):
    """The upload is not a picture that may be kept; the sentence says what to change."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="image")


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A product's picture: two WebP files, the size of the full one and its SHA-256."""

    full: bytes
    thumbnail: bytes
    width: int
    height: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Logo:
    """A store's logo as PNG, for console and paper."""

    data: bytes
    width: int
    height: int
    sha256: str


def read_picture(data: bytes) -> Picture:
    """Turn an upload into a full picture (longest side 2,000) and a thumbnail (400), both WebP.

    Nothing of the upload survives but its pixels, upright and in sRGB. Raises PictureError.
    """
    image = _decode(data, FULL_SIDE)
    full = _webp(image)
    width, height = image.size
    image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Picture(
        full=full,
        thumbnail=_webp(image),
        width=width,
        height=height,
        sha256=hashlib.sha256(full).hexdigest(),
    )


def tiny_of(thumbnail: bytes) -> bytes:
    """Return a thumbnail of ours once more, as small as a line of a list shows it."""
    with Image.open(BytesIO(thumbnail)) as image:
        image.thumbnail((TINY_SIDE, TINY_SIDE))
        return _webp(image)


def read_logo(data: bytes) -> Logo:
    """Turn an upload into a PNG with sides up to 600, for PDFs. Raises PictureError."""
    image = _decode(data, LOGO_SIDE)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    png = out.getvalue()
    width, height = image.size
    return Logo(data=png, width=width, height=height, sha256=hashlib.sha256(png).hexdigest())


def _decode(data: bytes, side: int) -> Image.Image:
    """Return the upload's pixels, RGB or RGBA, no side longer than `side`, without metadata."""
    _check_bytes(data)
    try:
        opened = Image.open(BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except _BROKEN:
        raise PictureError(_(_NOT_A_PICTURE)) from None
    with opened:
        _check_header(opened)
        try:
            return _clean(opened, side)
        except _BROKEN:
            raise PictureError(_(_DAMAGED)) from None


def _check_bytes(data: bytes) -> None:
    if not data:
        raise PictureError(_("The file is empty. Please choose a picture."))
    if len(data) > MAX_BYTES:
        size = number(round(Decimal(len(data)) / 1_000_000, 1))
        raise PictureError(_("The file is %(size)s MB; a picture may have up to 10 MB.", size=size))
    if data[:4] == b"RIFF":
        _check_webp(data)
    # A progressive JPEG of thousands of empty scans keeps a decoder busy for hours. 0xFF in
    # coded data is always followed by 0x00, so this counts scans and nothing else.
    if data[:2] == b"\xff\xd8" and data.count(b"\xff\xda") > MAX_JPEG_SCANS:
        raise PictureError(_(_DAMAGED))


def _check_webp(data: bytes) -> None:
    """Refuse a too large or moving WebP unopened: its decoder reserves the canvas when it opens.

    The layout is that of the WebP Container Specification.
    """
    kind, body = data[12:16], data[20:30]
    if len(body) < 10:
        raise PictureError(_(_DAMAGED))
    if kind == b"VP8X":
        if body[0] & 0x02:
            raise _moving()
        width = 1 + int.from_bytes(body[4:7], "little")
        height = 1 + int.from_bytes(body[7:10], "little")
    elif kind == b"VP8L":
        packed = int.from_bytes(body[1:5], "little")
        width, height = 1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF)
    else:
        width, height = (int.from_bytes(body[i : i + 2], "little") & 0x3FFF for i in (6, 8))
    _check_size(width, height)


def _check_header(image: Image.Image) -> None:
    _check_size(*image.size)
    # Phones append a gain map or a depth picture to a JPEG (Multi-Picture Format): the first
    # picture is the photo, the others are never decoded.
    if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
        raise _moving()


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise _too_large()


def _too_large() -> PictureError:
    return PictureError(
        _("This picture has too many pixels: 25 megapixels and 8,000 pixels a side are the most.")
    )


def _moving() -> PictureError:
    return PictureError(
        _("This is an animation or has several pages. Please upload a still picture.")
    )


def _clean(opened: Image.Image, side: int) -> Image.Image:
    image = _plain_mode(opened)
    # With a gap, a JPEG is decoded at 1/2, 1/4 or 1/8 where that is enough: it costs less.
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    image.load()
    image = _to_srgb(_upright(image))
    image.info = {}
    return image


def _plain_mode(image: Image.Image) -> Image.Image:
    """Return the picture as L, RGB, CMYK or with alpha: no palette, no 16 bits, no colour key."""
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in {"L", "RGB", "CMYK"}:
        return image
    return image.convert("L" if image.mode in {"1", "F"} else "RGB")


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except _BROKEN:
        return image


def _to_srgb(image: Image.Image) -> Image.Image:
    """Return the picture in sRGB by its colour profile; with a broken one, converted plainly."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    base = image.convert("RGB") if alpha else image
    result = _by_profile(base, image.info.get("icc_profile")) or base.convert("RGB")
    if alpha:
        result.putalpha(alpha)
    return result


def _by_profile(image: Image.Image, profile: bytes | None) -> Image.Image | None:
    if not profile:
        return None
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, *_BROKEN):
        return None


def _webp(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=2)
    return out.getvalue()
