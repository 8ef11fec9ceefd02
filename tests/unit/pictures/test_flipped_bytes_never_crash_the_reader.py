"""Any damage to a real file ends in a picture or in a PictureError, never in another exception."""

import io
import random

import pytest
from PIL import Image

from shop_admin.documents.pictures import PictureError, read_picture


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_damage_is_answered(kind: str) -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.effect_noise((40, 30), 80).convert("RGB").save(out, kind, exif=exif)
    whole, chance, answers = out.getvalue(), random.Random(kind), set()
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(min(len(data), 400))] = chance.randrange(256)
        try:
            answers.add(read_picture(bytes(data)).width > 0)
        except PictureError as refusal:
            answers.add(refusal.message.endswith("."))
    assert answers == {True}
