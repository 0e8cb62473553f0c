"""The owner's word on stock: counted, received; and what may still be sold."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import func, select, update

from storefront.domain.catalogue.measure import measure
from storefront.domain.inventory.levels import Change, Ledger, default_location, level_at
from storefront.domain.inventory.pending import CAUSE, forget_counts
from storefront.domain.inventory.words import refresh_words
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.text import clean
from storefront.models.order import Order
from storefront.models.payment import Review
from storefront.models.product import Variant
from storefront.models.stock import (
    MovementKind,
    PendingCount,
    Reservation,
    ReservationState,
    StockLevel,
    StockMovement,
)


@dataclass(frozen=True, slots=True)
class CountResult:
    """Whether the count stands now; if not, the orders that hold the goods, newest first."""

    written: bool
    holding: tuple[Order, ...] = ()


def count(variant: Variant, counted: int, *, by: events.Actor, note: str = "") -> CountResult:
    """Set what is on hand, in thousandths, at the shop's first place.

    A count below what is reserved is kept waiting with a Review until enough of the orders named are
    cancelled, and is then written by itself. Raises Invalid for a negative count.
    """
    if counted < 0:
        raise Invalid.field("counted", lazy_gettext("A count cannot be below zero."))
    level = level_at(variant, default_location())
    forget_counts(variant.id, level.location_id)
    ledger = Ledger()
    change = Change(MovementKind.COUNT, on_hand=counted - level.on_hand, note=note)
    written = ledger.change(level, change)
    ledger.close()
    if written:
        facts = {"counted": counted, "before": level.on_hand, "reason": bool(clean(note))}
        events.record("stock.counted", variant, by=by, **facts, **measure(variant.product))
        return CountResult(True)
    holding = tuple(holding_orders(variant))
    _wait(variant, level.location_id, counted, holding)
    events.record("stock.count_waits", variant, by=by, counted=counted, reserved=level.reserved)
    return CountResult(False, holding)


def receive(
    variant: Variant, quantity: int, *, by: events.Actor, note: str = "", form_key: str | None = None
) -> None:
    """Goods came in, in thousandths; a form sent twice counts once. Raises Invalid unless there are any."""
    if quantity <= 0:
        raise Invalid.field("quantity", lazy_gettext("Enter how much came in."))
    ledger = Ledger()
    level = level_at(variant, default_location())
    if form_key and _is_known(form_key):
        return
    ledger.change(level, Change(MovementKind.RECEIVE, on_hand=quantity, note=note, form_key=form_key))
    ledger.close()
    events.record("stock.received", variant, by=by, quantity=quantity, **measure(variant.product))


def _is_known(form_key: str) -> bool:
    return db.session.scalar(select(StockMovement.id).where(StockMovement.form_key == form_key)) is not None


def warn_at(variant: Variant, low_at: int | None, *, by: events.Actor) -> None:
    """Say that few are left from this much down, in thousandths; None: never. Raises Invalid below zero."""
    if low_at is not None and low_at < 0:
        raise Invalid.field("low_at", lazy_gettext("This cannot be below zero."))
    level = level_at(variant, default_location())
    db.session.execute(update(StockLevel).where(StockLevel.id == level.id).values(low_at=low_at))
    refresh_words([variant.product_id])
    events.record("stock.warning_set", variant, by=by, low_at=low_at)


def available(variant_ids: Collection[int]) -> dict[int, int | None]:
    """What may still be sold of each variant, in thousandths; None when it is not tracked. One statement."""
    rows = db.session.execute(
        select(
            Variant.id,
            Variant.stock_tracked,
            func.coalesce(func.sum(StockLevel.on_hand - StockLevel.reserved), 0).label("free"),
        )
        .outerjoin(
            StockLevel, (StockLevel.shop_id == Variant.shop_id) & (StockLevel.variant_id == Variant.id)
        )
        .where(Variant.id.in_(variant_ids))
        .group_by(Variant.id, Variant.stock_tracked)
    )
    return {row.id: int(row.free) if row.stock_tracked else None for row in rows}


def holding_orders(variant: Variant) -> list[Order]:
    """The orders that hold goods of a variant, newest first: those to cancel when goods are missing."""
    return list(
        db.session.scalars(
            select(Order)
            .join(Reservation, (Reservation.shop_id == Order.shop_id) & (Reservation.order_id == Order.id))
            .where(Reservation.variant_id == variant.id, Reservation.state == ReservationState.HELD)
            .order_by(Order.placed_at.desc(), Order.id.desc())
        ).unique()
    )


def _wait(variant: Variant, location_id: int, counted: int, holding: tuple[Order, ...]) -> None:
    db.session.add(PendingCount(variant_id=variant.id, location_id=location_id, counted=counted))
    facts = {"counted": counted, "orders": [order.number for order in holding]}
    db.session.add(Review(cause=CAUSE, variant_id=variant.id, facts=facts))
