"""Counts that were below what is reserved: kept with a Review until the goods are free, then written."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, update

from storefront.domain.inventory.levels import Change, Ledger, levels_of
from storefront.infra import clock
from storefront.infra.db import db
from storefront.models.payment import Review
from storefront.models.stock import MovementKind, PendingCount

CAUSE = "count_below_reserved"


def settle_counts(variant_ids: Collection[int]) -> None:
    """Write the waiting counts of these variants that fit by now, and close their Reviews."""
    if not variant_ids:
        return
    waiting = db.session.scalars(
        select(PendingCount)
        .where(PendingCount.variant_id.in_(sorted(variant_ids)), PendingCount.settled_at.is_(None))
        .order_by(PendingCount.variant_id)
    ).all()
    if not waiting:
        return
    levels = {
        (level.variant_id, level.location_id): level
        for level in levels_of([count.variant_id for count in waiting])
    }
    ledger = Ledger()
    for count in waiting:
        level = levels[count.variant_id, count.location_id]
        change = Change(MovementKind.COUNT, on_hand=count.counted - level.on_hand)
        if ledger.change(level, change):
            forget_counts(count.variant_id, count.location_id)
    ledger.close()


def forget_counts(variant_id: int, location_id: int) -> None:
    """A newer or written count answers those that wait for the variant at a place, and their Reviews."""
    moment = clock.now()
    ended = db.session.execute(
        update(PendingCount)
        .where(
            PendingCount.variant_id == variant_id,
            PendingCount.location_id == location_id,
            PendingCount.settled_at.is_(None),
        )
        .values(settled_at=moment)
        .returning(PendingCount.id)
        .execution_options(synchronize_session=False)
    ).all()
    if ended:
        db.session.execute(
            update(Review)
            .where(Review.variant_id == variant_id, Review.cause == CAUSE, Review.resolved_at.is_(None))
            .values(resolved_at=moment, resolution="count_written")
            .execution_options(synchronize_session=False)
        )
