"""A picture as pages show it: plain values, from the asset's row alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from storefront.infra.storage import MEDIA_TYPES
from storefront.models.asset import Asset

URL = "/media/"
FALLBACK_WIDTH = 720


@dataclass(frozen=True, slots=True)
class Source:
    """One format: its media type, and (width, address) narrowest first."""

    type: str
    candidates: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """What `<picture>` needs. `url` is a JPEG of middle size, or the master until the job has run."""

    url: str
    width: int
    height: int
    alt: str
    colour: str
    sources: tuple[Source, ...]


def picture(asset: Asset, alt: str = "") -> Picture:
    """The asset as a picture; `alt` goes before the asset's own."""
    return picture_of(
        key=asset.key,
        width=asset.width,
        height=asset.height,
        colour=asset.colour,
        widths=tuple(asset.widths),
        alt=alt or asset.alt,
    )


@lru_cache(maxsize=2048)
def picture_of(
    *, key: str, width: int, height: int, colour: str, widths: tuple[int, ...], alt: str
) -> Picture:
    """The same from the values of an asset's row, for lists that load no assets."""
    base = URL + key.rpartition("/")[0]
    return Picture(
        url=_fallback(base, widths) or URL + key,
        width=width,
        height=height,
        alt=alt,
        colour=colour,
        sources=tuple(_source(base, extension, widths) for extension in ("avif", "webp") if widths),
    )


def _fallback(base: str, widths: Sequence[int]) -> str:
    fitting = [width for width in widths if width <= FALLBACK_WIDTH] or list(widths[:1])
    return f"{base}/{fitting[-1]}.jpg" if fitting else ""


def _source(base: str, extension: str, widths: Sequence[int]) -> Source:
    return Source(MEDIA_TYPES[extension], tuple((width, f"{base}/{width}.{extension}") for width in widths))
