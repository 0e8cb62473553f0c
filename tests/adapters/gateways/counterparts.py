"""The other side of each gateway: settings that work, a shop that is called, a person pressing buttons."""

import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

import httpx

from storefront.adapters.gateways.base import (
    Answer,
    Callback,
    Charge,
    Mode,
    NextStep,
    PaymentFacts,
    RefundRequest,
)
from storefront.adapters.gateways.practice_client import register_merchant
from storefront.infra import clock
from storefront.infra.money import Money

T = TypeVar("T")

BOOTSTRAP_KEY = "a key for tests only"
RECEIVED = Answer(200, {"Content-Type": "application/json"}, b'{"received": true}')


class Shop:
    """An address on this machine that keeps every call it gets.

    It answers what it is told to, first `answers` in their order, then what is `usual`.
    """

    def __init__(self) -> None:
        self.usual = RECEIVED
        self.answers: list[Answer] = []
        self.calls: list[Callback] = []
        self._arrived = Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.base = f"http://127.0.0.1:{self._server.server_port}"

    def wait_for(self, count: int, seconds: float = 15) -> list[Callback]:
        """The calls, once there are so many; fails when they do not come."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.calls) >= count, seconds), self.calls
            return list(self.calls)

    def take(self, callback: Callback) -> Answer:
        with self._arrived:
            self.calls.append(callback)
            self._arrived.notify_all()
            return self.answers.pop(0) if self.answers else self.usual

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        shop = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer("GET", b"")

            def do_POST(self) -> None:
                self._answer("POST", self.rfile.read(int(self.headers["Content-Length"])))

            def _answer(self, method: str, body: bytes) -> None:
                query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
                answer = shop.take(Callback(method, dict(self.headers.items()), query, body))
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, format: str, *arguments: object) -> None:
                """Tests speak for themselves."""

        return Handler


class DeafProxy:
    """Hands each request on to the sandbox and then hangs up: what a time-out looks like from our side."""

    def __init__(self, target: str) -> None:
        proxy_target = target

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                httpx.post(proxy_target + self.path, content=body, headers=dict(self.headers.items()))
                self.close_connection = True

            def log_message(self, format: str, *arguments: object) -> None:
                """Tests speak for themselves."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.base = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def merchant_settings(code: str, callback_url: str = "") -> dict[str, str]:
    """A new merchant of one of the sandbox's companies; some know its callback address from the contract."""
    return register_merchant(
        reference=secrets.token_hex(8),
        name="Gốm Tam Thọ",
        bootstrap_key=BOOTSTRAP_KEY,
        wire=code,
        callback_url=callback_url,
    )


def practice_settings() -> dict[str, str]:
    return merchant_settings("practice")


def bank_settings() -> dict[str, str]:
    return {"bank_bin": "970436", "account": "0011012345678", "holder": "NGUYEN THI HOA"}


OFFLINE_SETTINGS: dict[str, dict[str, str]] = {
    "cod": {},
    "bank_transfer": bank_settings(),
    "counter_card": {},
    "mobile_money": {"operator": "viettel", "number": "0912 345 678", "holder": "LE THI MAI"},
    "prepaid_card": {},
}


def working_settings(code: str, shop: Shop) -> dict[str, str]:
    """Settings that work, written here or issued by the sandbox."""
    if code in OFFLINE_SETTINGS:
        return OFFLINE_SETTINGS[code]
    return merchant_settings(code, f"{shop.base}/hooks/gateways/{code}/token")


def press(sandbox: str, url: str, outcome: str, **choices: str | int) -> str:
    """Open the hosted page and press a button there; where the browser is sent next."""
    form = {"outcome": outcome, "seconds": 1, "amount": 1, "refunds": "now", **choices}
    page = httpx.get(sandbox + urlsplit(url)._replace(scheme="", netloc="").geturl(), follow_redirects=True)
    answer = httpx.post(page.url, data=form)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def charge(shop_base: str = "http://127.0.0.1:1", **changes: object) -> Charge:
    values: dict[str, object] = {
        "public_number": secrets.randbelow(2**53),
        "memo": "DH7K3M9Q",
        "money": Money(125_000),
        "description": "Đơn #1042",
        "created_at": clock.now(),
        "expires_at": clock.now() + timedelta(minutes=30),
        "return_url": f"{shop_base}/s/gom/orders/token",
        "callback_url": f"{shop_base}/hooks/gateways/practice/token",
        "mode": Mode.TEST,
    }
    return Charge(**{**values, **changes})


def facts(of: Charge, step: NextStep | None = None) -> PaymentFacts:
    """What the core knows of a payment, with what `start` gave when that is at hand."""
    return PaymentFacts(
        of.public_number,
        of.memo,
        of.money,
        of.mode,
        created_at=of.created_at,
        provider_ref=step.provider_ref if step else "",
        channel=of.channel,
    )


def tampered(callback: Callback) -> Callback:
    """The same call with another amount in it."""
    query = {name: value.replace("125000", "124000") for name, value in callback.query.items()}
    return replace(callback, query=query, body=callback.body.replace(b"125000", b"124000"))


def refund_request(id: str, payment: PaymentFacts, money: Money) -> RefundRequest:
    return RefundRequest(id, payment, money, requested_at=payment.created_at)


def until(ask: Callable[[], T], holds: Callable[[T], bool], seconds: float = 10) -> T:
    """Ask again until the answer is as wanted; the last answer after that time."""
    end = time.monotonic() + seconds
    while not holds(said := ask()) and time.monotonic() < end:
        time.sleep(0.1)
    return said
