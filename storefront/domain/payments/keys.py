"""Switching a gateway on with an owner's own keys, and asking the gateway whether it knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from storefront.adapters import gateways
from storefront.adapters.gateways.base import Health, Reason
from storefront.domain.payments import breaker
from storefront.domain.payments.endpoints import issue_endpoint
from storefront.domain.payments.methods import gateway_of, stored_values, switch_on
from storefront.infra import events
from storefront.infra.db import begin_write, commit_then_call, db
from storefront.models.order import Mode
from storefront.models.payment import PaymentMethod
from storefront.models.shop import Shop

CHECKED = "payment_method.checked"


@dataclass(frozen=True, slots=True)
class KeyCheck:
    """What the gateway said to the keys; `resting` when it is left alone because it did not answer."""

    ok: bool
    code: str = ""
    reason: Reason | None = None
    resting: bool = False


def save_keys(shop: Shop, gateway: str, values: Mapping[str, str], *, by: events.Actor) -> PaymentMethod:
    """Switch on with what the owner typed; empty secrets keep what is stored. Raises as `switch_on`.

    Keys of a company's test environment move no real money: then only the owner's own test orders use it.
    """
    kind = gateways.gateway(gateway)
    merged = {**stored_values(gateway), **{name: value for name, value in values.items() if value}}
    moves = kind(merged).mode
    mode = Mode(moves.value) if moves is not None else None
    return switch_on(shop, gateway, values, by=by, mode=mode)


def reserve_address(shop: Shop, gateway: str, *, by: events.Actor) -> PaymentMethod:
    """Give a gateway its callback address before there are keys, switched off: some need it to issue them."""
    standing = db.session.scalar(select(PaymentMethod).where(PaymentMethod.gateway == gateway))
    if standing is not None:
        issue_endpoint(standing)
        return standing
    begin_write()
    place = db.session.scalar(select(func.count(PaymentMethod.id))) or 0
    mode = Mode.TEST if shop.is_practice else Mode.LIVE
    method = PaymentMethod(gateway=gateway, mode=mode, enabled=False, position=place)
    db.session.add(method)
    db.session.flush()
    issue_endpoint(method)
    events.record("payment_method.reserved", method, by=by, gateway=gateway)
    return method


def check_keys(method: PaymentMethod, *, by: events.Actor) -> KeyCheck:
    """Ask the gateway by a real call whether it knows the keys. Commits, and calls."""
    circuit = breaker.key(method)
    if breaker.is_open(circuit):
        return KeyCheck(ok=False, resting=True)
    asked = gateway_of(method)
    health: Health = commit_then_call(asked.health)
    events.record(CHECKED, method, by=by, gateway=method.gateway, ok=health.ok)
    return KeyCheck(health.ok, health.reason, asked.reasons.get(health.reason))
