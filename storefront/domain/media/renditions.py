"""The sizes of a picture, each in AVIF, WebP and JPEG, made once by a job.

The pictures that come with the program are made once for all shops: thirty learners begin with the same few.
"""

from __future__ import annotations

from sqlalchemy import select

from storefront.domain.media.bundled import bundled
from storefront.infra import clock, images, storage
from storefront.infra.db import db, locked
from storefront.infra.tenancy import PLATFORM
from storefront.models.asset import Asset


def render(asset_id: int) -> None:
    """Make the sizes an asset lacks; harmless twice. Raises storage.NoSuchFile when the master is gone."""
    asset = db.session.scalars(select(Asset).where(Asset.id == asset_id)).one()
    missing = [width for width in images.widths_for(asset.width) if width not in asset.widths]
    if missing:
        _make(asset, missing)
    asset = locked(asset)
    asset.widths = sorted({*asset.widths, *missing})
    asset.rendered_at = asset.rendered_at or clock.now()


def _make(asset: Asset, widths: list[int]) -> None:
    master = storage.get(asset.key)
    sizes = _shared if asset.content_hash in bundled() else _own
    for width in widths:
        for extension, data in sizes(asset.content_hash, master, width).items():
            storage.put(f"{asset.base}/{width}.{extension}", data)


def _own(_content_hash: str, master: bytes, width: int) -> dict[str, bytes]:
    return images.render(master, width)


def _shared(content_hash: str, master: bytes, width: int) -> dict[str, bytes]:
    """From the platform's own shelf; the first shop that asks has the size made."""
    shelf = f"shop/{PLATFORM}/{content_hash}/{width}"
    if not all(storage.exists(f"{shelf}.{extension}") for extension in images.FORMATS):
        for extension, data in images.render(master, width).items():
            storage.put(f"{shelf}.{extension}", data)
    return {extension: storage.get(f"{shelf}.{extension}") for extension in images.FORMATS}
