"""Shoppers over HTTP: each with a cookie jar of their own, every form and token taken from the pages."""

from __future__ import annotations

import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpx

from tests.forms import form_to, has_form

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "vi"}
PATIENCE = 60.0
"""Seconds a shopper goes on trying while nobody answers."""

ADDRESS = {
    "name": "Nguyễn Thị Đào",
    "phone": "0912 345 678",
    "email": "dao@example.com",
    "commune": "14797",
    "street": "12 Lê Lợi",
}


@dataclass
class Bought:
    """How it ended: the page and, when an order came of it, its address."""

    status: int
    order_url: str


GONE = Bought(0, "")
"""Sold out before there was anything to confirm: the page no longer holds the form."""


class Buyer:
    """One browser without JavaScript, at one shop. A lost connection is tried again with the same form."""

    def __init__(self, shop_url: str) -> None:
        self._shop = shop_url
        # plain http on this machine; making a TLS context each time costs 20 ms of the processor
        self._client = httpx.Client(headers=SAME_ORIGIN, timeout=30, trust_env=False, verify=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def buy(self, product: str, quantity: str = "1") -> Bought:
        """From the product's page to the order's; the goods may be gone at any step."""
        shown = self.get(f"/products/{product}")
        if not has_form(shown.text, "/cart/lines"):
            return GONE
        self.post("/cart/lines", form_to(shown.text, "/cart/lines").filled(quantity=quantity))
        shown = self.get("/checkout")
        if not has_form(shown.text, "/checkout"):
            return GONE
        self.post("/checkout", form_to(shown.text, "/checkout").filled(**ADDRESS))
        return self.confirm()

    def confirm(self) -> Bought:
        """Read the review and confirm it."""
        page = self.get("/checkout/review")
        if page.status_code != 200:
            return Bought(page.status_code, "")
        answer = self.post("/checkout/review", form_to(page.text, "/checkout/review").filled())
        location = answer.headers.get("Location", "")
        return Bought(answer.status_code, location if "/orders/" in location else "")

    def get(self, path: str) -> httpx.Response:
        """A page of the shop, without following redirects."""
        return self._insist("GET", path, None)

    def post(self, path: str, data: dict[str, str]) -> httpx.Response:
        """Send a form, without following redirects."""
        return self._insist("POST", path, data)

    def _insist(self, method: str, path: str, data: dict[str, str] | None) -> httpx.Response:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return self._client.request(method, self._shop + path, data=data)
            except httpx.TransportError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
