"""VNPAY's calls through the inbox and the core, answered in VNPAY's own words."""

import json
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.adapters.gateways import vnpay_signing as signing
from storefront.adapters.gateways.base import Callback
from storefront.domain.payments.endpoints import callback_path
from storefront.domain.payments.methods import switch_on
from storefront.domain.settlement import inbox
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.payment import Payment, PaymentMethod, PaymentState, Review
from storefront.models.shop import ShopMode
from tests.factories import make_order, make_shop

SETTINGS = {"environment": "practice", "tmn_code": "SHOP0001", "hash_secret": "S" * 32}


class Paying:
    """A practice shop with one order that waits for VNPAY."""

    def __init__(self) -> None:
        shop = make_shop(mode=ShopMode.PRACTICE)
        self.shop_id = shop.id
        with enter_shop(self.shop_id):
            switch_on(shop, "vnpay", SETTINGS, by=events.SYSTEM)
            make_order()
            payment = db.session.scalars(select(Payment)).one()
            self.number, self.amount, self.id = payment.public_number, payment.amount, payment.id
            self.token = callback_path(db.session.scalars(select(PaymentMethod)).one()).rsplit("/", 1)[1]
            db.session.commit()
        db.session.expunge_all()

    def ipn(self, response: str = "00", status: str = "00", **changes: str) -> str:
        """Send one call; the RspCode of the answer."""
        fields = {
            "vnp_TmnCode": "SHOP0001",
            "vnp_TxnRef": str(self.number),
            "vnp_Amount": str(self.amount * 100),
            "vnp_ResponseCode": response,
            "vnp_TransactionStatus": status,
            "vnp_TransactionNo": "14000001",
            "vnp_PayDate": "20261122093512",
        }
        fields[signing.HASH] = signing.query_hash("S" * 32, fields | changes)
        query = urlencode(fields | changes)
        answer = inbox.receive("gateways", "vnpay", self.token, Callback("GET", {}, {}, b""), query)
        db.session.commit()
        db.session.expunge_all()
        return str(json.loads(answer.body)["RspCode"])

    @property
    def state(self) -> PaymentState:
        with enter_shop(self.shop_id):
            return db.session.get_one(Payment, (self.shop_id, self.id)).state

    def causes(self) -> list[str]:
        with enter_shop(self.shop_id):
            return list(db.session.scalars(select(Review.cause)))


@pytest.fixture
def paying(context: Flask) -> Paying:
    return Paying()


def test_paid_is_confirmed_and_its_repeat_is_known(paying: Paying) -> None:
    assert [paying.ipn(), paying.ipn()] == ["00", "02"]
    assert (paying.state, paying.causes()) == (PaymentState.SUCCEEDED, [])


def test_an_unsuccessful_payment_that_was_stored_is_confirmed_too(paying: Paying) -> None:
    assert [paying.ipn("24", "02"), paying.ipn("24", "02")] == ["00", "02"]
    assert paying.state is PaymentState.CANCELLED


def test_a_failure_after_the_money_is_known_and_changes_nothing(paying: Paying) -> None:
    assert [paying.ipn(), paying.ipn("24", "02")] == ["00", "02"]
    assert paying.state is PaymentState.SUCCEEDED


def test_money_after_a_failure_wins(paying: Paying) -> None:
    assert [paying.ipn("51", "02"), paying.ipn()] == ["00", "00"]
    assert paying.state is PaymentState.SUCCEEDED


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"vnp_SecureHash": "0" * 128}, "97"), ({"vnp_TxnRef": "1"}, "01"), ({"vnp_Amount": "100"}, "04")],
)
def test_what_is_wrong_is_said_and_pays_nothing(paying: Paying, changes: dict[str, str], code: str) -> None:
    assert paying.ipn(**changes) == code
    assert paying.state is not PaymentState.SUCCEEDED


def test_a_signed_call_without_its_input_is_answered_so(paying: Paying) -> None:
    assert paying.ipn(vnp_Amount="") == "99"


def test_a_suspicious_debit_is_stored_and_waits_for_the_owners_look(paying: Paying) -> None:
    assert [paying.ipn("07", "07"), paying.ipn("07", "07")] == ["00", "02"]
    assert (paying.state in (PaymentState.CREATED, PaymentState.PENDING), paying.causes()) == (
        True,
        ["suspicious"],
    )
