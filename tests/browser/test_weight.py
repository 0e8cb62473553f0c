"""What a first visit costs, in bytes on the wire and in requests: within the budgets of our pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.browser.places import DESK, ROOT, fill_cart, sign_in
from tests.browsing import Device, NewDevice

pytestmark = pytest.mark.browser

KILO = 1024
KINDS = {"Document": "html", "Stylesheet": "css", "Script": "js", "Font": "fonts"}


@dataclass(frozen=True)
class Budget:
    """The most of each kind, in kilobytes on the wire; requests in number."""

    total: float
    html: float
    css: float
    js: float
    fonts: float
    requests: int


@dataclass
class Bill:
    """What one page really cost."""

    kilobytes: Counter[str] = field(default_factory=Counter)
    requests: int = 0

    def over(self, budget: Budget) -> dict[str, tuple[float, float]]:
        """What was more than allowed: (was, may be)."""
        was = {
            "total": sum(self.kilobytes.values()),
            "requests": self.requests,
            **{kind: self.kilobytes[kind] for kind in KINDS.values()},
        }
        return {
            name: (round(was[name], 1), getattr(budget, name))
            for name in was
            if was[name] > getattr(budget, name)
        }


def stranger(_device: Device) -> None:
    """Needs no preparation."""


HOME = Budget(150, 12, 10, 6, 52, 20)
LIST = Budget(150, 14, 10, 6, 52, 24)
PRODUCT = Budget(150, 12, 10, 8, 52, 20)
BUYING = Budget(80, 8, 10, 6, 52, 10)
WORKING = Budget(200, 20, 14, 30, 37, 20)


@pytest.mark.parametrize(
    ("path", "budget", "prepare"),
    [
        pytest.param(f"{ROOT}/", HOME, stranger, id="home"),
        pytest.param(f"{ROOT}/collections/nem-chua", LIST, stranger, id="collection"),
        pytest.param(f"{ROOT}/products/nem-nuong-xien-que-500-g", PRODUCT, stranger, id="product"),
        pytest.param(f"{ROOT}/cart", BUYING, fill_cart, id="cart"),
        pytest.param(f"{ROOT}/checkout", BUYING, fill_cart, id="checkout"),
        pytest.param(f"{DESK}/", WORKING, sign_in, id="dashboard"),
    ],
)
def test_a_first_visit_is_light(
    new_device: NewDevice, path: str, budget: Budget, prepare: Callable[[Device], None]
):
    known = new_device()
    prepare(known)
    cold = new_device(storage_state=known.context.storage_state(), device_scale_factor=2)

    bill = visit(cold, path)

    assert bill.over(budget) == {}


def visit(device: Device, path: str) -> Bill:
    """Open the page with an empty cache and add up what came over the wire."""
    kinds: dict[str, str] = {}
    heads: dict[str, float] = {}
    asked_by_tab: set[str] = set()
    bill = Bill()

    def asked(event: dict[str, Any]) -> None:
        # The tab's icon comes after the page, at the lowest priority, and is kept for months.
        if event["type"] == "Other":
            asked_by_tab.add(event["requestId"])

    def answered(event: dict[str, Any]) -> None:
        if event["requestId"] in asked_by_tab:
            return
        kinds[event["requestId"]] = event["type"]
        heads[event["requestId"]] = event["response"]["encodedDataLength"]

    def finished(event: dict[str, Any]) -> None:
        kind = kinds.get(event["requestId"])
        if kind is not None:
            bill.requests += 1
            head = heads[event["requestId"]]
            bill.kilobytes[KINDS.get(kind, "other")] += (event["encodedDataLength"] - head) / KILO
            bill.kilobytes["heads"] += head / KILO

    protocol = device.context.new_cdp_session(device.page)
    protocol.send("Network.enable")
    protocol.on("Network.requestWillBeSent", asked)
    protocol.on("Network.responseReceived", answered)
    protocol.on("Network.loadingFinished", finished)
    device.go(path)
    device.page.wait_for_load_state("networkidle")
    protocol.detach()
    return bill
