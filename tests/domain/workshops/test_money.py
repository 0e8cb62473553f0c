"""Practice money of a class's shop: on from the first minute, issued once, and kept by the wizard's step."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.adapters.gateways.banks import PRACTICE_BIN
from storefront.adapters.gateways.practice_client import forget_merchant, register_merchant
from storefront.adapters.gateways.testing import BOOTSTRAP_KEY
from storefront.domain.onboarding.payment import PaymentData, payment_now, save_payment
from storefront.domain.payments.choices import choices
from storefront.domain.payments.practice import OPENING
from storefront.domain.workshops import money
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.queue import Job
from storefront.infra.tenancy import enter_shop
from storefront.models.bank import BankFeed
from storefront.models.order import Mode
from storefront.models.payment import PaymentMethod
from storefront.models.shop import Shop, ShopMode
from tests.adapters.gateways.conftest import inner, sandbox
from tests.factories import make_learner, make_shop

__all__ = ["inner", "sandbox"]


@pytest.fixture
def shop(context: Flask) -> Shop:
    return make_shop(mode=ShopMode.PRACTICE)


def connect(shop: Shop) -> PaymentMethod:
    """What the job does; the transfer method that it switched on."""
    money.connect_money(shop, bootstrap_key=BOOTSTRAP_KEY, public_url="http://127.0.0.1:9")
    wanted = select(PaymentMethod).where(PaymentMethod.gateway == "bank_transfer")
    return db.session.scalars(wanted).one()


def test_joining_waits_for_no_sandbox(shop: Shop) -> None:
    with enter_shop(shop.id):
        money.begin(shop, by=events.SYSTEM)

        assert db.session.scalars(select(PaymentMethod.gateway)).all() == ["cod"]
    assert db.session.scalar(select(func.count(Job.id)).where(Job.kind == money.CONNECT)) == 1


def test_the_job_connects_gateway_account_and_feed_once(shop: Shop, inner: str) -> None:
    with enter_shop(shop.id):
        first = dict(connect(shop).options)
        again = dict(connect(shop).options)

        feeds = db.session.scalars(select(BankFeed)).all()
        assert first == again
        assert (first["bank_bin"], first["account"]) == (PRACTICE_BIN, first["practice_account"])
        assert [feed.account for feed in feeds] == [first["account"]]
        assert str(money.bank_page()).startswith("/sandbox/bank/mine/")
    assert OPENING > 0


def test_the_wizard_keeps_the_account_that_nobody_replaces(shop: Shop, inner: str) -> None:
    with enter_shop(shop.id):
        account = connect(shop).options["account"]
        asked = payment_now()

        save_payment(shop, asked, practice=None, by=events.SYSTEM)

        kept = db.session.scalars(select(PaymentMethod).where(PaymentMethod.gateway == "bank_transfer")).one()
        assert (asked.transfer, asked.bank, asked.account) == (True, "", "")
        assert (kept.enabled, kept.options["account"]) == (True, account)


def test_an_own_account_still_leads_practice_money_to_the_practice_bank(shop: Shop, inner: str) -> None:
    own = PaymentData(cod=True, transfer=True, bank="Vietcombank", account="0123456789", holder="LE THI DAO")
    with enter_shop(shop.id):
        issued = connect(shop).options["practice_account"]

        save_payment(shop, own, practice=None, by=events.SYSTEM)

        kept = db.session.scalars(select(PaymentMethod).where(PaymentMethod.gateway == "bank_transfer")).one()
        assert (kept.options["account"], kept.options["practice_account"]) == ("0123456789", issued)


def test_transfers_are_offered_once_somebody_hears_of_them(shop: Shop, inner: str) -> None:
    own = PaymentData(cod=True, transfer=True, bank="Vietcombank", account="0123456789", holder="LE THI DAO")
    with enter_shop(shop.id):
        money.begin(shop, by=events.SYSTEM)
        save_payment(shop, own, practice=None, by=events.SYSTEM)
        too_early = [each.value for each in choices(Mode.TEST, 100_000)]

        feed_account = connect(shop).options["practice_account"]

        assert too_early == ["cod"]
        assert "bank_transfer" in [each.value for each in choices(Mode.TEST, 100_000)]
        assert feed_account == db.session.scalars(select(BankFeed.account)).one()


def test_a_practice_shop_of_no_class_waits_for_no_account(shop: Shop) -> None:
    own = PaymentData(cod=True, transfer=True, bank="Vietcombank", account="0123456789", holder="LE THI DAO")
    with enter_shop(shop.id):
        save_payment(shop, own, practice=None, by=events.SYSTEM)

        assert [each.value for each in choices(Mode.TEST, 100_000)] == ["cod", "bank_transfer"]


def test_a_real_shop_cannot_be_paid_at_the_practice_bank(context: Flask) -> None:
    real = make_shop()
    typed = PaymentData(cod=True, transfer=True, bank=PRACTICE_BIN, account="1", holder="X")

    with enter_shop(real.id), pytest.raises(Invalid):
        save_payment(real, typed, practice=None, by=events.SYSTEM)


def test_who_has_no_shop_has_no_account(context: Flask) -> None:
    learner = make_learner()
    learner.shop_id = None

    assert money.bank_page_of(learner) is None


def test_the_sandbox_forgets_a_shop_that_is_gone(inner: str) -> None:
    named = {"reference": "a shop that is gone", "name": "Mắm Ba Làng", "bootstrap_key": BOOTSTRAP_KEY}
    first = register_merchant(**named)

    forget_merchant("a shop that is gone", bootstrap_key=BOOTSTRAP_KEY)
    forget_merchant("a shop that is gone", bootstrap_key=BOOTSTRAP_KEY)

    assert register_merchant(**named)["merchant"] != first["merchant"]
