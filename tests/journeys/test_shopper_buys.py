"""A shopper finds goods without tone marks and orders for cash; the owner confirms and sends them."""

from __future__ import annotations

import re

import pytest

from tests.browsing import Device, NewDevice
from tests.demo_site import OWNER, SHOP
from tests.journeys import acts
from tests.pdf_text import text_of

pytestmark = pytest.mark.browser


def test_an_order_for_cash_is_confirmed_and_sent(phone: Device, new_device: NewDevice):
    phone.go(f"/s/{SHOP}/search?q=nem nuong")
    phone.shot("search")
    assert "Nem nướng" in phone.text()

    acts.put_in_cart(phone, "nem nuong")
    phone.shot("checkout")
    acts.choose_commune(phone, "ham rong")
    acts.pay_by(phone, "cod")
    page = phone.path()
    phone.shot("order-cod")
    assert "Nem nướng xiên que 500 g" in phone.text()
    assert "Nguyễn Thị Đào" in phone.text()
    assert "Phường Hàm Rồng" in phone.text()
    contract = phone.download("Tải hợp đồng")
    assert "Nguyễn Thị Đào" in text_of(contract)

    number = acts.order_number(phone)
    owner = new_device()
    acts.sign_in(owner, OWNER)
    owner.go(f"/admin/{SHOP}/orders/{number}")
    owner.shot("desk-order")
    owner.press("Xác nhận đơn")
    owner.fill(carrier="Viettel Post", tracking_number="VTP0123456")
    owner.press("Đã gửi hết")

    phone.go(page)
    phone.shot("order-sent")
    assert "VTP0123456" in phone.text()


def test_the_whole_way_goes_without_javascript(new_device: NewDevice):
    phone = new_device(js=False)
    phone.go(f"/s/{SHOP}/")
    phone.page.locator('input[name="q"]').first.fill("nem chua")
    phone.press("Tìm", within="header")
    phone.page.locator("main .card-link").first.click()
    phone.press("Thêm vào giỏ")
    assert phone.path() == f"/s/{SHOP}/cart"
    phone.press("Đặt hàng")
    acts.choose_commune_without_script(phone, "Tỉnh Thanh Hóa", "Phường Hàm Rồng")
    acts.pay_by(phone, "cod")

    assert "/orders/" in phone.path()
    assert "Phường Hàm Rồng" in phone.text()


def test_what_was_typed_wrongly_is_told_and_kept(phone: Device):
    acts.put_in_cart(phone, "nem nuong")
    phone.fill(name="Đào", phone="123", street="12 Lê Lợi")
    phone.press("Xem lại đơn hàng")
    phone.shot("checkout-wrong")

    assert phone.path().endswith("/checkout")
    assert phone.page.locator(".error-summary li").count() >= 1
    assert phone.field("name").input_value() == "Đào"


def test_the_owner_confirms_by_the_link_of_the_message_without_signing_in(
    phone: Device, new_device: NewDevice
):
    acts.buy(phone, "nem nuong", "cod")
    page, number = phone.path(), acts.order_number(phone)
    owner = new_device()
    owner.go(f"/message-box?to={OWNER}")
    acts.until(owner, f"Đơn hàng mới {number}")
    owner.shot("message-box")
    letter = owner.page.locator("main li.card", has_text=f"Đơn hàng mới {number}").first.inner_text()
    (link,) = re.findall(r"http\S+/answer/\S+", letter)[:1]

    owner.go(link)
    owner.shot("answer")
    owner.press("Xác nhận đơn")
    assert number in owner.text()

    phone.go(page)
    assert "Cửa hàng đã xác nhận đơn của bạn." in phone.text()
