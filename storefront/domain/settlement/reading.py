"""What a stored call says, by the family of who called: gateways tell facts, banks tell movements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from storefront.adapters.gateways.base import Answer, BadSignature, Callback, Outcome, Unreadable
from storefront.domain.payments.bank_feeds import adapter_of
from storefront.domain.payments.methods import gateway_of
from storefront.domain.settlement.apply_event import apply_event
from storefront.domain.settlement.bank_lines import receive_movements
from storefront.infra.db import db
from storefront.infra.tenancy import current_shop_id
from storefront.models.bank import BankFeed
from storefront.models.payment import EndpointToken, PaymentMethod


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a call, what is answered, and a few words for staff."""

    verdict: str
    answer: Answer
    note: str = ""


def read_for_shop(endpoint: EndpointToken, callback: Callback) -> Reading:
    """Verify and apply a call to the shop in force; a call that proves nothing changes nothing."""
    return _of_bank(endpoint, callback) if endpoint.bank_feed_id else _of_gateway(endpoint, callback)


def _of_gateway(endpoint: EndpointToken, callback: Callback) -> Reading:
    method = db.session.get_one(PaymentMethod, (current_shop_id(), endpoint.payment_method_id))
    gateway = gateway_of(method)
    try:
        told = gateway.read_callback(callback)
    except BadSignature as error:
        return _refused(error, gateway.acknowledge)
    outcomes = [apply_event(method, event) for event in told]
    return Reading(verdict_of(outcomes), gateway.acknowledge(outcomes))


def _of_bank(endpoint: EndpointToken, callback: Callback) -> Reading:
    feed = db.session.get_one(BankFeed, (current_shop_id(), endpoint.bank_feed_id))
    provider = adapter_of(feed)
    try:
        movements = provider.read_callback(callback)
    except BadSignature as error:
        return _refused(error, provider.acknowledge)
    outcomes = receive_movements(feed, movements)
    return Reading(verdict_of(outcomes), provider.acknowledge(outcomes))


def _refused(error: BadSignature, acknowledge: Callable[[list[Outcome]], Answer]) -> Reading:
    """What proves nothing is turned away; what is proved and not understood is asked for again."""
    outcome = Outcome.ERROR if isinstance(error, Unreadable) else Outcome.BAD_SIGNATURE
    return Reading(error.code, acknowledge([outcome]), str(error))


def verdict_of(outcomes: list[Outcome]) -> str:
    """The first thing that was not plainly accepted."""
    return next((outcome.value for outcome in outcomes if outcome is not Outcome.ACCEPTED), "accepted")
