"""Practice money of a class: its shops take it from the first minute, and each learner has some to spend."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from storefront.adapters.gateways.banks import PRACTICE_BIN
from storefront.domain.onboarding.payment import COD, TRANSFER, method
from storefront.domain.payments.bank_feeds import connect_feed, practice_connection
from storefront.domain.payments.methods import switch_on
from storefront.domain.payments.practice import PRACTICE, account_key, connect, connection
from storefront.infra import events, queue
from storefront.infra.db import begin_write, db
from storefront.infra.tenancy import enter_shop
from storefront.models.bank import BankFeed
from storefront.models.shop import Shop, ShopState
from storefront.models.workshop import Learner, LearnerState

CONNECT = "classroom.connect_money"
"""The job that fetches a practice shop's gateway and bank account from the sandbox."""


def begin(shop: Shop, *, by: events.Actor) -> None:
    """Cash on delivery at once, all that needs the sandbox later: thirty people join in one minute."""
    switch_on(shop, COD, {}, by=by)
    queue.enqueue(CONNECT, shop_id=shop.id, unique_key=account_key(shop.id))


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


def bank_page_of(learner: Learner) -> str | None:
    """Where a learner sees their practice account and pays from it; None while there is none yet."""
    if learner.shop_id is None:
        return None
    with enter_shop(learner.shop_id):
        return bank_page()


def classmates_shops(learner: Learner) -> Sequence[Shop]:
    """The open practice shops of everybody else in the class, by name."""
    return db.session.scalars(
        select(Shop)
        .join(Learner, Learner.shop_id == Shop.id)
        .where(
            Learner.workshop_id == learner.workshop_id,
            Learner.id != learner.id,
            Learner.state == LearnerState.JOINED,
            Shop.state == ShopState.OPEN,
            Shop.suspended_at.is_(None),
        )
        .order_by(Shop.name, Shop.id)
    ).all()


def bank_page() -> str | None:
    """The same for the shop in force."""
    feed = db.session.scalars(
        select(BankFeed).where(BankFeed.provider == PRACTICE, BankFeed.enabled).order_by(BankFeed.id.desc())
    ).first()
    return str(feed.options.get("page") or "") or None if feed is not None else None
