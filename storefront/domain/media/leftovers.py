"""Files without a row, left by uploads whose transaction failed; and pictures whose sizes were never made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select

from storefront.infra import clock, storage
from storefront.infra.db import db
from storefront.models.asset import Asset

PATIENCE = dt.timedelta(days=1)
LATE = dt.timedelta(hours=1)
BATCH = 200


def remove_leftovers() -> int:
    """Delete files older than a day whose picture has no row; returns how many. Needs every shop in sight."""
    removed = 0
    batch: list[str] = []
    for key in storage.keys_older_than(clock.now() - PATIENCE):
        batch.append(key)
        if len(batch) == BATCH:
            removed += _remove_unknown(batch)
            batch = []
    return removed + _remove_unknown(batch)


def unrendered() -> list[tuple[int, int]]:
    """(shop id, asset id) of pictures an hour old that still have no sizes. Needs every shop in sight."""
    late = select(Asset.shop_id, Asset.id).where(
        Asset.rendered_at.is_(None), Asset.created_at < clock.now() - LATE
    )
    return [(row.shop_id, row.id) for row in db.session.execute(late.order_by(Asset.id).limit(BATCH))]


def _remove_unknown(keys: Iterable[str]) -> int:
    hashes = {key: key.split("/")[2] for key in keys}
    rows = db.session.execute(
        select(Asset.shop_id, Asset.content_hash).where(Asset.content_hash.in_(set(hashes.values())))
    )
    known = {f"shop/{row.shop_id}/{row.content_hash}/" for row in rows}
    unknown = [key for key in hashes if f"{key.rpartition('/')[0]}/" not in known]
    for key in unknown:
        storage.delete(key)
    return len(unknown)
