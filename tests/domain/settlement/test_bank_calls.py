"""Calls about the bank account come by the same inbox as gateways': stored, proved, settled, answered."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.adapters.bank_feeds.sepay import webhook_signature
from storefront.adapters.gateways.base import Callback
from storefront.domain.payments.bank_feeds import connect_feed
from storefront.domain.payments.endpoints import callback_path
from storefront.domain.settlement import inbox
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.payment import CallbackInbox, Payment
from tests.factories import make_order, make_payment_method, make_shop

ACCOUNT = "0011004000123"
SEPAY = {"environment": "production", "account": ACCOUNT, "auth": "hmac", "secret": "s3cret"}
CASSO = {"environment": "production", "account": ACCOUNT, "version": "v1", "secret": "t0ken"}


class Told:
    """A shop with a feed, a payment that waits, and its provider calling."""

    def __init__(self, provider: str, settings: dict[str, str]) -> None:
        shop = make_shop()
        self.shop_id, self.provider = shop.id, provider
        with enter_shop(shop.id):
            make_payment_method("bank_transfer", bank_bin="970436", account=ACCOUNT, holder="HTX")
            feed = connect_feed(shop, provider, settings, by=events.SYSTEM)
            self.token = callback_path(feed).rsplit("/", 1)[1]
            order = make_order(payment="bank_transfer")
            payment = db.session.scalars(select(Payment).where(Payment.order_id == order.id)).one()
            self.payment_id, self.amount, self.code = payment.id, payment.amount, payment.memo_code
            db.session.commit()
        db.session.expunge_all()

    def call(self, body: bytes, headers: dict[str, str]) -> int:
        callback = Callback("POST", headers, {}, body)
        status = inbox.receive("bank_feeds", self.provider, self.token, callback, "").status
        db.session.commit()
        db.session.expunge_all()
        return status

    def captured(self) -> int:
        with enter_shop(self.shop_id):
            found = db.session.get_one(Payment, (self.shop_id, self.payment_id)).captured
        db.session.expunge_all()
        return found


def sepay_call(told: Told, secret: str = "s3cret", account: str = ACCOUNT) -> tuple[bytes, dict[str, str]]:
    body = json.dumps(
        {
            "id": 92704,
            "transactionDate": "2026-11-22 09:35:12",
            "accountNumber": account,
            "content": f"{told.code} CK",
            "transferType": "in",
            "transferAmount": told.amount,
            "accumulated": 19077000,
            "referenceCode": "FT1",
        }
    ).encode()
    stamp = str(int(clock.now().timestamp()))
    return body, {"X-SePay-Signature": webhook_signature(secret, stamp, body), "X-SePay-Timestamp": stamp}


def verdicts() -> list[str]:
    return list(db.session.scalars(select(CallbackInbox.verdict).order_by(CallbackInbox.id)))


@pytest.fixture
def told(context: Flask) -> Told:
    return Told("sepay", SEPAY)


def test_a_signed_call_pays_the_order_and_its_repeat_is_a_success_too(told: Told) -> None:
    call = sepay_call(told)

    statuses = [told.call(*call), told.call(*call)]

    assert (statuses, verdicts()) == ([200, 200], ["accepted", "duplicate"])
    assert told.captured() == told.amount


def test_a_call_with_a_wrong_signature_is_kept_and_refused(told: Told) -> None:
    status = told.call(*sepay_call(told, secret="guess"))

    assert (status, verdicts(), told.captured()) == (401, ["bad_signature"], 0)


def test_another_account_is_acknowledged_and_pays_nothing(told: Told) -> None:
    status = told.call(*sepay_call(told, account="999"))

    assert (status, told.captured()) == (200, 0)


def test_a_token_in_a_header_is_proof_although_the_inbox_hides_it(context: Flask) -> None:
    told = Told("casso", CASSO)
    row = {"id": 7, "tid": "FT1", "description": told.code, "amount": told.amount, "bank_sub_acc_id": ACCOUNT}
    body = json.dumps({"error": 0, "data": [row | {"when": "2026-11-22 09:35:12"}]}).encode()

    status = told.call(body, {"secure-token": "t0ken"})

    stored = db.session.scalars(select(CallbackInbox.headers)).one()
    assert (status, told.captured()) == (200, told.amount)
    assert "t0ken" not in json.dumps(stored)


def test_another_shops_token_does_not_reach_this_shops_order(told: Told) -> None:
    other = Told("sepay", SEPAY | {"secret": "other"})

    status = other.call(*sepay_call(told, secret="other"))

    assert (status, verdicts(), told.captured()) == (200, ["unknown_payment"], 0)
