"""Bank feeds of a shop: which providers tell of which account, with what settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.adapters import bank_feeds
from storefront.adapters.bank_feeds import base
from storefront.adapters.gateways import gateway
from storefront.adapters.gateways.practice_client import register_merchant
from storefront.domain.payments.endpoints import BANK_FEEDS, issue_endpoint, path_of, token_of
from storefront.domain.payments.practice import PRACTICE, practice_account
from storefront.infra import events, tokens
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid, NotFound
from storefront.models.bank import BankFeed
from storefront.models.order import Mode
from storefront.models.payment import PaymentMethod
from storefront.models.shop import Shop


class NoSuchBankFeed(NotFound):
    """The shop has no such feed."""

    code = "no_such_bank_feed"


class FeedNotForThisShop(Conflict):
    """The feed tells of practice money in a real shop, or the other way round."""

    code = "bank_feed_not_for_this_shop"
    message = lazy_gettext("A practice shop hears only of practice money, and a real shop never does.")


@dataclass(frozen=True, slots=True)
class FeedConnection:
    """What the sandbox issued for one feed, and the token in the address it will call."""

    provider: str
    settings: dict[str, str]
    token: str


def feeds() -> list[BankFeed]:
    """The feeds of the shop in force, oldest first."""
    return list(db.session.scalars(select(BankFeed).order_by(BankFeed.id)))


def feed_by_id(feed_id: int) -> BankFeed:
    """A feed of the shop in force. Raises NoSuchBankFeed."""
    feed = db.session.scalar(select(BankFeed).where(BankFeed.id == feed_id))
    if feed is None:
        raise NoSuchBankFeed
    return feed


def adapter_of(feed: BankFeed) -> base.BankFeed:
    """The adapter, made with the feed's settings."""
    secrets: dict[str, str] = json.loads(feed.secrets) if feed.secrets else {}
    return bank_feeds.bank_feed(feed.provider)({**feed.options, **secrets})


def connect_feed(
    shop: Shop, provider: str, values: Mapping[str, str], *, by: events.Actor, token: str = ""
) -> BankFeed:
    """Let a provider tell of an account, or change its settings. Empty secrets keep what is stored.

    `token` is the one in the callback address that the provider was told beforehand.
    Raises Invalid with the feed's own problems, FeedNotForThisShop.
    """
    kind = bank_feeds.bank_feed(provider)
    feed = _standing(provider, values.get("account", "").strip())
    stored = json.loads(feed.secrets) if feed is not None and feed.secrets else {}
    merged = {item.id: values.get(item.id) or stored.get(item.id, "") for item in kind.settings.schema}
    adapter = kind(merged)
    _check(adapter)
    _check_kind(shop, adapter)
    if feed is None:
        feed = BankFeed(provider=provider, account=adapter.account)
        db.session.add(feed)
    secret_ids = {item.id for item in kind.settings.schema if item.secret}
    feed.mode, feed.enabled = Mode(adapter.mode.value), True
    feed.options = {key: value for key, value in merged.items() if key not in secret_ids}
    feed.secrets = json.dumps({key: merged[key] for key in secret_ids})
    db.session.flush()
    issue_endpoint(feed, token=token)
    _lead_practice_money(feed)
    events.record("bank_feed.connected", feed, by=by, provider=provider, mode=feed.mode.value)
    return feed


def disconnect_feed(feed: BankFeed, *, by: events.Actor) -> None:
    """Listen to a feed no more; what it told stays."""
    feed = locked(feed)
    feed.enabled = False
    events.record("bank_feed.disconnected", feed, by=by, provider=feed.provider)


def practice_connection(
    shop: Shop, provider: str, *, bootstrap_key: str, public_url: str, practice: Mapping[str, str]
) -> FeedConnection:
    """Settings from the sandbox for a feed of this shop; asked again they are the same.

    `practice` are the settings of the shop's practice gateway, whose bank account its own feed tells of.
    Calls the sandbox, so call it before the first write. Raises GatewayUnavailable.
    """
    standing = db.session.scalar(
        select(BankFeed).where(BankFeed.provider == provider, BankFeed.mode == Mode.TEST)
    )
    token = (token_of(standing) if standing is not None else "") or tokens.new_token()
    url = public_url.rstrip("/") + path_of(BANK_FEEDS, provider, token)
    if provider == PRACTICE:
        account = practice_account(dict(practice), holder=shop.name, feed_url=url)
        settings = {**practice, "account": account.number, "page": account.page}
        return FeedConnection(provider, settings, token)
    settings = register_merchant(
        reference=str(shop.id), name=shop.name, bootstrap_key=bootstrap_key, wire=provider, callback_url=url
    )
    return FeedConnection(provider, dict(settings), token)


def practice_values(method: PaymentMethod) -> dict[str, str]:
    """Who the shop is at the sandbox's own gateway: its feed is told with the same name and secret."""
    kept = {**method.options, **(json.loads(method.secrets) if method.secrets else {})}
    return {name: str(kept.get(name, "")) for name in ("merchant", "secret")}


def _standing(provider: str, account: str) -> BankFeed | None:
    return db.session.scalar(
        select(BankFeed).where(BankFeed.provider == provider, BankFeed.account == account)
    )


def _check(adapter: base.BankFeed) -> None:
    problems: dict[str, list[str]] = {}
    for problem in adapter.check():
        problems.setdefault(problem.field, []).append(str(problem.message))
    if problems:
        raise Invalid(problems)


def _check_kind(shop: Shop, adapter: base.BankFeed) -> None:
    wanted = base.Mode.TEST if shop.is_practice else base.Mode.LIVE
    if adapter.mode is not wanted or (shop.is_practice and not adapter.capabilities.sandboxed):
        raise FeedNotForThisShop


def _lead_practice_money(feed: BankFeed) -> None:
    """The shop's practice transfers go to the account that is told of."""
    if feed.mode is not Mode.TEST:
        return
    for method in db.session.scalars(select(PaymentMethod).where(PaymentMethod.mode == Mode.TEST)):
        kind = gateway(method.gateway)
        if kind.capabilities.unaddressed_transfers and "practice_account" in method.options:
            method.options = {**method.options, "practice_account": feed.account}
    db.session.flush()
