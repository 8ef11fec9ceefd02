"""A store's logo for paper: whatever was uploaded, made small and opaque, or nothing."""

from functools import lru_cache
from io import BytesIO

from PIL import Image
from reportlab.lib.utils import ImageReader

# 240 dots an inch in a box of 170 by 48 points.
_LARGEST = (567, 160)


@lru_cache(maxsize=64)
def read_logo(content: bytes) -> ImageReader | None:
    """Return a picture to draw from PNG, JPEG or WebP bytes; None where they cannot be read.

    An invoice must be made even if the logo is broken, so every failure of the decoder is None.
    """
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as picture:
            picture.thumbnail(_LARGEST)
            return ImageReader(_on_white(picture))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        return None


def _on_white(picture: Image.Image) -> Image.Image:
    layer = picture.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(paper, layer).convert("RGB")
