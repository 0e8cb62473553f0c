"""A practice customer pays: on the sandbox's own pages, so that the shop is told as it always is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from storefront.adapters.gateways import gateway, practice_person
from storefront.domain.orders.tokens import order_token
from storefront.domain.payments.start import Addresses, start
from storefront.infra.db import commit_then_call, db
from storefront.infra.links import public_url, shop_public_url
from storefront.models.order import Order
from storefront.models.payment import Payment
from storefront.models.shop import Shop


def begin(shop: Shop, order: Order) -> None:
    """Do as the page after the order does: ask the gateway what comes next. May commit; harmless twice."""
    payment = _payment(order)
    if payment is None:
        return
    back = shop_public_url(shop.slug, f"/orders/{order_token(order)}/return", order.locale)
    start(payment, Addresses(return_url=back, public_url=public_url("").rstrip("/")))


def pay(order: Order, *, short: int, key: str) -> None:
    """Pay what the page asks for, less `short` percent. Who pays at the door does nothing now.

    Commits and calls the sandbox; under one `key` money moves once.
    Raises GatewayRefused, GatewayUnavailable.
    """
    payment = _payment(order)
    step: Mapping[str, Any] = payment.next_step if payment is not None else {}
    if payment is None or not step:
        return
    to, amount, name = step.get("transfer"), _less(payment.amount, short), str(order.buyer.get("name", ""))
    if to and step.get("practice"):
        account, memo = str(to["account"]), str(to["memo"])
        commit_then_call(
            lambda: practice_person.transfer(account=account, amount=amount, memo=memo, payer=name, key=key)
        )
    elif gateway(payment.gateway).capabilities.practice_only and step.get("url"):
        url = str(step["url"])
        outcome = "wrong" if short else "paid"
        commit_then_call(lambda: practice_person.press(url, outcome, amount=amount))


def _less(amount: int, percent: int) -> int:
    """So many percent less, in whole thousands of đồng where that leaves something."""
    if not percent:
        return amount
    rest = amount * (100 - percent) // 100
    return max(rest // 1000 * 1000, 1)


def _payment(order: Order) -> Payment | None:
    return db.session.scalars(
        select(Payment).where(Payment.order_id == order.id).order_by(Payment.id.desc()).limit(1)
    ).one_or_none()
