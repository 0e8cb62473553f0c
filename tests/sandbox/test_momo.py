"""MoMo's rules of idempotency and limits, asked by the written protocol without the storefront's adapter."""

import hashlib
import hmac
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from tests.sandbox.conftest import MovableClock
from tests.sandbox.merchant import KEY

ORDER = {
    "orderId": "DH-1",
    "requestId": "DH-1",
    "amount": 125_000,
    "orderInfo": "Đơn #1042",
    "redirectUrl": "http://shop.example/orders/token",
    "ipnUrl": "http://127.0.0.1:9/hooks",
    "requestType": "captureWallet",
    "extraData": "",
    "lang": "vi",
}
NAMES = {
    "create": "amount extraData ipnUrl orderId orderInfo partnerCode redirectUrl requestId requestType",
    "query": "orderId partnerCode requestId",
    "refund/query": "orderId partnerCode requestId",
    "refund": "amount description orderId partnerCode requestId transId",
    "confirm": "amount description orderId partnerCode requestId requestType",
}


class Partner:
    """A MoMo partner who signs by hand."""

    def __init__(self, visitor: Client) -> None:
        self.visitor = visitor
        asked = {"reference": "r", "name": "Gốm Tam Thọ", "wire": "momo"}
        headers = {"X-Practice-Bootstrap": KEY}
        self.keys = visitor.post("/api/merchants", json=asked, headers=headers).json["settings"]

    def ask(self, operation: str, **fields: Any) -> TestResponse:
        said = {"partnerCode": self.keys["partner_code"], **fields}
        pairs = [f"{name}={said.get(name, '')}" for name in NAMES[operation].split()]
        text = "&".join([f"accessKey={self.keys['access_key']}", *pairs])
        signature = hmac.new(self.keys["secret_key"].encode(), text.encode(), hashlib.sha256).hexdigest()
        path = f"/momo/v2/gateway/api/{operation}"
        return self.visitor.post(path, json={"signature": signature, **said})

    def code(self, operation: str, **fields: Any) -> int:
        return int(self.ask(operation, **fields).json["resultCode"])

    def pay(self, refunds: str = "now") -> int:
        """MoMo's number of a payment just made and paid."""
        page = self.ask("create", **ORDER).json["payUrl"]
        self.visitor.post(page, data={"outcome": "paid", "refunds": refunds})
        return int(self.ask("query", orderId="DH-1", requestId="Q-1").json["transId"])


@pytest.fixture
def partner(visitor: Client) -> Partner:
    return Partner(visitor)


def test_a_request_answered_once_is_answered_alike_again(partner: Partner) -> None:
    first, again = partner.ask("create", **ORDER), partner.ask("create", **ORDER)

    assert first.json["resultCode"] == 0
    assert again.json == first.json


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": 99_000}, 40),
        ({"requestId": "DH-2"}, 41),
        ({"orderId": "DH 2", "requestId": "DH-2"}, 20),
        ({"orderId": "DH-2", "requestId": "DH-2", "amount": 999}, 22),
        ({"orderId": "DH-2", "requestId": "DH-2", "requestType": "payWithATM", "amount": 9_999}, 22),
        ({"orderId": "DH-2", "requestId": "DH-2", "requestType": "payWithCC", "amount": 10_000_001}, 22),
        ({"orderId": "DH-2", "requestId": "DH-2", "requestType": "payWithShells"}, 20),
        ({"signature": "0" * 64}, 13),
        ({"partnerCode": "MOMO1"}, 13),
    ],
)
def test_what_is_not_taken_is_refused_by_momos_code(
    partner: Partner, changes: dict[str, Any], code: int
) -> None:
    partner.ask("create", **ORDER)

    assert partner.code("create", **ORDER | changes) == code


def test_a_refund_in_work_is_7000_and_its_result_comes_with_the_same_request(
    partner: Partner, clock: MovableClock
) -> None:
    asked = {"orderId": "RF-1", "requestId": "RF-1", "amount": 25_000, "description": ""}
    asked |= {"transId": partner.pay(refunds="later")}

    first, again = partner.ask("refund", **asked), partner.ask("refund", **asked)
    clock.forward(4)
    after = partner.ask("refund", **asked)

    assert (first.status_code, first.json["resultCode"]) == (200, 7002)
    assert (again.status_code, again.json["resultCode"]) == (422, 7000)
    assert (after.status_code, after.json["resultCode"]) == (200, 0)
    assert first.json["transId"] == after.json["transId"]


def test_a_refund_has_a_name_of_its_own_and_a_least_amount(partner: Partner) -> None:
    asked = {"amount": 25_000, "description": "", "transId": partner.pay()}

    assert partner.code("refund", **asked, orderId="DH-1", requestId="A") == 41
    assert partner.code("refund", **asked | {"amount": 999}, orderId="RF-1", requestId="B") == 22
    assert partner.code("refund", **asked | {"amount": 125_001}, orderId="RF-1", requestId="C") == 1081
    assert partner.code("refund", **asked | {"transId": 4_088_878_653}, orderId="RF-1", requestId="D") == 42
    assert partner.code("refund/query", orderId="RF-1", requestId="E") == 42


def test_only_held_money_is_confirmed(partner: Partner) -> None:
    partner.pay()
    asked = {"orderId": "DH-1", "amount": 125_000, "description": ""}

    assert partner.code("confirm", **asked, requestType="capture", requestId="A") == 0
    assert partner.code("confirm", **asked, requestType="cancel", requestId="B") == 20
    assert partner.code("confirm", **asked | {"orderId": "DH-9"}, requestType="cancel", requestId="C") == 42


def test_a_link_nobody_pays_expires(partner: Partner, clock: MovableClock) -> None:
    partner.ask("create", **ORDER)

    before = partner.code("query", orderId="DH-1", requestId="Q-1")
    clock.forward(101 * 60)

    assert before == 1000
    assert partner.code("query", orderId="DH-1", requestId="Q-2") == 1005
