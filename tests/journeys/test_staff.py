"""Platform staff suspend a shop and open it again, help inside one, and run a parked job again."""

from __future__ import annotations

import pytest

from tests.browsing import Device, NewDevice
from tests.demo_site import OWNER, STAFF
from tests.journeys import acts
from tests.serving import Server

pytestmark = pytest.mark.browser

OTHER_SHOP = "banh-tu-tru"
OTHER_NAME = "Bánh gai Tứ Trụ"


@pytest.fixture
def staff(phone: Device) -> Device:
    acts.sign_in(phone, STAFF)
    return phone


def open_shop_page(staff: Device) -> None:
    staff.go("/programme/shops?q=tu tru")
    staff.shot("staff-shops")
    staff.follow(OTHER_NAME, within="main")


def test_a_suspended_shop_takes_no_orders_until_it_is_reopened(staff: Device, new_device: NewDevice):
    shopper = new_device()
    open_shop_page(staff)
    staff.fill(reason="Hàng không rõ nguồn gốc")
    staff.press("Tạm khóa cửa hàng")
    staff.shot("staff-shop")

    shopper.page.goto(f"{shopper.base}/s/{OTHER_SHOP}/")
    shopper.shot("suspended")
    assert shopper.page.locator("button", has_text="Thêm").count() == 0

    staff.press("Mở khóa cửa hàng")
    shopper.go(f"/s/{OTHER_SHOP}/")
    assert shopper.page.locator("button", has_text="Thêm").count() > 0


def test_help_inside_a_shop_shows_its_band_and_is_told_to_the_owner(staff: Device):
    open_shop_page(staff)
    staff.press("Vào hỗ trợ cửa hàng này")

    staff.shot("staff-help")
    assert staff.path().startswith(f"/admin/{OTHER_SHOP}/")
    assert staff.page.locator(".band").count() == 1


def test_nobody_else_sees_the_staff_pages(phone: Device):
    acts.sign_in(phone, OWNER)

    phone.go("/programme/shops", status=403)


def test_a_parked_job_is_run_again(staff: Device, site: Server):
    acts.park_job(site)
    staff.go("/programme/jobs")
    staff.shot("staff-jobs")
    assert "media.render" in staff.text()

    staff.press("Chạy lại")

    assert "media.render" not in staff.text()
