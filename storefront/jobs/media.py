"""Pictures, later: the sizes of a new one, and now and then the files that no row speaks of."""

from __future__ import annotations

from storefront.domain.media import leftovers, renditions
from storefront.infra import memory, queue
from storefront.infra.db import db
from storefront.jobs.registry import Work


def render(work: Work) -> None:
    """Make the sizes of a stored picture."""
    renditions.render(work.subject_id or work.payload["asset_id"])
    # an encoder frees tens of megabytes, and a server lives for months
    memory.give_back()


def tidy() -> None:
    """Remove leftovers, and ask again for sizes that were never made."""
    leftovers.remove_leftovers()
    for shop_id, asset_id in leftovers.unrendered():
        queue.enqueue(
            "media.render", shop_id=shop_id, unique_key=f"media.render:{asset_id}", asset_id=asset_id
        )
    db.session.commit()
