"""ZaloPay's rules of date and clock, asked by the written protocol without the storefront's adapter."""

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from tests.sandbox.conftest import MovableClock
from tests.sandbox.merchant import KEY

NAMES = {
    "create": "app_id app_trans_id app_user amount app_time embed_data item",
    "query": "app_id app_trans_id",
    "refund": "app_id zp_trans_id amount description timestamp",
    "query_refund": "app_id m_refund_id timestamp",
}


class App:
    """A ZaloPay app that signs by hand."""

    def __init__(self, visitor: Client, clock: MovableClock) -> None:
        self.visitor, self.clock = visitor, clock
        asked = {"reference": "r", "name": "Gốm Tam Thọ", "wire": "zalopay"}
        headers = {"X-Practice-Bootstrap": KEY}
        self.keys = visitor.post("/api/merchants", json=asked, headers=headers).json["settings"]

    @property
    def milliseconds(self) -> int:
        return int(self.clock().timestamp() * 1000)

    def ask(self, operation: str, *, as_form: bool = False, **fields: Any) -> TestResponse:
        said = {"app_id": int(self.keys["app_id"]), **fields}
        values = [str(said.get(name, "")) for name in NAMES[operation].split()]
        text = "|".join(values + ([self.keys["key1"]] if operation == "query" else []))
        mac = hmac.new(self.keys["key1"].encode(), text.encode(), hashlib.sha256).hexdigest()
        path, body = f"/zalopay/v2/{operation}", {"mac": mac, **said}
        return self.visitor.post(path, data=body) if as_form else self.visitor.post(path, json=body)

    def create(self, name: str = "261122_1042", **changes: Any) -> TestResponse:
        order = {
            "app_trans_id": name,
            "app_user": "shopper",
            "app_time": self.milliseconds,
            "amount": 125_000,
            "embed_data": '{"redirecturl":"http://shop.example/orders/token"}',
            "item": "[]",
            "description": "Đơn #1042",
            "callback_url": "http://127.0.0.1:9/hooks",
        }
        return self.ask("create", **order | changes)

    def pay(self) -> int:
        """ZaloPay's number of a payment just made and paid."""
        self.visitor.post(self.create().json["order_url"], data={"outcome": "paid"})
        return int(self.ask("query", app_trans_id="261122_1042").json["zp_trans_id"])


@pytest.fixture
def app(visitor: Client, clock: MovableClock) -> App:
    return App(visitor, clock)


def codes(answer: TestResponse) -> tuple[int, int]:
    return answer.json["return_code"], answer.json["sub_return_code"]


@pytest.mark.parametrize(
    ("changes", "sub"),
    [
        ({"name": "261121_1042"}, -401),
        ({"app_time": 1_795_325_400_000 - 16 * 60_000}, -401),
        ({"embed_data": "not json"}, -401),
        ({"item": "{}"}, -401),
        ({"expire_duration_seconds": 299}, -401),
        ({"mac": "0" * 64}, -402),
        ({"app_id": 1}, -402),
    ],
)
def test_what_is_not_taken_is_refused_by_zalopays_code(app: App, changes: dict[str, Any], sub: int) -> None:
    assert codes(app.create(**changes)) == (2, sub)


def test_one_name_is_used_once(app: App) -> None:
    assert codes(app.create()) == (1, 1)
    assert codes(app.create()) == (2, -68)


def test_vietnams_day_begins_at_17_hours_utc(app: App, clock: MovableClock) -> None:
    clock.moment = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)

    assert codes(app.create("261122_1")) == (2, -401)
    assert codes(app.create("261123_1")) == (1, 1)


def test_a_form_is_taken_as_well_as_json(app: App) -> None:
    assert codes(app.create(as_form=True)) == (1, 1)


def test_an_order_nobody_pays_is_open_and_then_expired(app: App, clock: MovableClock) -> None:
    app.create(expire_duration_seconds=300)

    before = codes(app.ask("query", app_trans_id="261122_1042"))
    clock.forward(301)

    assert before[0] == 3
    assert codes(app.ask("query", app_trans_id="261122_1042")) == (2, -54)


def test_refunds_are_named_by_day_and_app_and_asked_at_the_present_moment(app: App) -> None:
    asked = {"zp_trans_id": app.pay(), "amount": 25_000, "description": "x"}
    name = f"261122_{app.keys['app_id']}_1"

    assert codes(app.ask("refund", **asked, m_refund_id=name, timestamp=1)) == (2, -401)
    assert codes(app.ask("refund", **asked, m_refund_id="261122_1_1", timestamp=app.milliseconds)) == (
        2,
        -401,
    )
    assert codes(app.ask("refund", **asked, m_refund_id=name, timestamp=app.milliseconds)) == (1, 1)
    assert codes(app.ask("refund", **asked, m_refund_id=name, timestamp=app.milliseconds)) == (2, -68)
    assert codes(app.ask("query_refund", m_refund_id=name, timestamp=app.milliseconds)) == (1, 1)
