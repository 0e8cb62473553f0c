"""The sizes of a picture, each in AVIF, WebP and JPEG, made once by a job."""

from __future__ import annotations

from sqlalchemy import select

from storefront.infra import clock, images, storage
from storefront.infra.db import db, locked
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
    for width in widths:
        for extension, data in images.render(master, width).items():
            storage.put(f"{asset.base}/{width}.{extension}", data)
