import json

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.adapters.gateways import practice_signing as signing
from storefront.adapters.gateways.base import Callback
from storefront.domain.payments.endpoints import callback_path
from storefront.domain.payments.methods import switch_on
from storefront.domain.settlement import inbox
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.order import PaymentSummary
from storefront.models.payment import CallbackInbox, Payment, PaymentMethod
from storefront.models.shop import Shop, ShopMode
from tests.factories import make_order, make_shop

SETTINGS = {"merchant": "M1", "secret": "s3cret"}


class Paying:
    """A practice shop with one order that waits for the practice gateway."""

    def __init__(self, secret: str = "s3cret") -> None:
        shop: Shop = make_shop(mode=ShopMode.PRACTICE)
        self.shop_id = shop.id
        self.secret = secret
        with enter_shop(self.shop_id):
            switch_on(shop, "practice", {**SETTINGS, "secret": secret}, by=events.SYSTEM)
            make_order()
            self.payment_id = db.session.scalars(select(Payment.id)).one()
            self.path = callback_path(db.session.scalars(select(PaymentMethod)).one())
            db.session.commit()
        db.session.expunge_all()

    @property
    def payment(self) -> Payment:
        return db.session.get_one(Payment, (self.shop_id, self.payment_id))

    def told(self, *rows: dict[str, object], secret: str | None = None) -> Callback:
        body = json.dumps({"events": rows}).encode()
        stamp = str(int(clock.now().timestamp()))
        signature = signing.callback_signature(
            secret or self.secret, merchant="M1", timestamp=stamp, nonce="n", body=body
        )
        headers = {
            "X-Practice-Merchant": "M1",
            "X-Practice-Timestamp": stamp,
            "X-Practice-Nonce": "n",
            "X-Practice-Signature": signature,
        }
        return Callback("POST", headers, {}, body)

    def charged(self, reference: str = "T1") -> dict[str, object]:
        with enter_shop(self.shop_id):
            payment = self.payment
            row = {
                "kind": "charged",
                "ref": reference,
                "number": payment.public_number,
                "amount": payment.amount,
                "currency": "VND",
                "happened_at": clock.now().isoformat(),
                "refund": "",
            }
        db.session.expunge_all()
        return row

    def receive(self, callback: Callback) -> int:
        token = self.path.rsplit("/", 1)[1]
        status = inbox.receive("gateways", "practice", token, callback, "").status
        db.session.commit()
        db.session.expunge_all()
        return status

    def summary(self) -> PaymentSummary:
        with enter_shop(self.shop_id):
            found = self.payment.order.payment_summary
        db.session.expunge_all()
        return found


@pytest.fixture
def paying(context: Flask) -> Paying:
    return Paying()


def verdicts() -> list[str]:
    return list(db.session.scalars(select(CallbackInbox.verdict).order_by(CallbackInbox.id)))


def test_a_signed_callback_pays_the_order(paying: Paying) -> None:
    status = paying.receive(paying.told(paying.charged()))

    assert (status, paying.summary(), verdicts()) == (200, PaymentSummary.PAID, ["accepted"])


def test_the_same_callback_twice_is_acknowledged_twice_and_counted_once(paying: Paying) -> None:
    told = paying.told(paying.charged())

    statuses = [paying.receive(told), paying.receive(told)]

    assert (statuses, paying.summary(), verdicts()) == (
        [200, 200],
        PaymentSummary.PAID,
        ["accepted", "duplicate"],
    )


def test_a_wrong_signature_is_stored_and_refused(paying: Paying) -> None:
    status = paying.receive(paying.told(paying.charged(), secret="guess"))

    assert (status, verdicts()) == (401, ["bad_signature"])
    assert paying.summary() is not PaymentSummary.PAID


def test_a_body_that_is_not_json_is_stored_and_refused(paying: Paying) -> None:
    status = paying.receive(Callback("POST", {}, {}, b"\xff\x00 not json"))

    assert (status, verdicts()) == (401, ["bad_signature"])


def test_an_unknown_endpoint_is_stored_and_not_found(paying: Paying) -> None:
    status = inbox.receive("gateways", "practice", "nobody", paying.told(), "").status

    assert (status, verdicts()) == (404, ["unknown_endpoint"])


def test_money_for_another_shops_payment_is_left_for_a_look(paying: Paying) -> None:
    other = Paying()

    status = paying.receive(paying.told(other.charged()))

    assert (status, verdicts()) == (200, ["unknown_payment"])
    assert other.summary() is not PaymentSummary.PAID


def test_a_call_stored_before_a_crash_is_understood_later(paying: Paying) -> None:
    told = paying.told(paying.charged())
    row = inbox._store("gateways", "practice", paying.path.rsplit("/", 1)[1], told, "")
    db.session.commit()

    with clock.moved_to(clock.now() + inbox.MAX_SILENCE * 2):
        assert inbox.unread() == [row]
        inbox.handle(row)
        db.session.commit()
        db.session.expunge_all()
        assert inbox.unread() == []

    assert paying.summary() is PaymentSummary.PAID
