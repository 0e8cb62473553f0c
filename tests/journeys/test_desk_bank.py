"""An owner's bank account at the desk: who tells of it, a statement, a transfer that names no order."""

from __future__ import annotations

import datetime as dt

import pytest

from storefront.infra import clock
from tests.bank_files import written
from tests.browsing import Device, NewDevice
from tests.demo_site import OWNER, SHOP
from tests.journeys import acts

pytestmark = pytest.mark.browser

DESK = f"/admin/{SHOP}"
ACCOUNT = "90001000000"
SUM = "110.000"


def statement() -> bytes:
    """One transfer that came a moment ago and says nothing of an order."""
    today = clock.to_vn(dt.datetime.now(dt.UTC))
    rows = [["Ngày", "Nội dung", "Ghi có"], [f"{today:%d/%m/%Y}", "chuyen tien nem", SUM]]
    return written(rows, ",").encode()


def connect(owner: Device) -> None:
    """Let SePay tell of the account from now on."""
    owner.go(f"{DESK}/bank/feeds/new/sepay")
    owner.field("environment").select_option("production")
    owner.field("auth").select_option("hmac")
    owner.fill(account=ACCOUNT, secret="khoa-bi-mat")
    owner.press("Kết nối")
    owner.shot("desk-bank-feed")


def upload(owner: Device) -> None:
    """Upload the statement and say which column is what."""
    owner.go(f"{DESK}/bank/statements/")
    owner.page.locator('main input[type="file"]').set_input_files(
        {"name": "sao-ke.csv", "mimeType": "text/csv", "buffer": statement()}
    )
    owner.press("Tải lên")
    owner.fill(account=ACCOUNT)
    owner.shot("desk-bank-columns")
    owner.press("Nhập tất cả các dòng")
    owner.shot("desk-bank-report")


def test_a_transfer_that_names_no_order_is_matched_by_hand_and_given_back(
    phone: Device, new_device: NewDevice
):
    shopper = new_device()
    acts.buy(shopper, "nem chua", "bank_transfer")
    number = acts.order_number(shopper)
    acts.sign_in(phone, OWNER)

    connect(phone)
    assert "SePay" in phone.text()
    upload(phone)
    phone.follow("Dòng 2", within="main")
    phone.shot("desk-bank-line")
    assert f"#{number}" in phone.text()
    phone.fill(number=number)
    phone.press("Khoản này trả cho đơn này", nth=-1)

    phone.go(f"{DESK}/orders/{number}")
    phone.page.locator("#refunds summary").first.click()
    phone.fill(amount="10.000", reason="Giao thiếu một chiếc")
    phone.press("Ghi khoản hoàn")
    phone.shot("desk-bank-refund")
    assert "Giao thiếu một chiếc" in phone.text()
