"""The platform's own contract: one address for all shops, whose verified calls name the account."""

import hashlib
import hmac
import json
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.adapters.gateways.base import Callback
from storefront.domain.payments.connect import NoPlatformKeys, open_platform_endpoint
from storefront.domain.payments.methods import gateway_of, switch_on
from storefront.domain.payments.start import create_payment
from storefront.domain.settlement import inbox
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.payment import CallbackInbox, Payment, PaymentState
from tests.factories import make_order, make_shop

SECRET = "whsec_of_the_platform"
KEYS = {"stripe": {"environment": "production", "secret_key": "sk_live_platform", "webhook_secret": SECRET}}


@pytest.fixture
def platform(app: Flask, context: Flask) -> Flask:
    """An installation with a contract at Stripe."""
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, connect=json.dumps(KEYS))
    yield app
    app.config["SETTINGS"] = before


def shop_with(account: str) -> tuple[int, int]:
    """A shop whose Stripe method names only its account, and its waiting payment."""
    shop = make_shop()
    with enter_shop(shop.id):
        method = switch_on(
            shop, "stripe", {"environment": "production", "account": account}, by=events.SYSTEM
        )
        order = make_order()
        payment = create_payment(order, method)
        payment.state = PaymentState.PENDING
        db.session.flush()
        found = shop.id, payment.id
    db.session.commit()
    db.session.expunge_all()
    return found


def charged(shop_id: int, payment_id: int, account: str, secret: str = SECRET) -> Callback:
    """What Stripe tells of a direct charge."""
    with enter_shop(shop_id):
        payment = db.session.get_one(Payment, (shop_id, payment_id))
        intent = {
            "id": "pi_1",
            "object": "payment_intent",
            "status": "succeeded",
            "amount": payment.amount,
            "amount_received": payment.amount,
            "currency": "vnd",
            "created": int(clock.now().timestamp()),
            "metadata": {"number": str(payment.public_number)},
        }
    db.session.expunge_all()
    event = {
        "id": "evt_1",
        "object": "event",
        "type": "payment_intent.succeeded",
        "account": account,
        "livemode": True,
        "created": int(clock.now().timestamp()),
        "data": {"object": intent},
    }
    body = json.dumps(event).encode()
    stamp = str(int(clock.now().timestamp()))
    signature = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return Callback("POST", {"Stripe-Signature": f"t={stamp},v1={signature}"}, {}, body)


def receive(callback: Callback) -> int:
    token = open_platform_endpoint("stripe").rsplit("/", 1)[1]
    db.session.commit()
    status = inbox.receive("gateways", "stripe", token, callback, "").status
    db.session.commit()
    db.session.expunge_all()
    return status


def state_of(shop_id: int, payment_id: int) -> PaymentState:
    with enter_shop(shop_id):
        state = db.session.get_one(Payment, (shop_id, payment_id)).state
    db.session.expunge_all()
    return state


def test_the_account_in_a_verified_call_names_the_shop(platform: Flask) -> None:
    first, second = shop_with("acct_first"), shop_with("acct_second")

    status = receive(charged(*second, "acct_second"))

    assert status == 200
    assert (state_of(*first), state_of(*second)) == (PaymentState.PENDING, PaymentState.SUCCEEDED)


def test_a_call_signed_by_somebody_else_changes_nothing(platform: Flask) -> None:
    mine = shop_with("acct_first")

    status = receive(charged(*mine, "acct_first", secret="whsec_guessed"))

    assert (status, state_of(*mine)) == (400, PaymentState.PENDING)


def test_an_account_nobody_named_waits_in_the_inbox(platform: Flask) -> None:
    mine = shop_with("acct_first")

    receive(charged(*mine, "acct_unknown"))

    assert db.session.scalars(select(CallbackInbox.verdict)).all() == [inbox.UNKNOWN_ACCOUNT]
    assert state_of(*mine) is PaymentState.PENDING


def test_the_platforms_keys_are_lent_and_never_stored(platform: Flask) -> None:
    shop_id, payment_id = shop_with("acct_first")

    with enter_shop(shop_id):
        method = db.session.get_one(Payment, (shop_id, payment_id)).method
        stored = f"{method.options}{method.secrets}"

        assert gateway_of(method).check() == []
        assert SECRET not in stored and "sk_live_platform" not in stored


def test_without_a_contract_there_is_no_address(context: Flask) -> None:
    with pytest.raises(NoPlatformKeys):
        open_platform_endpoint("stripe")
