"""The money on the order page: payments, refunds and findings, with what may be done about each."""

from __future__ import annotations

import json
from typing import Any

from babel.numbers import format_decimal
from flask import g
from sqlalchemy import select
from wtforms.fields.choices import SelectChoice

from storefront.adapters.gateways import gateway
from storefront.adapters.gateways.base import Patience
from storefront.blueprints.admin.orders.forms import RefundForm
from storefront.blueprints.admin.payments.buttons import buttons
from storefront.blueprints.common.links import public_shop_url
from storefront.domain.orders.documents import payment_words
from storefront.domain.orders.tokens import order_token
from storefront.domain.payments.payment_words import PAYMENTS, REFUND_CHANNELS
from storefront.domain.payments.record import STILL_OPEN
from storefront.domain.payments.refund import channels, refundable
from storefront.domain.payments.words import REFUNDS, REVIEWS
from storefront.infra.db import db
from storefront.infra.i18n import current_locale
from storefront.infra.money import Money, format_money
from storefront.models.order import Order, OrderState
from storefront.models.payment import Payment, PaymentState, Refund, RefundChannel, RefundState, Review


def money(order: Order, amount: int) -> str:
    """An amount of the order in words of the reader."""
    return format_money(Money(amount, order.currency), current_locale())


def money_face(order: Order) -> dict[str, Any]:
    """Everything the page shows of the order's money."""
    payments = _payments(order)
    asked = 0 if order.self_test or order.state is OrderState.CANCELLED else order.due_now
    return {
        "payment_words": payment_words(order),
        "due": money(order, order.due),
        "due_amount": max(order.due, 0),
        "asked": money(order, asked) if asked > 0 else "",
        "asks_deposit": order.paid < order.deposit,
        "pay_link": public_shop_url(g.shop, f"/orders/{order_token(order)}", locale=order.locale),
        "payments": [_payment(order, payment) for payment in payments],
        "refundable": sum(refundable(payment) for payment in payments),
        "refunds": [_refund(order, refund) for refund in _refunds(order)],
        "reviews": [_review(order, review) for review in _reviews(order)],
    }


def offer_refunds(form: RefundForm, order: Order) -> None:
    """Set which payments may be given back, and how."""
    able = [payment for payment in _payments(order) if refundable(payment) > 0]
    form.payment.choices = [
        SelectChoice(str(payment.id), f"{gateway(payment.gateway).name}: {money(order, refundable(payment))}")
        for payment in reversed(able)
    ]
    ways = dict.fromkeys(way for payment in able for way in channels(payment, refundable(payment)))
    form.channel.choices = [SelectChoice(way.value, REFUND_CHANNELS[way]) for way in ways]


def _payments(order: Order) -> list[Payment]:
    return list(db.session.scalars(select(Payment).where(Payment.order_id == order.id).order_by(Payment.id)))


def _payment(order: Order, payment: Payment) -> dict[str, Any]:
    kind = gateway(payment.gateway)
    able, reason = kind.capabilities, kind.reasons.get(payment.reason)
    channel = able.channel(payment.channel) if len(able.channels) > 1 else None
    is_held = payment.state is PaymentState.AUTHORIZED
    return {
        "id": str(payment.id),
        "name": kind.name,
        "channel": channel.label if channel else "",
        "words": PAYMENTS[payment.state],
        "amount": money(order, payment.amount),
        "captured": money(order, payment.captured) if 0 < payment.captured != payment.amount else "",
        "memo": payment.memo_code if able.unaddressed_transfers and payment.state in STILL_OPEN else "",
        "reason": reason.owner if reason else payment.reason,
        "can_ask": able.query and _may_still_change(payment),
        "can_take": is_held and able.capture,
        "can_let_go": is_held and able.void,
        "held": format_decimal(payment.amount, locale=current_locale()),
        "hold_until": payment.hold_until,
        "at_the_door": able.patience is Patience.DOOR,
    }


def _may_still_change(payment: Payment) -> bool:
    return payment.state is not PaymentState.CREATED and payment.state is not PaymentState.SUCCEEDED


def _refunds(order: Order) -> list[Refund]:
    return list(db.session.scalars(select(Refund).where(Refund.order_id == order.id).order_by(Refund.id)))


def _refund(order: Order, refund: Refund) -> dict[str, Any]:
    may_see = "orders.refund" in g.permissions
    by_hand = refund.channel is not RefundChannel.GATEWAY and refund.state is RefundState.REQUESTED
    words, tone = REFUNDS[refund.state]
    if refund.channel is RefundChannel.GATEWAY and refund.state is RefundState.REQUESTED:
        words, tone = REFUNDS[RefundState.SENT]
    return {
        "id": str(refund.id),
        "amount": money(order, refund.amount),
        "state_words": words,
        "tone": tone,
        "channel": REFUND_CHANNELS[refund.channel],
        "reason": refund.reason,
        "payout": json.loads(refund.payout) if refund.payout and may_see else {},
        "reference": refund.provider_ref or "",
        "by_hand": by_hand,
    }


def _reviews(order: Order) -> list[Review]:
    mine = select(Review).where(Review.order_id == order.id, Review.resolved_at.is_(None))
    return list(db.session.scalars(mine.order_by(Review.id)))


def _review(order: Order, review: Review) -> dict[str, Any]:
    words = REVIEWS[review.cause]
    return {
        "id": str(review.id),
        "title": words.title,
        "advice": words.advice,
        "buttons": buttons(review, order),
    }
