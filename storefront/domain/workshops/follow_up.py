"""What became of learners' real shops 30 and 90 days after the class: looked at once, by a job."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import exists, func, select

from storefront.domain.shops.counting import counted_mode
from storefront.infra import clock
from storefront.infra.clock import vn_day_bounds
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.order import Order, OrderState, PaymentSummary
from storefront.models.shop import Shop
from storefront.models.workshop import FollowUp, Learner, Workshop

DAYS = (30, 90)
AT_ONCE = 200
PAID = (PaymentSummary.PAID, PaymentSummary.OVERPAID, PaymentSummary.PARTLY_REFUNDED)


def due(days: int) -> Sequence[int]:
    """Learners with a real shop whose class ended so many days ago and whom nobody looked at yet."""
    looked = exists().where(FollowUp.learner_id == Learner.id, FollowUp.days == days)
    return db.session.scalars(
        select(Learner.id)
        .join(Workshop, Workshop.id == Learner.workshop_id)
        .where(
            Learner.graduated_shop_id.is_not(None),
            Workshop.ends_on <= clock.today_vn() - dt.timedelta(days=days),
            ~looked,
        )
        .order_by(Learner.id)
        .limit(AT_ONCE)
    ).all()


def look(learner_id: int, days: int) -> FollowUp:
    """Keep whether the shop is open now, and the live orders placed until the day in question."""
    learner = db.session.get_one(Learner, learner_id)
    until = vn_day_bounds(learner.workshop.ends_on + dt.timedelta(days=days))[1]
    shop = db.session.get_one(Shop, learner.graduated_shop_id)
    with enter_shop(shop.id):
        orders, paid = _orders(shop, until)
    kept = FollowUp(
        learner_id=learner.id,
        days=days,
        looked_at=clock.now(),
        shop_open=shop.is_selling and _was_open_by(shop, until),
        placed_orders=orders,
        paid_orders=paid,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def of_workshop(workshop_id: int) -> dict[tuple[int, int], FollowUp]:
    """What was seen of a class, by learner and days."""
    rows = db.session.scalars(
        select(FollowUp)
        .join(Learner, Learner.id == FollowUp.learner_id)
        .where(Learner.workshop_id == workshop_id)
    )
    return {(row.learner_id, row.days): row for row in rows}


def _was_open_by(shop: Shop, until: dt.datetime) -> bool:
    """A shop that was made long after the day was not open on it."""
    return shop.opened_at is not None and shop.opened_at < until


def _orders(shop: Shop, until: dt.datetime) -> tuple[int, int]:
    """Orders of the shop's own kind, cancelled ones and its self-tests left out; and those paid."""
    own = select(func.count(Order.id)).where(
        Order.mode == counted_mode(shop),
        Order.self_test.is_(False),
        Order.state != OrderState.CANCELLED,
        Order.placed_at < until,
    )
    paid = own.where(Order.payment_summary.in_(PAID))
    return db.session.scalar(own) or 0, db.session.scalar(paid) or 0
