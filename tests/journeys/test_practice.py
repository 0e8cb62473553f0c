"""A practice shop is paid at the practice gateway's own page; all faults of all gateways are in gateways/."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browsing import Device, NewDevice, new_phone
from tests.demo_site import PRACTICE_OWNER, PRACTICE_SHOP
from tests.journeys import acts
from tests.serving import Server

pytestmark = pytest.mark.browser

PAID = "Cửa hàng đã nhận được tiền"


@pytest.fixture(scope="session")
def practice_gateway(chromium: Browser, site: Server) -> None:
    """The shop's owner connects it by saving the wizard's step, as the first owner on a new server does."""
    owner = new_phone(chromium, site.url)
    acts.sign_in(owner, PRACTICE_OWNER)
    owner.go(f"/admin/{PRACTICE_SHOP}/setup/payment")
    owner.press("Lưu và tiếp tục")
    assert owner.problems == []
    owner.context.close()


@pytest.fixture
def at_the_gateway(practice_gateway: None, phone: Device) -> Device:
    """A shopper whose order led to the gateway's page."""
    acts.buy(phone, "banh", "practice", shop=PRACTICE_SHOP)
    assert phone.path().startswith("/sandbox/"), phone.page.url
    return phone


def test_money_comes(at_the_gateway: Device):
    at_the_gateway.shot("gateway")
    answer(at_the_gateway, "paid")

    acts.until(at_the_gateway, PAID)
    at_the_gateway.shot("order-practice-paid")


def test_a_refused_card_leads_to_another_way_of_paying(at_the_gateway: Device):
    answer(at_the_gateway, "refused")
    acts.until(at_the_gateway, "Bạn hãy thử lại hoặc chọn cách khác")
    at_the_gateway.shot("order-refused")

    at_the_gateway.press("Thanh toán bằng Chuyển khoản")

    assert at_the_gateway.page.locator(".qr svg").count() == 1


def test_a_wrong_amount_needs_a_look(at_the_gateway: Device, new_device: NewDevice):
    at_the_gateway.fill(amount="1000")
    answer(at_the_gateway, "wrong")
    acts.until(at_the_gateway, "1.000 ₫")
    number = acts.order_number(at_the_gateway)

    owner = new_device()
    acts.sign_in(owner, PRACTICE_OWNER)
    owner.go(f"/admin/{PRACTICE_SHOP}/orders/{number}")
    owner.shot("desk-order-wrong-amount")

    assert "1.000 ₫" in owner.text()


def test_nothing_leaves_the_practice_shop(at_the_gateway: Device, new_device: NewDevice):
    answer(at_the_gateway, "paid")
    acts.until(at_the_gateway, PAID)
    number = acts.order_number(at_the_gateway)

    owner = new_device()
    acts.sign_in(owner, PRACTICE_OWNER)
    owner.go(f"/admin/{PRACTICE_SHOP}/practice-phone")
    acts.until(owner, number)
    owner.shot("practice-phone")
    stranger = new_device()
    stranger.go("/message-box?to=dao@example.com")
    assert "Bánh quê cô Lan (thực hành)" not in stranger.text()
    stranger.go("/shops?q=banh que")
    assert "Bánh quê cô Lan" not in stranger.text()


def answer(phone: Device, outcome: str) -> None:
    """Press the gateway's button and come back to the shop."""
    phone.page.locator(f'button[value="{outcome}"]').click()
    phone.page.wait_for_url(f"**/s/{PRACTICE_SHOP}/orders/**")
