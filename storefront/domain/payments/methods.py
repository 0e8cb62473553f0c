"""Payment methods of a shop: which gateways are switched on, with what settings, and for whom."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.adapters import gateways
from storefront.adapters.gateways import base
from storefront.infra import crypto, events, tokens
from storefront.infra.db import db
from storefront.infra.errors import Conflict, Invalid, NotFound
from storefront.infra.tenancy import current_shop_id
from storefront.models.order import Mode
from storefront.models.payment import EndpointToken, PaymentMethod
from storefront.models.shop import Shop

PRACTICE = "practice"
IN_PRACTICE_SHOPS = frozenset({"cod", "bank_transfer", PRACTICE})
"""Gateways a practice shop may use: none of them moves real money in mode `test`."""


class NoSuchMethod(NotFound):
    """The shop has no such way of paying, or not for this order."""

    code = "no_such_payment_method"
    message = lazy_gettext("This way of paying is not offered for this order. Please choose another one.")


class GatewayNotForThisShop(Conflict):
    """The gateway's kind of money and the shop's kind do not go together."""

    code = "gateway_not_for_this_shop"
    message = lazy_gettext("A practice shop only takes practice money, and a real shop never does.")


def offered(mode: Mode, total: int, currency: str = "VND") -> list[PaymentMethod]:
    """Methods for an order of this mode and total (minor units), in the owner's order."""
    rows = db.session.scalars(
        select(PaymentMethod)
        .where(PaymentMethod.enabled, PaymentMethod.mode == mode)
        .order_by(PaymentMethod.position, PaymentMethod.id)
    )
    return [method for method in rows if capabilities_of(method).takes(total, currency)]


def capabilities_of(method: PaymentMethod) -> base.Capabilities:
    """What the method's gateway can do."""
    return gateways.gateway(method.gateway).capabilities


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
    return gateways.gateway(method.gateway)({**method.options, **secrets})


def switch_on(
    shop: Shop, gateway: str, values: Mapping[str, str], *, by: events.Actor, mode: Mode | None = None
) -> PaymentMethod:
    """Switch a gateway on, or change its settings. Empty secrets keep what is stored.

    Raises Invalid with the gateway's own problems, GatewayNotForThisShop.
    """
    mode = mode or (Mode.TEST if shop.is_practice else Mode.LIVE)
    _check_kind(shop, gateway, mode)
    kind = gateways.gateway(gateway)
    method = db.session.scalar(select(PaymentMethod).where(PaymentMethod.gateway == gateway))
    stored = json.loads(method.secrets) if method is not None and method.secrets else {}
    merged = {item.id: values.get(item.id) or stored.get(item.id, "") for item in kind.settings.schema}
    _check_settings(kind(merged))
    secret_ids = {item.id for item in kind.settings.schema if item.secret}
    if method is None:
        method = PaymentMethod(gateway=gateway, mode=mode, position=len(_standing()))
        db.session.add(method)
    method.mode, method.enabled = mode, True
    method.options = {key: value for key, value in merged.items() if key not in secret_ids}
    method.secrets = json.dumps({key: merged[key] for key in secret_ids}) if secret_ids else None
    db.session.flush()
    _endpoint_token(method)
    events.record("payment_method.switched_on", method, by=by, gateway=gateway, mode=mode.value)
    return method


def switch_off(method: PaymentMethod, *, by: events.Actor) -> None:
    """Offer the method no more; payments under way go on."""
    method.enabled = False
    events.record("payment_method.switched_off", method, by=by, gateway=method.gateway)


def _check_kind(shop: Shop, gateway: str, mode: Mode) -> None:
    if shop.is_practice and (gateway not in IN_PRACTICE_SHOPS or mode is not Mode.TEST):
        raise GatewayNotForThisShop()
    if gateway == PRACTICE and mode is not Mode.TEST:
        raise GatewayNotForThisShop()


def _check_settings(gateway: base.Gateway) -> None:
    problems: dict[str, list[str]] = {}
    for problem in gateway.check():
        problems.setdefault(problem.field, []).append(str(problem.message))
    if problems:
        raise Invalid(problems)


def _standing() -> list[PaymentMethod]:
    return list(db.session.scalars(select(PaymentMethod)))


def _endpoint_token(method: PaymentMethod) -> None:
    mine = EndpointToken.payment_method_id == method.id
    if db.session.scalar(select(EndpointToken.id).where(mine, EndpointToken.revoked_at.is_(None))):
        return
    token = tokens.new_token()
    db.session.add(
        EndpointToken(
            token_hash=tokens.token_hash(token),
            token_sealed=crypto.seal(token, current_shop_id()),
            family="gateways",
            provider=method.gateway,
            mode=method.mode,
            shop_id=current_shop_id(),
            payment_method_id=method.id,
        )
    )
    db.session.flush()


def callback_path(method: PaymentMethod) -> str:
    """The path a gateway calls for this method: it names the shop by an unguessable token."""
    row = db.session.scalars(
        select(EndpointToken).where(
            EndpointToken.payment_method_id == method.id, EndpointToken.revoked_at.is_(None)
        )
    ).one()
    token = crypto.unseal(row.token_sealed, current_shop_id())
    return f"/hooks/gateways/{method.gateway}/{token}"


def method_by_id(method_id: int) -> PaymentMethod:
    """A method of the shop in force, switched on or not. Raises NoSuchMethod."""
    method = db.session.scalar(select(PaymentMethod).where(PaymentMethod.id == method_id))
    if method is None:
        raise NoSuchMethod
    return method


def switch_back_on(method: PaymentMethod, *, by: events.Actor) -> None:
    """Offer a method again with the settings it had. Raises Invalid when they are no longer good."""
    _check_settings(gateway_of(method))
    method.enabled = True
    events.record("payment_method.switched_on", method, by=by, gateway=method.gateway, mode=method.mode.value)
