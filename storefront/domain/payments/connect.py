"""Gateways through the platform's own contract: its keys serve shops that named an account of theirs.

The money goes straight to the shop's account at the gateway (a direct charge); the platform only lends the
keys. Calls come to one address of the platform, and their verified body names the account.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from flask import current_app
from sqlalchemy import select

from storefront.adapters.gateways import gateway
from storefront.adapters.gateways.base import Callback
from storefront.domain.payments.endpoints import GATEWAYS, path_of
from storefront.infra import crypto, tokens
from storefront.infra.db import db
from storefront.infra.tenancy import PLATFORM
from storefront.models.order import Mode
from storefront.models.payment import EndpointToken


class NoPlatformKeys(LookupError):
    """The setting STOREFRONT_CONNECT holds no keys for this gateway."""


@runtime_checkable
class NamesAccounts(Protocol):
    """A gateway whose calls to a platform say which connected account they are about."""

    def account_named(self, callback: Callback) -> str: ...


def platform_keys(code: str) -> dict[str, str]:
    """The platform's own settings of a gateway; empty without a contract. Never stored with a shop."""
    known: dict[str, dict[str, str]] = json.loads(current_app.config["SETTINGS"].connect or "{}")
    return known.get(code, {})


def with_platform_keys(code: str, values: Mapping[str, str]) -> dict[str, str]:
    """A shop's settings, completed by the platform's keys where the shop named only its account."""
    own = {name: value for name, value in values.items() if value}
    return {**values, **platform_keys(code), **own} if values.get("account") else dict(values)


def open_platform_endpoint(code: str) -> str:
    """The path at which a gateway tells the platform about connected accounts, made once.

    Raises NoPlatformKeys.
    """
    if not platform_keys(code):
        raise NoPlatformKeys(code)
    standing = db.session.scalar(
        select(EndpointToken).where(
            EndpointToken.shop_id == PLATFORM,
            EndpointToken.provider == code,
            EndpointToken.revoked_at.is_(None),
        )
    )
    if standing is not None:
        return path_of(GATEWAYS, code, crypto.unseal(standing.token_sealed))
    token = tokens.new_token()
    db.session.add(
        EndpointToken(
            token_hash=tokens.token_hash(token),
            token_sealed=crypto.seal(token),
            family=GATEWAYS,
            provider=code,
            mode=Mode.LIVE,
            shop_id=PLATFORM,
        )
    )
    db.session.flush()
    return path_of(GATEWAYS, code, token)


def endpoint_of_account(code: str, callback: Callback) -> EndpointToken | None:
    """The shop's own endpoint row that a platform call is about. Raises BadSignature."""
    made = gateway(code)(platform_keys(code))
    account = made.account_named(callback) if isinstance(made, NamesAccounts) else ""
    if not account:
        return None
    return db.session.scalars(
        select(EndpointToken).where(
            EndpointToken.provider == code,
            EndpointToken.account == account,
            EndpointToken.shop_id != PLATFORM,
            EndpointToken.revoked_at.is_(None),
        )
    ).first()
