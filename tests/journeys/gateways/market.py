"""Orders of practice shops on a real server, made beside it, and what its books say of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from storefront.adapters.gateways import gateway
from storefront.domain.orders.tokens import order_token
from storefront.domain.payments.start import Addresses, start
from storefront.domain.settlement.inbox import UNREAD
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.order import Order
from storefront.models.payment import CallbackInbox, Payment, Review, Transaction, TransactionKind
from tests.factories import make_order
from tests.serving import Server

PATIENCE = 20.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Stall:
    """One practice shop and the tokens that move its gateways' weather."""

    shop_id: int
    slug: str
    controls: dict[str, str]
    account: str


@dataclass(frozen=True, slots=True)
class Bought:
    """An unpaid order: its page, the number its gateway hears and the code a transfer carries."""

    stall: Stall
    order_id: int
    path: str
    number: str
    memo: str
    total: int


@dataclass(frozen=True, slots=True)
class Books:
    """What the shop's books hold of an order; `told` are the verdicts on the calls of its gateway."""

    summary: str
    charges: tuple[int, ...]
    reviews: tuple[str, ...]
    told: tuple[str, ...]
    failures: int


@dataclass(frozen=True, slots=True)
class Market:
    server: Server
    app: Flask
    stalls: dict[str, Stall]
    secrets: set[str]
    """What no log may hold: keys, tokens in callback addresses, links to orders."""

    def order(self, code: str, weather: str) -> Bought:
        """An order of one shop, to be paid by this gateway."""
        stall = self.stalls[weather]
        with self.app.app_context(), enter_shop(stall.shop_id):
            order = make_order(payment=code)
            payment = db.session.scalars(select(Payment).where(Payment.order_id == order.id)).one()
            if gateway(code).capabilities.offline:
                start(payment, Addresses(return_url="", public_url=""))
            path = f"/s/{stall.slug}/orders/{order_token(order)}"
            number, memo = str(payment.public_number), payment.memo_code or ""
            made = Bought(stall, order.id, path, number, memo, order.total)
            self.secrets.add(order_token(order))
            db.session.commit()
            db.session.remove()
        return made

    def books(self, bought: Bought) -> Books:
        """The books as they are now."""
        with self.app.app_context(), enter_shop(bought.stall.shop_id):
            order = db.session.scalars(select(Order).where(Order.id == bought.order_id)).one()
            payments = select(Payment.id).where(Payment.order_id == order.id)
            facts = db.session.scalars(select(Transaction).where(Transaction.payment_id.in_(payments))).all()
            charged = [fact for fact in facts if fact.kind is TransactionKind.CHARGED and fact.counted]
            reviews = db.session.scalars(
                select(Review.cause).where(
                    (Review.order_id == order.id) | (Review.facts["memo"].as_string().contains(bought.number))
                )
            ).all()
            found = Books(
                summary=order.payment_summary.value,
                charges=tuple(fact.amount * 100 // order.total for fact in charged),
                reviews=tuple(sorted(reviews)),
                told=_verdicts(bought),
                failures=sum(fact.kind is TransactionKind.FAILED for fact in facts),
            )
            db.session.remove()
        return found

    def until(self, bought: Bought, holds: Callable[[Books], bool]) -> Books:
        """The books once they are as wanted; the last ones after some patience."""
        end = time.monotonic() + PATIENCE
        while not holds(found := self.books(bought)) and time.monotonic() < end:
            time.sleep(0.05)
        return found


def _verdicts(bought: Bought) -> tuple[str, ...]:
    """Verdicts on the calls about this payment, oldest first."""
    mine = (
        select(CallbackInbox).where(CallbackInbox.shop_id == bought.stall.shop_id).order_by(CallbackInbox.id)
    )
    return tuple(
        row.verdict
        for row in db.session.scalars(mine.where(CallbackInbox.verdict != UNREAD))
        if any(sign in row.query + row.body.decode() for sign in (bought.number, bought.memo))
    )
