import io
import struct
import zlib

import pytest
from PIL import Image

from storefront.infra import images
from tests.factories import picture_bytes


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size without holding it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    body = struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    data = zlib.compress(b"\0" * 100)
    idat = b"IDAT" + data
    return (
        b"\x89PNG\r\n\x1a\n"
        + body
        + struct.pack(">I", len(data))
        + idat
        + struct.pack(">I", zlib.crc32(idat))
    )


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_every_usual_format_is_taken(form: str) -> None:
    master = images.make_master(picture_bytes(form=form))

    assert (master.extension, master.width, master.height) == ("jpg", 300, 200)


def test_a_large_photo_becomes_2400_pixels_at_most() -> None:
    master = images.make_master(picture_bytes(3000, 1500))

    assert (master.width, master.height) == (2400, 1200)


def test_a_see_through_picture_stays_see_through() -> None:
    master = images.make_master(picture_bytes(form="PNG", mode="RGBA"))

    assert master.extension == "webp"
    assert Image.open(io.BytesIO(master.data)).mode == "RGBA"
    assert Image.open(io.BytesIO(images.render(master.data, 100)["jpg"])).mode == "RGB"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<svg onload=alert(1)>",
        picture_bytes()[:200],
        b"%PDF-1.7",
        png_header(60_000, 60_000),
    ],
    ids=["empty", "cut GIF", "SVG", "cut JPEG", "PDF", "bomb"],
)
def test_what_cannot_be_decoded_safely_is_refused(data: bytes) -> None:
    with pytest.raises(images.PictureRefused):
        images.make_master(data)


def test_too_many_pixels_are_refused_before_decoding() -> None:
    with pytest.raises(images.PictureRefused) as refused:
        images.make_master(png_header(10_000, 6_000))

    assert "pixels" in str(refused.value.message)


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(images.PictureRefused):
        images.make_master(b"\xff" * (images.MAX_BYTES + 1))


@pytest.mark.parametrize("brand", [b"heic", b"mif1"])
def test_a_heic_photo_is_refused_with_the_way_out(brand: bytes) -> None:
    with pytest.raises(images.PictureRefused) as refused:
        images.make_master(
            struct.pack(">I", 24) + b"ftyp" + brand + b"\0\0\0\0" + brand + b"heix" + b"\0" * 50
        )

    assert "HEIC" in str(refused.value.message)


def test_the_main_colour_stands_in_for_the_picture() -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (100, 100), (200, 30, 60)).save(buffer, "PNG")

    colour = images.make_master(buffer.getvalue()).colour

    assert colour[0] == "#"
    assert abs(int(colour[1:3], 16) - 200) < 8


def test_sizes_never_exceed_the_picture() -> None:
    assert images.widths_for(500) == (240, 360, 480)
    assert images.widths_for(100) == (100,)
    assert images.widths_for(4000) == images.WIDTHS
