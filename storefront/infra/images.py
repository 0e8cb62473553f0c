"""Pictures from outside: decoded within bounds, turned upright, rid of where and when, and made smaller."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections import Counter
from dataclasses import dataclass

from flask_babel import lazy_gettext
from PIL import Image, ImageOps, UnidentifiedImageError

from storefront.infra.errors import Invalid, Sentence

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
MASTER_EDGE = 2400
WIDTHS = (240, 360, 480, 720, 960, 1200)
FORMATS = ("avif", "webp", "jpg")
READ_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}
ENCODE = {
    "avif": {"format": "AVIF", "quality": 50, "speed": 8},
    "webp": {"format": "WEBP", "quality": 70, "method": 4},
    "jpg": {"format": "JPEG", "quality": 80, "optimize": True, "progressive": True},
}
MASTER = {
    "jpg": {"format": "JPEG", "quality": 90, "optimize": True, "progressive": True},
    "webp": {"format": "WEBP", "quality": 90, "method": 4},
}


class PictureRefused(Invalid):
    """A file that is no picture we take; the sentence says what to send instead."""

    code = "picture_refused"

    def __init__(self, sentence: Sentence) -> None:
        super().__init__({"picture": [sentence]}, sentence)


@dataclass(frozen=True, slots=True)
class Master:
    """A cleaned picture: at most 2400 px on its longer side, with its SHA-256 and its main colour."""

    data: bytes
    extension: str
    width: int
    height: int
    colour: str
    content_hash: str


def make_master(data: bytes) -> Master:
    """Decode a file from outside and encode it anew, upright and without metadata. Raises PictureRefused."""
    image = _upright(_decoded(data))
    image.thumbnail((MASTER_EDGE, MASTER_EDGE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    extension = "webp" if image.mode == "RGBA" else "jpg"
    encoded = _encoded(image, MASTER[extension])
    return Master(
        data=encoded,
        extension=extension,
        width=image.width,
        height=image.height,
        colour=_main_colour(image),
        content_hash=hashlib.sha256(encoded).hexdigest(),
    )


def clean_master(data: bytes) -> Master:
    """A picture of ours that is a master already, kept byte by byte. Raises PictureRefused, ValueError."""
    image = _decoded(data)
    extension = {"JPEG": "jpg", "WEBP": "webp"}.get(image.format or "", "")
    if not extension or max(image.size) > MASTER_EDGE or image.info.keys() & {"exif", "xmp", "icc_profile"}:
        raise ValueError("only a bare JPEG or WebP within a master's size is kept as it is")
    return Master(
        data=data,
        extension=extension,
        width=image.width,
        height=image.height,
        colour=_main_colour(_upright(image)),
        content_hash=hashlib.sha256(data).hexdigest(),
    )


def widths_for(width: int) -> tuple[int, ...]:
    """The widths a picture of this width is made in: never larger than itself."""
    return tuple(each for each in WIDTHS if each <= width) or (width,)


def render(master: bytes, width: int) -> dict[str, bytes]:
    """A master at one width, by format name."""
    with Image.open(io.BytesIO(master)) as opened:
        height = max(1, round(opened.height * width / opened.width))
        image = opened.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return {name: _encoded(_flat(image) if name == "jpg" else image, ENCODE[name]) for name in FORMATS}


def _decoded(data: bytes) -> Image.Image:
    if len(data) > MAX_BYTES:
        raise PictureRefused(
            lazy_gettext(
                "This picture is too large (%(size)s MB). Choose one below 20 MB.", size=len(data) // 1024**2
            )
        )
    if _is_heic(data):
        raise PictureRefused(_HEIC)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=READ_FORMATS)
            _check_pixels(image)
            image.draft("RGB", (MASTER_EDGE, MASTER_EDGE))
            image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(_TOO_MANY_PIXELS) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise PictureRefused(_UNREADABLE) from error
    return image


def _check_pixels(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise PictureRefused(_TOO_MANY_PIXELS)


def _is_heic(data: bytes) -> bool:
    if data[4:8] != b"ftyp":
        return False
    end = min(int.from_bytes(data[:4]), 256)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, end, 4))}
    return bool(brands & HEIC_BRANDS) and not brands & AVIF_BRANDS


def _upright(image: Image.Image) -> Image.Image:
    turned = ImageOps.exif_transpose(image)
    has_alpha = turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info
    return turned.convert("RGBA") if has_alpha else turned.convert("RGB")


def _flat(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _encoded(image: Image.Image, options: dict[str, object]) -> bytes:
    bare = Image.frombytes(image.mode, image.size, image.tobytes())  # carries no metadata to write along
    buffer = io.BytesIO()
    bare.save(buffer, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def _main_colour(image: Image.Image) -> str:
    small = _flat(image).resize((32, 32), Image.Resampling.BOX).quantize(6)
    index, _times = Counter(small.tobytes()).most_common(1)[0]
    palette = bytes(small.getpalette() or ())
    return f"#{palette[index * 3 : index * 3 + 3].hex()}"


_HEIC = lazy_gettext(
    "This is a HEIC photo, which many phones cannot show. On an iPhone open Settings, Camera, Formats and"
    " choose Most Compatible, then take it again; or send it to yourself by Zalo and save it: that makes it a"
    " JPEG."
)
_TOO_MANY_PIXELS = lazy_gettext(
    "This picture has too many pixels (more than 50 million). Take it again in a smaller size."
)
_UNREADABLE = lazy_gettext("We cannot read this file as a picture. Send a JPEG, PNG or WebP.")
