"""Payment methods of a shop: which gateways are switched on, with what settings, and for whom."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.adapters import gateways
from storefront.adapters.gateways import base
from storefront.domain.payments.connect import with_platform_keys
from storefront.domain.payments.endpoints import issue_endpoint
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.errors import Conflict, Invalid, NotFound
from storefront.models.order import Mode
from storefront.models.payment import PaymentMethod
from storefront.models.shop import Shop


class NoSuchMethod(NotFound):
    """The shop has no such way of paying, or not for this order."""

    code = "no_such_payment_method"
    message = lazy_gettext("This way of paying is not offered for this order. Please choose another one.")


class GatewayNotForThisShop(Conflict):
    """The gateway's kind of money and the shop's kind do not go together."""

    code = "gateway_not_for_this_shop"
    message = lazy_gettext("A practice shop only takes practice money, and a real shop never does.")


def offered(
    mode: Mode, total: int, currency: str = "VND", *, zone_id: int | None = None
) -> list[PaymentMethod]:
    """Methods for an order of this mode and total (minor units), in the owner's order.

    `zone_id` is the delivery zone the goods go to, where the owner offers a method only in some.
    """
    rows = db.session.scalars(
        select(PaymentMethod)
        .where(PaymentMethod.enabled, PaymentMethod.mode == mode)
        .order_by(PaymentMethod.position, PaymentMethod.id)
    )
    return [
        method
        for method in rows
        if not capabilities_of(method).staff_only
        and capabilities_of(method).takes(total, currency)
        and _allows(method.conditions, total, zone_id)
    ]


def _allows(conditions: Mapping[str, Any], total: int, zone_id: int | None) -> bool:
    """Whether the owner's own conditions let it be offered; an unknown place passes."""
    zones = conditions.get("zones")
    if zones and zone_id is not None and str(zone_id) not in zones:
        return False
    lowest, highest = conditions.get("minimum") or 0, conditions.get("maximum")
    return bool(lowest <= total and (not highest or total <= highest))


def capabilities_of(method: PaymentMethod) -> base.Capabilities:
    """What the method's gateway can do, within the limits of the shop's own contract."""
    made = gateway_of(method)
    if isinstance(made, base.LimitedByContract):
        return replace(made.capabilities, channels=made.channels())
    return made.capabilities


def method_of(gateway: str, mode: Mode) -> PaymentMethod:
    """The method with this gateway, for orders of this mode. Raises NoSuchMethod."""
    method = db.session.scalar(
        select(PaymentMethod).where(
            PaymentMethod.gateway == gateway, PaymentMethod.mode == mode, PaymentMethod.enabled
        )
    )
    if method is None:
        raise NoSuchMethod(gateway=gateway)
    return method


def gateway_of(method: PaymentMethod) -> base.Gateway:
    """The adapter, made with the method's settings."""
    secrets: dict[str, str] = json.loads(method.secrets) if method.secrets else {}
    values = with_platform_keys(method.gateway, {**method.options, **secrets})
    return gateways.gateway(method.gateway)(values)


def switch_on(
    shop: Shop,
    gateway: str,
    values: Mapping[str, str],
    *,
    by: events.Actor,
    mode: Mode | None = None,
    token: str = "",
) -> PaymentMethod:
    """Switch a gateway on, or change its settings. Empty secrets keep what is stored.

    `token` is the one in the callback address that the provider was told beforehand.
    Raises Invalid with the gateway's own problems, GatewayNotForThisShop.
    """
    mode = mode or (Mode.TEST if shop.is_practice else Mode.LIVE)
    kind = gateways.gateway(gateway)
    _check_kind(shop, kind.capabilities, mode)
    method = db.session.scalar(select(PaymentMethod).where(PaymentMethod.gateway == gateway))
    stored = stored_values(gateway)
    merged = {item.id: values.get(item.id) or stored.get(item.id, "") for item in kind.settings.schema}
    _check_settings(kind(with_platform_keys(gateway, merged)), mode)
    secret_ids = {item.id for item in kind.settings.schema if item.secret}
    if method is None:
        method = PaymentMethod(gateway=gateway, mode=mode, position=len(_standing()))
        db.session.add(method)
    method.mode, method.enabled = mode, True
    method.options = {key: value for key, value in merged.items() if key not in secret_ids}
    method.secrets = json.dumps({key: merged[key] for key in secret_ids}) if secret_ids else None
    db.session.flush()
    issue_endpoint(method, token=token)
    events.record("payment_method.switched_on", method, by=by, gateway=gateway, mode=mode.value)
    return method


def stored_values(gateway: str) -> dict[str, str]:
    """What nobody types again at each change: secrets, and settings that no form shows."""
    method = db.session.scalar(select(PaymentMethod).where(PaymentMethod.gateway == gateway))
    if method is None:
        return {}
    schema = gateways.gateway(gateway).settings.schema
    hidden = {item.id for item in schema if item.type is base.FieldType.HIDDEN}
    secrets: dict[str, str] = json.loads(method.secrets) if method.secrets else {}
    return {name: str(value) for name, value in method.options.items() if name in hidden} | secrets


def switch_off(method: PaymentMethod, *, by: events.Actor) -> None:
    """Offer the method no more; payments under way go on."""
    method.enabled = False
    events.record("payment_method.switched_off", method, by=by, gateway=method.gateway)


def _check_kind(shop: Shop, capabilities: base.Capabilities, mode: Mode) -> None:
    fits = capabilities.sandboxed and mode is Mode.TEST if shop.is_practice else True
    if not fits or (capabilities.practice_only and mode is not Mode.TEST):
        raise GatewayNotForThisShop()


def _check_settings(gateway: base.Gateway, mode: Mode) -> None:
    problems: dict[str, list[str]] = {}
    for problem in gateway.check():
        problems.setdefault(problem.field, []).append(str(problem.message))
    if not problems and gateway.mode is not None and gateway.mode.value != mode.value:
        problems["environment"] = [str(GatewayNotForThisShop.message)]
    if problems:
        raise Invalid(problems)


def _standing() -> list[PaymentMethod]:
    return list(db.session.scalars(select(PaymentMethod)))


def method_by_id(method_id: int) -> PaymentMethod:
    """A method of the shop in force, switched on or not. Raises NoSuchMethod."""
    method = db.session.scalar(select(PaymentMethod).where(PaymentMethod.id == method_id))
    if method is None:
        raise NoSuchMethod
    return method


def switch_back_on(method: PaymentMethod, *, by: events.Actor) -> None:
    """Offer a method again with the settings it had. Raises Invalid when they are no longer good."""
    _check_settings(gateway_of(method), method.mode)
    method.enabled = True
    events.record(
        "payment_method.switched_back_on", method, by=by, gateway=method.gateway, mode=method.mode.value
    )
