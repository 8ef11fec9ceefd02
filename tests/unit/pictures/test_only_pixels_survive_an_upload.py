"""Whatever hides in an upload beside its pixels (place, text, a web page) is gone afterwards."""

import hashlib
import io

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from shop_admin.documents.pictures import read_logo, read_picture

MARKER = b"<script>steal()</script>"
GPS_TAG, GPS_LATITUDE_REF = 0x8825, 1


def loaded(kind: str) -> bytes:
    """Return a file with a marker in every place that its format has for words."""
    text = MARKER.decode()
    exif = Image.Exif()
    exif[0x010E] = text
    exif[GPS_TAG] = {GPS_LATITUDE_REF: text}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + MARKER
    options: dict[str, object] = {"exif": exif, "icc_profile": profile}
    if kind in {"JPEG", "PNG"}:
        options["comment"] = text
    if kind == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", text)
        options["pnginfo"] = words
    if kind in {"WEBP", "AVIF"}:
        options["xmp"] = MARKER
    out = io.BytesIO()
    Image.effect_noise((80, 60), 60).convert("RGB").save(out, kind, **options)
    return out.getvalue() + MARKER


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_no_hidden_words_survive(kind: str) -> None:
    data = loaded(kind)
    assert data.count(MARKER) >= 2
    picture = read_picture(data)
    outputs = [picture.full, picture.thumbnail, read_logo(data).data]
    for output in outputs:
        assert b"script" not in output
        with Image.open(io.BytesIO(output)) as image:
            image.load()
            assert not image.getexif()
            assert not {"icc_profile", "exif", "xmp", "comment", "Comment"} & set(image.info)


def test_the_result_is_named_by_its_own_bytes() -> None:
    picture = read_picture(loaded("PNG"))
    assert picture.sha256 == hashlib.sha256(picture.full).hexdigest()
    assert picture.full[:4] == b"RIFF"
    assert read_logo(loaded("PNG")).data[:8] == b"\x89PNG\r\n\x1a\n"
