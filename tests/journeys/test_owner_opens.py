"""An owner opens a real shop on a phone, stops, and goes on with another one without JavaScript."""

from __future__ import annotations

import re

import pytest

from tests.browsing import Device, NewDevice
from tests.demo_site import PASSWORD
from tests.journeys import acts
from tests.serving import ROOT

pytestmark = pytest.mark.browser

NAME = "chu-moi@example.com"
PHOTO = ROOT / "storefront/demo/images/mat-ong.webp"
GOOD = "Mật ong rừng quế 500 ml"


def test_a_real_shop_is_opened_and_sells(phone: Device, new_device: NewDevice):
    sign_up(phone)
    slug = begin(phone, "Mật ong bản Mường")
    acts.say_who(phone)
    phone.press("Lưu và tiếp tục")
    assert phone.path() == f"/admin/{slug}/setup/trade"
    phone.shot("wizard-trade")
    acts.choose(phone, "trade", "food")
    phone.press("Lưu và tiếp tục")
    assert phone.path() == f"/admin/{slug}/setup/address"
    phone.shot("wizard-address")

    other = new_device(js=False, viewport={"width": 360, "height": 740})
    acts.sign_in(other, NAME)
    other.go(f"/admin/{slug}/setup")
    assert other.path() == f"/admin/{slug}/setup/address"
    finish_steps(other, slug)
    other.go(f"/admin/{slug}/setup/review")
    other.shot("wizard-review")
    other.press("Mở bán")
    assert other.path() == f"/admin/{slug}/setup/done", other.text()
    other.shot("wizard-done")
    assert other.download("Áp phích để in (PDF)").startswith(b"%PDF-")

    other.press("Đặt một đơn thử")
    other.shot("test-order")
    shopper = new_device()
    shopper.go(f"/s/{slug}/search?q=mat ong rung")
    shopper.shot("new-shop-search")
    assert GOOD in shopper.text()


def test_a_shop_that_lacks_what_the_law_asks_is_told_what_and_why(phone: Device):
    sign_up(phone, "chu-voi-vang@example.com")
    slug = begin(phone, "Quán vội vàng")
    phone.shot("wizard-who")

    phone.go(f"/admin/{slug}/setup/review")
    with phone.page.expect_navigation():
        # It looks as if it could not be pressed, and says why when it is.
        phone.page.get_by_role("button", name="Mở bán").click(force=True)

    phone.shot("wizard-missing")
    assert phone.page.locator(".card--danger .missing").count() >= 3
    phone.go(f"/s/{slug}/", status=404)


def sign_up(phone: Device, name: str = NAME) -> None:
    """Until the code from the message box is typed."""
    phone.go("/sign-up")
    phone.shot("sign-up")
    phone.fill(called="Cầm Thị Hoa", name=name, password=PASSWORD)
    phone.press("Gửi mã cho tôi")
    box = phone.context.new_page()
    box.goto(f"{phone.base}/message-box?to={name}")
    box.locator(".letter").wait_for(state="attached")
    (code,) = re.findall(r"\b\d{6}\b", box.locator(".letter").first.inner_text())[:1]
    box.close()
    phone.fill(code=code)
    phone.press("Tiếp tục")
    assert phone.path() == "/open-shop"


def begin(phone: Device, name: str) -> str:
    """Name the shop and say that it is real; its slug."""
    phone.shot("open-shop")
    phone.fill(name=name)
    acts.choose(phone, "mode", "real")
    phone.press("Bắt đầu")
    found = re.fullmatch(r"/admin/([\w-]+)/setup/who", phone.path())
    assert found, phone.text()
    return found[1]


def finish_steps(phone: Device, slug: str) -> None:
    """From the address to the pages, each saved at its own page."""
    phone.fill(tagline="Mật ong quay vào tháng năm")
    phone.press("Lưu và tiếp tục")
    assert phone.path() == f"/admin/{slug}/setup/look", phone.text()
    phone.shot("wizard-look")
    phone.press("Lưu và tiếp tục")
    assert phone.path() == f"/admin/{slug}/setup/goods", phone.text()
    phone.fill(name=GOOD, price="125k", unit="chai")
    phone.field("photos").set_input_files(PHOTO)
    phone.press("Thêm sản phẩm này")
    phone.shot("wizard-goods")
    assert GOOD in phone.text()
    phone.go(f"/admin/{slug}/setup/delivery")
    phone.fill(commune_fee="15.000", province_fee="30.000")
    phone.shot("wizard-delivery")
    phone.press("Lưu và tiếp tục")
    assert phone.path() == f"/admin/{slug}/setup/payment", phone.text()
    phone.field("cod").check()
    phone.shot("wizard-payment")
    phone.press("Lưu và tiếp tục")
    assert phone.path() == f"/admin/{slug}/setup/pages", phone.text()
    phone.shot("wizard-pages")
    phone.press("Lưu và tiếp tục")
