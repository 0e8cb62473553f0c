"""Reviews: what about money or stock a person must look at, with the cause in a word."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import select

from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.errors import NotFound
from storefront.models.order import Order
from storefront.models.payment import Payment, Review

CAUSES = frozenset(
    {
        "paid_late",
        "paid_after_cancel",
        "paid_short",
        "paid_over",
        "paid_twice",
        "two_amounts",
        "wrong_mode",
        "unknown_payment",
        "disputed",
        "hold_ending",
        "suspicious",
        "refund_by_hand",
        "refund_failed",
        "count_below_reserved",
        "wrong_code",
        "two_codes",
        "unknown_transfer",
        "lost_lines",
    }
)


class ReviewNotFound(NotFound):
    """No such Review in this shop."""

    code = "review_not_found"


def open_review(
    cause: str,
    *,
    order: Order | None = None,
    payment: Payment | None = None,
    fingerprint: str = "",
    month: str | None = None,
    **facts: Any,
) -> Review:
    """Open a Review unless the same one stands open already.

    A `fingerprint` names the finding itself: then it is opened once for ever, also after it was resolved.
    With a `month` (2026-11) it belongs to that month's accounts, whose room has its causes and words.
    """
    if cause not in CAUSES and month is None:
        raise LookupError(cause)
    order_id = order.id if order else (payment.order_id if payment else None)
    mark = _mark(cause, fingerprint) if fingerprint else None
    standing = _standing(cause, order_id, mark)
    if standing is not None:
        return standing
    review = Review(
        cause=cause,
        order_id=order_id,
        payment_id=payment.id if payment else None,
        fingerprint=mark,
        month=month,
        facts=facts,
    )
    db.session.add(review)
    db.session.flush()
    events.record("review.opened", review, by=events.SYSTEM, cause=cause)
    return review


def close_review(cause: str, fingerprint: str, resolution: str, *, by: events.Actor) -> None:
    """Resolve the Review of a finding that settled itself; harmless when there is none."""
    review = db.session.scalar(select(Review).where(Review.fingerprint == _mark(cause, fingerprint)))
    if review is not None:
        resolve(review, resolution, by=by)


def _mark(cause: str, fingerprint: str) -> str:
    return hashlib.sha256(f"{cause}:{fingerprint}".encode()).hexdigest()


def _standing(cause: str, order_id: int | None, mark: str | None) -> Review | None:
    if mark is not None:
        return db.session.scalar(select(Review).where(Review.fingerprint == mark))
    if order_id is None:
        return None
    return db.session.scalar(
        select(Review).where(Review.cause == cause, Review.order_id == order_id, Review.resolved_at.is_(None))
    )


def resolve(review: Review, resolution: str, *, by: events.Actor) -> None:
    """Close a Review with what was done about it."""
    review = locked(review)
    if review.resolved_at is None:
        review.resolved_at, review.resolution = clock.now(), resolution
        events.record("review.resolved", review, by=by, cause=review.cause, resolution=resolution)


def open_reviews(limit: int = 100) -> list[Review]:
    """What waits for a look, oldest first; a month's findings stand in its accounts."""
    waiting = select(Review).where(Review.resolved_at.is_(None), Review.month.is_(None))
    return list(db.session.scalars(waiting.order_by(Review.id).limit(limit)))


def review_by_id(review_id: int) -> Review:
    """A Review of the shop in force. Raises ReviewNotFound."""
    review = db.session.scalar(select(Review).where(Review.id == review_id))
    if review is None:
        raise ReviewNotFound
    return review
