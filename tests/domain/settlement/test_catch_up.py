"""A practice shop, a company the sandbox plays, and calls that never arrive."""

from __future__ import annotations

import httpx
import pytest
from flask import Flask
from sqlalchemy import select

from storefront.adapters.gateways.base import Outcome
from storefront.adapters.gateways.testing import BOOTSTRAP_KEY
from storefront.adapters.gateways.testing.fixtures import inner, sandbox
from storefront.domain.payments.bank_feeds import connect_feed, practice_connection
from storefront.domain.settlement.catch_up import catch_up, feeds_to_ask
from storefront.infra import events, http
from storefront.infra.db import db
from storefront.infra.tenancy import all_shops, enter_shop
from storefront.models.bank import BankFeed
from storefront.models.order import Mode
from storefront.models.payment import Payment
from storefront.models.shop import ShopMode
from tests.factories import make_order, make_payment_method, make_shop

__all__ = ["inner", "sandbox"]


@pytest.fixture
def fed(context: Flask, inner: str):
    """A feed of SePay whose calls go nowhere, and a payment that waits for a transfer to its account."""
    shop = make_shop(mode=ShopMode.PRACTICE)
    with enter_shop(shop.id):
        method = make_payment_method("bank_transfer", Mode.TEST, practice_account="", account="1")
        issued = practice_connection(
            shop,
            "sepay",
            bootstrap_key=BOOTSTRAP_KEY,
            public_url="http://127.0.0.1:1",
            practice={},
        )
        feed = connect_feed(shop, "sepay", issued.settings, by=events.SYSTEM, token=issued.token)
        assert method.options["practice_account"] == feed.account
        order = make_order(payment="bank_transfer")
        payment = db.session.scalars(select(Payment).where(Payment.order_id == order.id)).one()
        db.session.commit()
        yield inner, feed, payment


def test_what_was_told_nobody_is_asked_for_and_counts_once(fed: tuple[str, BankFeed, Payment]) -> None:
    inner, feed, payment = fed
    form = {"account": feed.account, "amount": str(payment.amount), "memo": f"{payment.memo_code} CK"}
    assert httpx.post(f"{inner}/bank", data=form).status_code == 200

    first, again = catch_up(feed.id), catch_up(feed.id)

    assert (first, again) == ({Outcome.ACCEPTED: 1}, {Outcome.DUPLICATE: 1})
    assert payment.captured == payment.amount


def test_a_provider_that_does_not_answer_is_asked_again_later(fed: tuple[str, BankFeed, Payment]) -> None:
    _, feed, payment = fed
    http.allow_inner("http://127.0.0.1:9")

    assert not catch_up(feed.id)
    assert payment.captured == 0


def test_feeds_that_can_be_asked_are_known_across_shops(fed: tuple[str, BankFeed, Payment]) -> None:
    _, feed, _ = fed
    shop_id, feed_id = feed.shop_id, feed.id
    db.session.expunge_all()

    with all_shops():
        assert (shop_id, feed_id) in feeds_to_ask()
