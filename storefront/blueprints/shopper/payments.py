"""Paying for an order: begin, come back, ask again. The browser's return only shows; it never marks paid."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from storefront.adapters.gateways import gateway
from storefront.adapters.gateways.base import GatewayUnavailable
from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.common.links import absolute, shop_url
from storefront.blueprints.common.respond import see_other
from storefront.domain.orders.pay_again import pay_again
from storefront.domain.orders.tokens import order_by_token, order_token
from storefront.domain.payments.card_testing import TooManyCardAttempts, count_attempt
from storefront.domain.payments.choices import PaymentChoice, choice_of, choices
from storefront.domain.payments.record import STILL_OPEN
from storefront.domain.payments.start import Addresses, GatewayDown, start
from storefront.domain.settlement.pending import check_now
from storefront.infra import clock, limits
from storefront.infra.db import db
from storefront.infra.links import public_url
from storefront.models.order import Order
from storefront.models.payment import Payment

bp = Blueprint("payments", __name__, url_prefix="/orders/<token>")
CHECKS = 4
CHECK_SECONDS = 60
STARTS = 20
UNKNOWN_ADDRESS = "127.0.0.1"
SILENT = "gateway_silent"
"""The notice that the gateway gave no answer to the last question."""


@bp.post("/pay")
@open_to_all
def pay(token: str) -> ResponseReturnValue:
    """Pay what is still owed, by the same or another method."""
    order = order_by_token(token)
    if not limits.allow("pay", STARTS, 3600, token):
        abort(429)
    ways = choices(order.mode, order.due_now, order.currency)
    way = choice_of(request.form.get("method", ""), ways)
    if way.capabilities.internal:
        return see_other(shop_url(f"/orders/{token}/card"))
    payment = _open_payment(order, way) or pay_again(order, way.method, channel=way.channel.code)
    try:
        return _go(order, payment)
    except (GatewayDown, TooManyCardAttempts) as refused:
        db.session.rollback()
        return see_other(shop_url(f"/orders/{token}", {"notice": refused.code}))


@bp.post("/check")
@open_to_all
def check(token: str) -> ResponseReturnValue:
    """Ask the gateway now, at most a few times a minute."""
    order = order_by_token(token)
    if not limits.allow("check", CHECKS, CHECK_SECONDS, token):
        abort(429)
    payment = latest_payment(order)
    here = f"/orders/{token}"
    if payment is not None and payment.state in STILL_OPEN:
        try:
            check_now(payment)
        except GatewayUnavailable:
            return see_other(shop_url(here, {"notice": SILENT}))
    return see_other(shop_url(here))


def begin(order: Order) -> ResponseReturnValue:
    """After placing: start the payment that came with the order, or show the order.

    Raises GatewayDown, TooManyCardAttempts: then nothing was placed.
    """
    payment = latest_payment(order)
    if payment is None:
        return see_other(shop_url(f"/orders/{order_token(order)}"))
    return _go(order, payment)


def latest_payment(order: Order) -> Payment | None:
    """The newest attempt to pay the order."""
    return db.session.scalars(
        select(Payment).where(Payment.order_id == order.id).order_by(Payment.id.desc()).limit(1)
    ).one_or_none()


def gateway_origins(ways: Iterable[PaymentChoice]) -> list[str]:
    """Where forms may lead, by the gateways' own word; the browser checks every hop of a redirect."""
    return list(dict.fromkeys(origin for way in ways for origin in way.origins))


def _go(order: Order, payment: Payment) -> ResponseReturnValue:
    here = shop_url(f"/orders/{order_token(order)}")
    addresses = Addresses(
        absolute(f"{here}/return"), public_url("").rstrip("/"), request.remote_addr or UNKNOWN_ADDRESS
    )
    channel = gateway(payment.gateway).capabilities.channel(payment.channel)
    if channel is not None and not payment.next_step:
        count_attempt(order, channel, address=addresses.payer_ip)
    step = start(payment, addresses)
    if step.get("kind") == "redirect" and step.get("url"):
        return redirect(step["url"], 303)
    wants_card = gateway(payment.gateway).capabilities.internal and payment.stored_card_id is None
    return see_other(f"{here}/card" if wants_card else here)


def _open_payment(order: Order, way: PaymentChoice) -> Payment | None:
    """An attempt this way that still runs: tapping twice does not begin two."""
    found = db.session.scalars(
        select(Payment)
        .where(
            Payment.order_id == order.id,
            Payment.payment_method_id == way.method.id,
            Payment.channel == way.channel.code,
            Payment.state.in_(STILL_OPEN),
            Payment.amount == order.due_now,
        )
        .order_by(Payment.id.desc())
    ).first()
    running = found is not None and (found.expires_at is None or found.expires_at > clock.now())
    return found if running else None
