"""Connect a shop to the sandbox: a merchant at one of its companies, and an account at its bank."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, select

from storefront.adapters.gateways.practice import Practice, PracticeAccount
from storefront.adapters.gateways.practice_client import register_merchant
from storefront.domain.payments.endpoints import GATEWAYS, path_of, token_of
from storefront.domain.payments.methods import switch_on
from storefront.infra import events, tokens
from storefront.infra.db import db
from storefront.infra.queue import Job
from storefront.models.order import Mode
from storefront.models.payment import PaymentMethod
from storefront.models.shop import Shop

PRACTICE = "practice"
OPENING = 5_000_000
"""Đồng of practice money in a new account at the practice bank, to buy at classmates' shops with."""
CONNECT = "payments.connect_practice"
"""The job that switches a gateway on once the sandbox answers; its payload may name the gateway."""


@dataclass(frozen=True, slots=True)
class Connection:
    """What the sandbox issued for one gateway, and the token in the address it will call."""

    gateway: str
    settings: dict[str, str]
    token: str


def connection(shop: Shop, gateway: str, *, bootstrap_key: str, public_url: str) -> Connection:
    """Settings from the sandbox for this shop and gateway; asked again they are the same.

    Calls the sandbox, so call it before the first write. Raises GatewayUnavailable.
    """
    standing = db.session.scalar(select(PaymentMethod).where(PaymentMethod.gateway == gateway))
    token = (token_of(standing) if standing is not None else "") or tokens.new_token()
    settings = register_merchant(
        reference=str(shop.id),
        name=shop.name,
        bootstrap_key=bootstrap_key,
        wire=gateway,
        callback_url=public_url.rstrip("/") + path_of(GATEWAYS, gateway, token),
    )
    return Connection(gateway, dict(settings), token)


def connect(shop: Shop, issued: Connection, *, by: events.Actor, mode: Mode | None = None) -> PaymentMethod:
    """Switch the gateway on with what the sandbox issued."""
    return switch_on(shop, issued.gateway, issued.settings, by=by, mode=mode, token=issued.token)


def account_key(shop_id: int) -> str:
    """The unique key of the job that fetches a class's shop its account at the practice bank."""
    return f"classroom.connect_money:{shop_id}"


def awaits_account(method: PaymentMethod) -> bool:
    """Whether a transfer would go where nobody tells of it: the practice account is still to come."""
    if method.mode is not Mode.TEST or method.options.get("practice_account") != "":
        return False
    coming = exists().where(Job.unique_key == account_key(method.shop_id), Job.parked_at.is_(None))
    return bool(db.session.scalar(select(coming)))


def practice_account(settings: dict[str, str], *, holder: str, feed_url: str) -> PracticeAccount:
    """An account at the practice bank, whose incoming money is told to `feed_url`."""
    return Practice(settings).open_account(holder=holder, feed_url=feed_url, opening=OPENING)
