"""An owner's day at the desk: an edit on two devices, a count of the shelf, a question answered."""

from __future__ import annotations

import pytest

from tests.browsing import Device, NewDevice
from tests.demo_site import OWNER, SHOP
from tests.journeys import acts

pytestmark = pytest.mark.browser

GOODS = "Giò bê"


def open_product(device: Device) -> None:
    acts.sign_in(device, OWNER)
    device.go(f"/admin/{SHOP}/products/?q=gio be")
    device.follow(GOODS, within="main")


def test_the_second_device_is_told_and_loses_nothing(phone: Device, new_device: NewDevice):
    laptop = new_device(viewport={"width": 1440, "height": 900})
    open_product(phone)
    open_product(laptop)
    laptop.shot("desk-product-wide")

    phone.fill(summary="Bê sữa, gói lá chuối.")
    phone.press("Lưu", within=".form__bar")
    laptop.fill(summary="Giò bê chắc, thơm.")
    laptop.press("Lưu", within=".form__bar")

    laptop.shot("desk-product-conflict")
    assert "Bê sữa, gói lá chuối." in laptop.text()
    assert laptop.field("summary").input_value() == "Giò bê chắc, thơm."
    laptop.press("Lưu", within=".form__bar")
    phone.go(f"/s/{SHOP}/search?q=gio be")
    phone.page.locator("main .card-link").first.click()
    phone.page.wait_for_url("**/products/**")
    assert "Giò bê chắc, thơm." in phone.text()


def test_the_shelf_is_counted(phone: Device):
    acts.sign_in(phone, OWNER)
    phone.go(f"/admin/{SHOP}/stock/?q=gio be")
    phone.shot("desk-stock")
    phone.follow(GOODS, within="main")

    phone.fill(counted="77")
    phone.press("Ghi số đếm")

    phone.shot("desk-stock-one")
    assert "77" in phone.page.locator(".stats").inner_text()


def test_a_question_reaches_the_owner_and_its_answer_the_shopper(phone: Device, new_device: NewDevice):
    phone.go(f"/s/{SHOP}/contact")
    phone.shot("contact")
    phone.fill(name="Trần Văn Bình", email="binh@example.com", message="Nem để được mấy ngày ạ?")
    # The shop refuses what nobody could have typed so fast.
    phone.page.wait_for_timeout(2100)
    phone.press("Gửi câu hỏi")
    assert "sẽ trả lời bạn sớm" in phone.text()

    owner = new_device()
    acts.sign_in(owner, OWNER)
    owner.go(f"/admin/{SHOP}/inbox/")
    owner.shot("desk-inbox")
    owner.follow("Trần Văn Bình", within="main")
    owner.fill(body="Dạ để tủ mát được mười ngày ạ.")
    owner.press("Gửi câu trả lời")
    owner.shot("desk-conversation")

    phone.go("/message-box?to=binh@example.com")
    acts.until(phone, "Dạ để tủ mát được mười ngày ạ.")
