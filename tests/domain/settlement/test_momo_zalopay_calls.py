"""MoMo's and ZaloPay's calls through the inbox and the core, answered in their own words."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.adapters.gateways import momo_signing, zalopay_signing
from storefront.adapters.gateways.base import Answer, Callback
from storefront.domain.payments.endpoints import callback_path
from storefront.domain.payments.methods import switch_on
from storefront.domain.settlement import inbox
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.payment import Payment, PaymentMethod, PaymentState, Review
from storefront.models.shop import ShopMode
from tests.factories import make_order, make_shop

SECRET = "S" * 32
SETTINGS = {
    "momo": {"environment": "practice", "partner_code": "MOMO1", "access_key": "A", "secret_key": SECRET},
    "zalopay": {"environment": "practice", "app_id": "2553", "key1": "K" * 32, "key2": SECRET},
}


class Paying:
    """A practice shop with one order that waits for this gateway."""

    def __init__(self, gateway: str) -> None:
        shop = make_shop(mode=ShopMode.PRACTICE)
        self.gateway, self.shop_id = gateway, shop.id
        with enter_shop(self.shop_id):
            switch_on(shop, gateway, SETTINGS[gateway], by=events.SYSTEM)
            make_order()
            payment = db.session.scalars(select(Payment)).one()
            self.number, self.amount, self.id = payment.public_number, payment.amount, payment.id
            self.token = callback_path(db.session.scalars(select(PaymentMethod)).one()).rsplit("/", 1)[1]
            db.session.commit()
        db.session.expunge_all()

    def momo(self, code: int, **changes: Any) -> int:
        """Send one IPN; the status of the answer."""
        fields = {
            "partnerCode": "MOMO1",
            "orderId": str(self.number),
            "requestId": str(self.number),
            "amount": self.amount,
            "transId": 4_088_878_653,
            "resultCode": code,
            "responseTime": 1_795_314_660_000,
        } | changes
        signature = momo_signing.signature(momo_signing.RESULT, fields, access_key="A", secret=SECRET)
        return self._send({"signature": signature, **fields}).status

    def zalopay(self, **changes: Any) -> int:
        """Send one callback; the return code of the answer."""
        told = {
            "app_id": 2553,
            "app_trans_id": f"261122_{self.number}",
            "amount": self.amount,
            "zp_trans_id": 261_122_000_000_389,
            "server_time": 1_795_314_660_000,
        }
        data = json.dumps(told | changes)
        mac = zalopay_signing.mac(SECRET, data)
        return int(json.loads(self._send({"data": data, "mac": mac, "type": 1}).body)["return_code"])

    def _send(self, said: dict[str, Any]) -> Answer:
        callback = Callback("POST", {}, {}, json.dumps(said).encode())
        answer = inbox.receive("gateways", self.gateway, self.token, callback, "")
        db.session.commit()
        db.session.expunge_all()
        return answer

    @property
    def state(self) -> PaymentState:
        with enter_shop(self.shop_id):
            return db.session.get_one(Payment, (self.shop_id, self.id)).state

    def causes(self) -> list[str]:
        with enter_shop(self.shop_id):
            return list(db.session.scalars(select(Review.cause)))


@pytest.fixture
def by_momo(context: Flask) -> Paying:
    return Paying("momo")


@pytest.fixture
def by_zalopay(context: Flask) -> Paying:
    return Paying("zalopay")


def test_momos_money_counts_once_and_gets_204(by_momo: Paying) -> None:
    assert [by_momo.momo(0), by_momo.momo(0)] == [204, 204]
    assert (by_momo.state, by_momo.causes()) == (PaymentState.SUCCEEDED, [])


def test_money_momo_holds_is_authorised_and_paid_under_the_same_number(by_momo: Paying) -> None:
    held = by_momo.momo(9000), by_momo.state
    taken = by_momo.momo(0), by_momo.state

    assert held == (204, PaymentState.AUTHORIZED)
    assert taken == (204, PaymentState.SUCCEEDED)


@pytest.mark.parametrize("code", [31_337, 1000, 7002, 20])
def test_a_code_that_ends_nothing_leaves_momos_payment_waiting(by_momo: Paying, code: int) -> None:
    before = by_momo.state

    assert by_momo.momo(code) == 204
    assert (by_momo.state, by_momo.causes()) == (before, [])


def test_money_after_momos_refusal_wins(by_momo: Paying) -> None:
    assert [by_momo.momo(1006), by_momo.momo(0)] == [204, 204]
    assert by_momo.state is PaymentState.SUCCEEDED


def test_zalopays_money_counts_once_and_its_repeat_is_known(by_zalopay: Paying) -> None:
    assert [by_zalopay.zalopay(), by_zalopay.zalopay()] == [1, 2]
    assert (by_zalopay.state, by_zalopay.causes()) == (PaymentState.SUCCEEDED, [])


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"app_id": 2554}, -1), ({"app_trans_id": "261122_1"}, 1), ({"amount": 1}, 1)],
)
def test_what_is_wrong_in_zalopays_call_pays_nothing(
    by_zalopay: Paying, changes: dict[str, Any], code: int
) -> None:
    assert by_zalopay.zalopay(**changes) == code
    assert by_zalopay.state is not PaymentState.SUCCEEDED
