"""Size, uprightness, colours and transparency of an upload arrive in what is kept."""

import io

import pytest
from PIL import Image, ImageCms

from shop_admin.documents.pictures import Picture, read_logo, read_picture

RED, BLUE = (200, 30, 30), (30, 30, 200)


def encode(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def halves(size: tuple[int, int] = (80, 40)) -> Image.Image:
    """Return a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, BLUE)
    image.paste(RED, (0, 0, size[0] // 2, size[1]))
    return image


def full_of(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.full)).convert("RGBA")


def near(seen: object, wanted: tuple[int, ...], slack: int = 14) -> bool:
    assert isinstance(seen, tuple)
    return all(abs(a - b) <= slack for a, b in zip(seen, wanted, strict=False))


@pytest.mark.parametrize(
    ("size", "full", "thumbnail"),
    [
        ((4000, 1000), (2000, 500), (400, 100)),
        ((900, 1800), (900, 1800), (200, 400)),
        ((10, 10), (10, 10), (10, 10)),
        ((1, 1), (1, 1), (1, 1)),
        ((8000, 1), (2000, 1), (400, 1)),
    ],
)
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_large_pictures_shrink_and_small_ones_stay(
    kind: str, size: tuple[int, int], full: tuple[int, int], thumbnail: tuple[int, int]
) -> None:
    picture = read_picture(encode(Image.new("RGB", size, RED), kind))
    assert (picture.width, picture.height) == full == full_of(picture).size
    assert Image.open(io.BytesIO(picture.thumbnail)).size == thumbnail


def test_a_logo_fits_600() -> None:
    logo = read_logo(encode(halves((1200, 600))))
    assert (logo.width, logo.height) == (600, 300) == Image.open(io.BytesIO(logo.data)).size


@pytest.mark.parametrize(
    ("orientation", "size", "top_left", "bottom_right"),
    [
        (1, (80, 40), RED, BLUE),
        (3, (80, 40), BLUE, RED),
        (6, (40, 80), RED, BLUE),
        (8, (40, 80), BLUE, RED),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_it_stands_upright(
    kind: str,
    orientation: int,
    size: tuple[int, int],
    top_left: tuple[int, ...],
    bottom_right: tuple[int, ...],
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = read_picture(encode(halves(), kind, exif=exif))
    image = full_of(picture)
    assert image.size == size
    assert near(image.getpixel((4, 4)), top_left, 25)
    assert near(image.getpixel((size[0] - 5, size[1] - 5)), bottom_right, 25)


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_nonsense_instead_of_exif_is_tolerated() -> None:
    picture = read_picture(encode(halves(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff nonsense"))
    assert (picture.width, picture.height) == (80, 40)


def test_alpha_is_kept() -> None:
    image = halves().convert("RGBA")
    image.putalpha(128)
    seen = full_of(read_picture(encode(image))).getpixel((10, 10))
    assert near(seen, (*RED, 128))


def test_a_palette_with_a_clear_colour_keeps_it_clear() -> None:
    image = Image.new("P", (20, 20), 0)
    image.putpalette([*BLUE, *RED])
    image.paste(1, (10, 0, 20, 20))
    seen = full_of(read_picture(encode(image, transparency=0)))
    assert near(seen.getpixel((15, 10)), (*RED, 255))
    assert seen.getpixel((4, 10))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "I;16", "P", "RGB", "RGBA"])
def test_every_kind_of_png_is_read(mode: str) -> None:
    value = 40_000 if mode == "I;16" else 156
    grey = Image.new("I;16", (30, 30), value) if mode == "I;16" else Image.new("L", (30, 30), value)
    image = grey if mode == "I;16" else grey.convert(mode)
    wanted = 255 if mode == "1" else 156
    seen = full_of(read_picture(encode(image))).resize((1, 1)).getpixel((0, 0))
    assert near(seen, (wanted,) * 3, 100 if mode == "1" else 8)


def test_print_colours_become_screen_colours() -> None:
    picture = read_picture(encode(halves().convert("CMYK"), "JPEG", quality=95))
    assert near(full_of(picture).getpixel((10, 10)), RED, 20)


def test_a_colour_profile_is_applied() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    seen = full_of(read_picture(encode(halves(), icc_profile=swapped))).getpixel((8, 8))
    assert near(seen, BLUE)


@pytest.mark.parametrize("profile", [b"nonsense", b"\0" * 200, b"\xff" * 5000])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_broken_colour_profile_is_ignored(kind: str, profile: bytes) -> None:
    seen = full_of(read_picture(encode(halves(), kind, icc_profile=profile))).getpixel((8, 8))
    assert near(seen, RED)


def test_the_photo_of_a_phone_with_a_second_picture_inside_is_accepted() -> None:
    out = io.BytesIO()
    halves().save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (80, 40))])
    assert near(full_of(read_picture(out.getvalue())).getpixel((8, 8)), RED)
