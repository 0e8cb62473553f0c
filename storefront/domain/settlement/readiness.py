"""The checklist before a way of paying goes live: each point proved by something that happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import Select, select

from storefront.adapters.gateways.base import Outcome
from storefront.domain.payments.keys import CHECKED
from storefront.domain.payments.methods import capabilities_of, gateway_of
from storefront.domain.settlement.self_test import is_testable, latest
from storefront.infra.db import db
from storefront.infra.errors import Sentence
from storefront.infra.events import Event
from storefront.infra.html import plain_text
from storefront.infra.text import fold
from storefront.models.page import Page, PageKind
from storefront.models.payment import (
    CallbackInbox,
    EndpointToken,
    Payment,
    PaymentMethod,
    PaymentState,
    Refund,
    RefundState,
)

SET_UP = "payment_method.switched_on"
UNDERSTOOD = (Outcome.ACCEPTED.value, Outcome.DUPLICATE.value)


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the list. `done_at` is when it was proved, where that is a moment."""

    code: str
    title: Sentence
    help: Sentence
    is_done: bool
    done_at: dt.datetime | None = None


def checklist(method: PaymentMethod) -> list[Point]:
    """What should be proved before shoppers use the method; only what its gateway can do."""
    able, since = capabilities_of(method), _last_setup(method)
    points = []
    if not able.offline and not able.internal:
        points.append(_keys(method, since))
    if able.notify:
        points.append(_callback(method, since))
    if is_testable(able):
        points.append(_self_test(method, since))
    return [*points, _refund(method), _policy(method)]


def _last_setup(method: PaymentMethod) -> dt.datetime:
    """When its keys were last changed: what was proved before says nothing of them."""
    last = db.session.scalar(_of(method, SET_UP).order_by(Event.id.desc()).limit(1))
    return last.at if last is not None else method.created_at


def _keys(method: PaymentMethod, since: dt.datetime) -> Point:
    last = db.session.scalar(_of(method, CHECKED).order_by(Event.id.desc()).limit(1))
    good = last if last is not None and last.facts.get("ok") and last.at >= since else None
    return Point(
        "keys",
        lazy_gettext("The keys are checked"),
        lazy_gettext("Press “Check the keys”: the gateway is really asked."),
        good is not None,
        good.at if good else None,
    )


def _callback(method: PaymentMethod, since: dt.datetime) -> Point:
    seen = db.session.scalar(
        select(CallbackInbox.received_at)
        .join(EndpointToken, EndpointToken.id == CallbackInbox.endpoint_token_id)
        .where(
            EndpointToken.shop_id == method.shop_id,
            EndpointToken.payment_method_id == method.id,
            CallbackInbox.verdict.in_(UNDERSTOOD),
            CallbackInbox.received_at >= since,
        )
        .order_by(CallbackInbox.received_at.desc())
        .limit(1)
    )
    return Point(
        "callback",
        lazy_gettext("The gateway's call arrived and was understood"),
        lazy_gettext(
            "It comes with the first payment. If it does not, check the address given to the gateway."
        ),
        seen is not None,
        seen,
    )


def _self_test(method: PaymentMethod, since: dt.datetime) -> Point:
    payment = latest(method)
    passed = payment if payment and payment.state is PaymentState.SUCCEEDED else None
    good = passed if passed and passed.created_at >= since else None
    return Point(
        "self_test",
        lazy_gettext("The self-test is paid"),
        lazy_gettext("A small payment of your own that shows what shop, gateway and bank saw."),
        good is not None,
        good.ended_at if good else None,
    )


def _refund(method: PaymentMethod) -> Point:
    done = db.session.scalar(
        select(Refund.ended_at)
        .join(Payment, (Payment.shop_id == Refund.shop_id) & (Payment.id == Refund.payment_id))
        .where(Payment.payment_method_id == method.id, Refund.state == RefundState.DONE)
        .order_by(Refund.id.desc())
        .limit(1)
    )
    return Point(
        "refund",
        lazy_gettext("A refund was tried"),
        lazy_gettext("Give the test payment back, so that you know how it goes before a customer asks."),
        done is not None,
        done,
    )


def _policy(method: PaymentMethod) -> Point:
    gateway = gateway_of(method)
    page = db.session.scalar(select(Page).where(Page.kind == PageKind.PAYMENT, Page.published.is_(True)))
    said = fold(plain_text(page.body)) if page is not None else ""
    names = [gateway.name, *(channel.label for channel in gateway.capabilities.channels)]
    return Point(
        "policy",
        lazy_gettext("The page on payment names it"),
        lazy_gettext("Buyers must find every way of paying on the page “Payment and refunds”."),
        any(fold(str(name)) in said for name in names),
    )


def _of(method: PaymentMethod, topic: str) -> Select[Event]:
    return select(Event).where(
        Event.subject_kind == PaymentMethod.__tablename__, Event.subject_id == method.id, Event.topic == topic
    )
