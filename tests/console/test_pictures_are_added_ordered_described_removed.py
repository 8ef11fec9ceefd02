"""Pictures come in decoded and re-encoded, are shown to those who may, and are put in order."""

from io import BytesIO

import factories
import pytest
import sqlalchemy as sa
from PIL import Image

from shop_admin.models.catalog import ProductImage


def png(colour: str) -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    out.seek(0)
    return out


def upload(at, product_id, *files):
    data = {"id": str(product_id), "pictures": list(files)}
    return at.post("/admin/products/pictures/", data, content_type="multipart/form-data")


def images(stored, product_id):
    stored.expire_all()
    statement = sa.select(ProductImage).where(
        ProductImage.product_id == product_id, ~ProductImage.is_deleted
    )
    return stored.scalars(statement.order_by(ProductImage.order)).all()


def test_two_pictures_from_upload_to_removal(staff, berlin, stored) -> None:
    product_id = factories.make_product(berlin)
    answer = upload(staff, product_id, (png("red"), "red.png"), (png("blue"), "blue.png"))
    assert answer.status_code == 302
    first, second = images(stored, product_id)
    ids = (first.id, second.id)
    served = staff.get(f"/admin/media/{ids[0]}/thumb.webp")
    assert served.mimetype == "image/webp"
    assert served.data[8:12] == b"WEBP"
    assert "sandbox" in served.headers["Content-Security-Policy"]

    def tell(image_id, deed, **more):
        answer = staff.post(
            "/admin/products/picture/", {"image_id": image_id, "deed": deed, **more}
        )
        assert answer.status_code == 302

    tell(ids[1], "up")
    assert [one.id for one in images(stored, product_id)] == [ids[1], ids[0]]
    tell(ids[1], "place", place="1")
    assert [one.id for one in images(stored, product_id)] == [ids[0], ids[1]]
    tell(ids[1], "place", place="-7")
    assert [one.id for one in images(stored, product_id)] == [ids[1], ids[0]]
    tell(ids[1], "place", place="soon")
    assert [one.id for one in images(stored, product_id)] == [ids[1], ids[0]]
    tell(ids[0], "describe", alt_text="A red lamp")
    assert stored.get_one(ProductImage, ids[0]).alt_text == "A red lamp"
    tell(ids[1], "remove")
    assert [one.id for one in images(stored, product_id)] == [ids[0]]


def test_what_is_no_picture_is_named_and_refused(staff, berlin, stored) -> None:
    product_id = factories.make_product(berlin)
    bad = BytesIO(b"%!PS-Adobe-3.0 EPSF-3.0")
    upload(staff, product_id, (bad, "evil.jpg"), (png("red"), "red.png"))
    page = staff.get(f"/admin/products/details/?id={product_id}").text
    assert "evil.jpg: This file is not a JPEG, PNG, WebP or AVIF picture." in page
    assert len(images(stored, product_id)) == 1


def multipart(product_id, size: int) -> bytes:
    """Return an upload as a browser sends it; the client's own encoder leaves a file open."""
    head = (
        f'--edge\r\nContent-Disposition: form-data; name="id"\r\n\r\n{product_id}\r\n'
        '--edge\r\nContent-Disposition: form-data; name="pictures"; filename="big.png"\r\n'
        "Content-Type: image/png\r\n\r\n"
    )
    return head.encode() + b"x" * size + b"\r\n--edge--\r\n"


@pytest.mark.parametrize(
    ("address", "size", "status"),
    [
        ("/admin/products/pictures/", 2_000_000, 302),
        ("/admin/products/pictures/", 12_500_000, 413),
        ("/admin/products/stock/", 2_000_000, 413),
    ],
)
def test_large_bodies_are_taken_where_pictures_are(
    staff, berlin, address: str, size: int, status: int
) -> None:
    product_id = factories.make_product(berlin)
    body = multipart(product_id, size)
    answer = staff.send(address, body, "multipart/form-data; boundary=edge")
    assert answer.status_code == status
    assert status != 413 or "larger than the shop takes" in answer.text


def test_strangers_see_no_picture(staff, berlin, paris, desk, stored) -> None:
    product_id = factories.make_product(berlin)
    upload(staff, product_id, (png("red"), "red.png"))
    image_id = images(stored, product_id)[0].id
    stranger = desk(factories.make_person(paris))
    assert stranger.get(f"/admin/media/{image_id}/full.webp").status_code == 404
    assert desk().get(f"/admin/media/{image_id}/full.webp").status_code == 302


def test_a_line_of_a_list_loads_a_tiny_picture(staff, berlin, stored) -> None:
    product_id = factories.make_product(berlin)
    out = BytesIO()
    Image.effect_noise((300, 200), 80).save(out, "PNG")
    out.seek(0)
    upload(staff, product_id, (out, "noise.png"))
    (image,) = images(stored, product_id)
    address = f"/admin/media/{image.id}/tiny.webp"
    tiny, thumb = staff.get(address), staff.get(f"/admin/media/{image.id}/thumb.webp")
    with Image.open(BytesIO(tiny.data)) as drawn:
        assert (drawn.format, drawn.size) == ("WEBP", (96, 64))
    assert len(tiny.data) < len(thumb.data) / 4
    assert address in staff.get("/admin/products/").text


def test_strangers_see_no_tiny_picture_that_is_remembered(
    staff, berlin, paris, desk, stored
) -> None:
    product_id = factories.make_product(berlin)
    upload(staff, product_id, (png("red"), "red.png"))
    address = f"/admin/media/{images(stored, product_id)[0].id}/tiny.webp"
    assert staff.get(address).status_code == 200
    stranger = desk(factories.make_person(paris))
    assert stranger.get(address).status_code == 404
