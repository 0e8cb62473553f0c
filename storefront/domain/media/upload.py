"""Taking a picture in: what is kept is our own clean copy, never the file as it came."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from storefront.infra import events, images, storage
from storefront.infra.db import add_once, begin_write, db
from storefront.infra.tenancy import current_shop_id
from storefront.infra.text import clean
from storefront.models.asset import Asset


def store_picture(data: bytes, file_name: str, alt: str = "") -> Asset:
    """Decode, clean and keep a picture; the same picture twice is one asset. Raises images.PictureRefused.

    Slow: call it before the first write of a transaction. The smaller sizes are made by a job.
    """
    return _keep(images.make_master(data), file_name, alt)


def store_pictures(files: Iterable[tuple[bytes, str]], alt: str = "") -> tuple[list[Asset], list[str]]:
    """Several at once, each with its file's name: all are decoded before the first is written down, so that
    no other writer waits for them. Returns the assets, and a sentence for each file that is no picture.
    """
    masters, refused = [], []
    for data, name in files:
        try:
            masters.append((images.make_master(data), name))
        except images.PictureRefused as wrong:
            refused.append(f"{name}: {wrong.message}")
    assets = [_keep(master, name, alt) for master, name in masters]
    db.session.flush()
    return assets, refused


def store_master(data: bytes, file_name: str, alt: str = "") -> Asset:
    """Keep a picture of ours as it is: it was cleaned before. Raises images.PictureRefused, ValueError."""
    return keep_master(images.clean_master(data), file_name, alt)


def keep_master(master: images.Master, file_name: str, alt: str = "") -> Asset:
    """Keep a master that was made or checked before; the same picture twice is one asset."""
    return _keep(master, file_name, alt)


def _keep(master: images.Master, file_name: str, alt: str) -> Asset:
    key = f"shop/{current_shop_id()}/{master.content_hash}/master.{master.extension}"
    storage.put(key, master.data)
    begin_write()
    known = db.session.scalar(select(Asset).where(Asset.content_hash == master.content_hash))
    if known is not None:
        return known
    asset = Asset(
        content_hash=master.content_hash,
        key=key,
        media_type=storage.media_type(key),
        width=master.width,
        height=master.height,
        bytes=len(master.data),
        colour=master.colour,
        alt=clean(alt)[:200],
        file_name=clean(file_name)[:200],
        widths=[],
    )
    if not add_once(asset):  # the same picture was sent twice in the same moment
        return db.session.scalars(select(Asset).where(Asset.content_hash == master.content_hash)).one()
    events.record("asset.stored", asset, by=events.acting_user())
    return asset
