"""Practice money of a class: its shops take it from the first minute, and each learner has some to spend."""

from __future__ import annotations

from sqlalchemy import select

from storefront.adapters.gateways.banks import PRACTICE_BIN
from storefront.domain.onboarding.payment import COD, TRANSFER, method
from storefront.domain.payments.bank_feeds import connect_feed, practice_connection
from storefront.domain.payments.methods import switch_on
from storefront.domain.payments.practice import PRACTICE, connect, connection
from storefront.infra import events, queue
from storefront.infra.db import begin_write, db
from storefront.models.bank import BankFeed
from storefront.models.shop import Shop

CONNECT = "classroom.connect_money"
"""The job that fetches a practice shop's gateway and bank account from the sandbox."""


def begin(shop: Shop, *, by: events.Actor) -> None:
    """Cash on delivery at once, all that needs the sandbox later: thirty people join in one minute."""
    switch_on(shop, COD, {}, by=by)
    queue.enqueue(CONNECT, shop_id=shop.id, unique_key=f"{CONNECT}:{shop.id}")


def connect_money(shop: Shop, *, bootstrap_key: str, public_url: str) -> None:
    """The practice gateway, transfers to an account at the practice bank, and its feed; harmless twice.

    Calls the sandbox before the first write. Raises GatewayUnavailable.
    """
    gateway = connection(shop, PRACTICE, bootstrap_key=bootstrap_key, public_url=public_url)
    feed = practice_connection(
        shop, PRACTICE, bootstrap_key=bootstrap_key, public_url=public_url, practice=gateway.settings
    )
    begin_write()
    connect(shop, gateway, by=events.JOB)
    if method(TRANSFER) is None:
        account = feed.settings["account"]
        own = {"bank_bin": PRACTICE_BIN, "account": account, "holder": shop.name, "practice_account": account}
        switch_on(shop, TRANSFER, own, by=events.JOB)
    connect_feed(shop, PRACTICE, feed.settings, by=events.JOB, token=feed.token)


def bank_page() -> str | None:
    """Where the learner of the shop in force sees their practice account and pays from it; None before."""
    feed = db.session.scalars(
        select(BankFeed).where(BankFeed.provider == PRACTICE, BankFeed.enabled).order_by(BankFeed.id.desc())
    ).first()
    return str(feed.options.get("page") or "") or None if feed is not None else None
