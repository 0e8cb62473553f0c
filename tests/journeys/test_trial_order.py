"""The owner of a real shop places a test order from end to end, and the shop's figures stay as they were."""

from __future__ import annotations

import pytest

from tests.browsing import Device, NewDevice
from tests.demo_site import OWNER, SHOP
from tests.journeys import acts

pytestmark = pytest.mark.browser

DESK = f"/admin/{SHOP}"
GOODS = "Nem nướng xiên que 500 g"
PAID = "Cửa hàng đã nhận được tiền"


def test_a_test_order_is_paid_and_sent_and_leaves_no_figure_behind(phone: Device):
    acts.sign_in(phone, OWNER)
    before = figures(phone)

    begin(phone)
    acts.buy(phone, "nem nuong", "practice")
    assert phone.path().startswith("/sandbox/"), phone.page.url
    phone.page.locator('button[value="paid"]').click()
    phone.page.wait_for_url(f"**/s/{SHOP}/orders/**")
    acts.until(phone, PAID)
    phone.shot("test-order-paid")
    number = acts.order_number(phone)
    assert number.startswith("T-")
    paid = figures(phone)
    send(phone, number)

    assert paid == before
    assert figures(phone) == before
    assert number not in orders(phone)


def test_practice_money_is_offered_to_nobody_without_the_link(phone: Device, new_device: NewDevice):
    acts.sign_in(phone, OWNER)
    begin(phone)
    acts.put_in_cart(phone, "nem nuong")
    shopper = new_device()

    acts.put_in_cart(shopper, "nem nuong")

    assert ways_of_paying(phone) == ["practice"]
    assert "practice" not in ways_of_paying(shopper)
    assert ways_of_paying(shopper) != []


def begin(owner: Device) -> None:
    """From the desk by the button, and by the link's own button into the shop."""
    owner.go(f"{DESK}/setup/done")
    owner.press("Đặt một đơn thử")
    owner.shot("test-order")
    assert "/test-order/" in owner.path()
    owner.press("Bắt đầu")
    assert owner.path() == f"/s/{SHOP}/products"


def send(owner: Device, number: str) -> None:
    """Confirm the order at the desk and send its goods."""
    owner.go(f"{DESK}/orders/{number}")
    owner.press("Xác nhận đơn")
    owner.fill(carrier="Viettel Post", tracking_number="VTP0123456")
    owner.press("Đã gửi hết")
    owner.shot("desk-test-order")


def figures(owner: Device) -> dict[str, str]:
    """What the desk counts: the day, the stock with what orders hold, the buyers, and what was sold."""
    found = {"today": stats(owner, f"{DESK}/")}
    for name in ("stock", "customers"):
        owner.go(f"{DESK}/{name}/")
        found[name] = owner.text()
    owner.go(f"/s/{SHOP}/products?sort=best-sold")
    found["sold"] = owner.text()
    return found


def stats(owner: Device, path: str) -> str:
    owner.go(path)
    return owner.page.locator("main .stats").inner_text()


def orders(owner: Device) -> str:
    owner.go(f"{DESK}/orders/")
    return owner.text()


def ways_of_paying(device: Device) -> list[str]:
    """The gateways that the checkout offers."""
    return device.page.locator('main input[name="payment"]').evaluate_all(
        "boxes => boxes.map(one => one.value)"
    )
