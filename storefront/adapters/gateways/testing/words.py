"""What a shop says to a gateway in the tests of the contract."""

import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeVar

from storefront.adapters.gateways.base import (
    Callback,
    Charge,
    EventKind,
    Gateway,
    GatewayEvent,
    Mode,
    NextStep,
    PaymentFacts,
    RefundRequest,
)
from storefront.infra import clock
from storefront.infra.money import Money

T = TypeVar("T")


def charge(shop_base: str = "http://127.0.0.1:1", **changes: object) -> Charge:
    """A charge of 125,000 ₫ under a number of its own."""
    values: dict[str, Any] = {
        "public_number": secrets.randbelow(2**53),
        "memo": "DH7K3M9Q",
        "money": Money(125_000),
        "description": "Đơn #1042",
        "created_at": clock.now(),
        "expires_at": clock.now() + timedelta(minutes=30),
        "return_url": f"{shop_base}/s/gom/orders/token",
        "callback_url": f"{shop_base}/hooks/gateways/practice/token",
        "mode": Mode.TEST,
    }
    return Charge(**{**values, **changes})


def facts(of: Charge, step: NextStep | None = None) -> PaymentFacts:
    """What the core knows of a payment, with what `start` gave when that is at hand."""
    return PaymentFacts(
        of.public_number,
        of.memo,
        of.money,
        of.mode,
        created_at=of.created_at,
        provider_ref=step.provider_ref if step else "",
        channel=of.channel,
    )


def refund_request(id: str, payment: PaymentFacts, money: Money) -> RefundRequest:
    """A refund asked for when the payment was made."""
    return RefundRequest(id, payment, money, requested_at=payment.created_at)


def tampered(callback: Callback) -> Callback:
    """The same call with another amount in it."""
    query = {name: value.replace("125000", "124000") for name, value in callback.query.items()}
    return replace(callback, query=query, body=callback.body.replace(b"125000", b"124000"))


def identity(event: GatewayEvent) -> tuple[object, ...]:
    """What makes two tellings one fact; not every company says when it happened."""
    return event.kind, event.provider_ref, event.money, event.public_number


def refusal(made: Gateway) -> EventKind:
    """What a refusal is told as: it is not the end where the company's page stays open for another try."""
    return EventKind.INFO if made.capabilities.retried_there else EventKind.FAILED


def until(ask: Callable[[], T], holds: Callable[[T], bool], seconds: float = 10) -> T:
    """Ask again until the answer is as wanted; the last answer after that time."""
    end = time.monotonic() + seconds
    while not holds(said := ask()) and time.monotonic() < end:
        time.sleep(0.1)
    return said
