"""Paying by VietQR: the shopper sees the code and the account, the owner records what came."""

from __future__ import annotations

import pytest

from tests.browsing import Device, NewDevice
from tests.demo_site import OWNER, SHOP
from tests.journeys import acts

pytestmark = pytest.mark.browser


def test_a_transfer_comes_in_two_parts(phone: Device, new_device: NewDevice):
    acts.buy(phone, "nem nuong", "bank_transfer")
    page, number = phone.path(), acts.order_number(phone)
    phone.shot("order-vietqr")
    assert phone.page.locator(".qr svg").count() == 1
    assert "100.000 ₫" in phone.text()

    owner = new_device()
    acts.sign_in(owner, OWNER)
    record(owner, number, "40.000")
    phone.go(page)
    phone.shot("order-part-paid")
    assert "40.000 ₫ đã đến" in phone.text() or "Còn phải trả" in phone.text()
    assert "60.000 ₫" in phone.text()

    record(owner, number, "60.000")
    owner.shot("desk-order-paid")
    phone.go(page)
    phone.shot("order-paid")
    assert "Cửa hàng đã nhận được tiền" in phone.text()


def test_the_account_and_the_code_are_there_without_javascript(new_device: NewDevice):
    phone = new_device(js=False)
    phone.go(f"/s/{SHOP}/search?q=nem nuong")
    phone.page.locator("main .card-link").first.click()
    phone.press("Mua ngay")
    acts.choose_commune_without_script(phone, "Tỉnh Thanh Hóa", "Phường Hàm Rồng")
    acts.pay_by(phone, "bank_transfer")

    assert phone.page.locator(".qr svg").count() == 1
    assert phone.page.locator(".pay-facts dd").count() == 5


def record(owner: Device, number: str, amount: str) -> None:
    owner.go(f"/admin/{SHOP}/orders/{number}")
    owner.page.get_by_text("Đã nhận tiền").first.click()
    owner.fill(amount=amount)
    owner.press("Ghi nhận")
