"""Many paid payments of several gateways, and the calls with which each company tells of one, signed by it.

The calls are made by the sandbox's own wires, which share no line with our adapters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import inspect, select

from storefront.domain.payments.endpoints import callback_path
from storefront.domain.payments.methods import switch_on
from storefront.infra import clock, events, ids
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.order import Order
from storefront.models.payment import Payment, PaymentMethod, PaymentState
from storefront.models.shop import ShopMode
from storefront.sandbox import merchants
from storefront.sandbox import payments as sandbox_payments
from storefront.sandbox.store import Store
from storefront.sandbox.wires import WIRES
from storefront.sandbox.wires.base import Call, Telling
from tests.factories import make_order, make_shop

GATEWAYS = ("vnpay", "momo", "zalopay", "onepay", "practice")
VIETNAM = timezone(timedelta(hours=7))
WIRE_FACTS = {
    "vnpay": {"bank": ""},
    "momo": {"requestId": "1", "requestType": "captureWallet", "extraData": ""},
    "zalopay": {"app_time": 0, "app_user": "payer", "embed_data": "{}", "item": "[]", "bank_code": ""},
}


@dataclass(frozen=True, slots=True)
class Told:
    """One call about one payment."""

    payment_id: int
    gateway: str
    call: Call


@dataclass(frozen=True, slots=True)
class Counter:
    """A practice shop with many open payments, and what its gateways have to say."""

    shop_id: int
    calls: tuple[Told, ...]
    amount: int


class Line:
    """One sender's kept connection to a server of this machine, with little work of its own."""

    def __init__(self, port: int) -> None:
        self._line = HTTPConnection("127.0.0.1", port, timeout=30)

    def deliver(self, told: Told) -> bool:
        """Send a call; whether the answer says that it was taken. Raises OSError when none comes."""
        address = urlsplit(told.call.url)
        target = address._replace(scheme="", netloc="").geturl()
        headers = {"Host": address.netloc, **dict(told.call.headers)}
        try:
            self._line.request(told.call.method, target, told.call.body, headers)
            answer = self._line.getresponse()
            return WIRES[told.gateway].is_taken(answer.status, answer.read())
        except HTTPException as error:
            self.hang_up()
            raise ConnectionError("the answer broke off") from error
        except OSError:
            self.hang_up()
            raise

    def hang_up(self) -> None:
        """The next call connects anew."""
        self._line.close()


def open_counter(
    app: Flask,
    folder: Path,
    base_url: str,
    *,
    count: int,
    gateways: Sequence[str] = GATEWAYS,
    store_name: str = "wires.sqlite3",
) -> Counter:
    """Make `count` orders, each with a waiting payment, and the call that says that it was paid."""
    store = Store(folder / store_name)
    with app.app_context():
        shop = make_shop(mode=ShopMode.PRACTICE)
        shop_id = shop.id
        db.session.commit()
        with enter_shop(shop_id):
            methods = [_connect(store, shop, code) for code in gateways]
            paths = [base_url + callback_path(method) for method in methods]
            first = make_order()
            waiting = [_waiting(first, methods[place % len(methods)], place) for place in range(count)]
            db.session.flush()
            calls = tuple(
                Told(payment.id, payment.gateway, call)
                for payment, call in zip(waiting, _calls(store, waiting, gateways, paths), strict=True)
            )
            amount = first.total
            db.session.commit()
        db.session.remove()
    return Counter(shop_id, calls, amount)


def _connect(store: Store, shop: object, code: str) -> PaymentMethod:
    with store.transaction() as sandbox:
        row = merchants.register(sandbox, wire=code, reference="1", name="Gốm Tam Thọ")
    return switch_on(shop, code, WIRES[code].credentials(row), by=events.SYSTEM)  # type: ignore[arg-type]


def _waiting(first: Order, method: PaymentMethod, place: int) -> Payment:
    """An order like the first one, with a payment that waits."""
    copied = {column.key: getattr(first, column.key) for column in inspect(Order).column_attrs}
    own = {
        "id": ids.new_id(),
        "number": f"C{place}",
        "token_hash": f"t{place}",
        "idempotency_key": f"k{place}",
    }
    order = Order(**{**copied, **own})
    payment = Payment(
        order_id=order.id,
        payment_method_id=method.id,
        gateway=method.gateway,
        mode=first.mode,
        state=PaymentState.PENDING,
        amount=first.total,
        currency="VND",
        public_number=10**12 + place,
        expires_at=clock.now() + timedelta(minutes=30),
    )
    db.session.add_all([order, payment])
    return payment


def _calls(
    store: Store, waiting: Sequence[Payment], gateways: Sequence[str], paths: Sequence[str]
) -> list[Call]:
    now = clock.now().timestamp()
    url_of = dict(zip(gateways, paths, strict=True))
    with store.transaction() as sandbox:
        known = {code: merchants.register(sandbox, wire=code, reference="1", name="") for code in gateways}
        return [_call(sandbox, known[one.gateway], one, url_of[one.gateway], now) for one in waiting]


def _call(sandbox: object, merchant: object, payment: Payment, url: str, now: float) -> Call:
    made = sandbox_payments.create(sandbox, merchant["id"], _order(payment, url, now), now)  # type: ignore
    event_id = sandbox_payments.record(sandbox, made, "charged", payment.amount, at=now, send=[])  # type: ignore
    event = sandbox.execute("SELECT * FROM event WHERE id = ?", (event_id,)).fetchone()  # type: ignore
    telling = Telling(merchant, made, event, None, url, broken=False, now=now)  # type: ignore
    call = WIRES[payment.gateway].call(telling)
    assert call is not None
    return call


def _order(payment: Payment, url: str, now: float) -> dict[str, object]:
    day = datetime.fromtimestamp(now, VIETNAM)
    number = str(payment.public_number)
    created = payment.created_at.astimezone(VIETNAM).strftime("%Y%m%d%H%M%S")
    return {
        "number": f"{day:%y%m%d}_{number}" if payment.gateway == "zalopay" else number,
        "amount": payment.amount,
        "currency": "VND",
        "description": f"Don {number}"[:32],
        "capture": "automatic",
        "return_url": "http://shop.example/orders/token",
        "callback_url": url,
        "locale": "vi",
        "expires_at": now + 1800,
        "facts": {**WIRE_FACTS.get(payment.gateway, {}), "created": created},
    }


def charged(app: Flask, counter: Counter) -> dict[int, int]:
    """Payment id -> what was captured for it, of those that succeeded."""
    with app.app_context(), enter_shop(counter.shop_id):
        rows = db.session.execute(
            select(Payment.id, Payment.captured).where(Payment.state == PaymentState.SUCCEEDED)
        ).all()
        db.session.remove()
    return {row.id: row.captured for row in rows}
