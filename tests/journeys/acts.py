"""What people of the stories do again and again, with the words their pages show."""

from __future__ import annotations

import sqlite3

from playwright.sync_api import expect

from tests.browsing import Device
from tests.demo_site import PASSWORD, SHOP
from tests.serving import Server

BUYER = {"name": "Nguyễn Thị Đào", "phone": "0912 345 678", "email": "dao@example.com"}
STREET = "12 Lê Lợi"


def sign_in(device: Device, name: str) -> None:
    """To one's account, by password."""
    device.go("/sign-in")
    device.fill(name=name, password=PASSWORD)
    device.press("Đăng nhập")


def put_in_cart(device: Device, query: str, *, shop: str = SHOP) -> None:
    """Find goods as one types on a phone, open the first, put it in the cart and go to the checkout."""
    device.go(f"/s/{shop}/search?q={query}")
    device.page.locator("main .card-link").first.click()
    device.page.wait_for_url("**/products/**")
    device.press("Mua ngay")


def choose_commune(device: Device, typed: str) -> None:
    """Type a commune without marks and take the first that is found."""
    device.page.locator("#find-commune").fill(typed)
    device.page.locator(".place-options button").first.click()
    expect(device.field("commune")).not_to_have_value("")


def choose_commune_without_script(device: Device, province: str, commune: str) -> None:
    """Choose the province, have its communes brought, choose one."""
    device.field("province").select_option(label=province)
    device.press("Xem các xã của tỉnh này")
    device.field("commune").select_option(label=commune)


def choose(device: Device, name: str, value: str) -> None:
    """Tap the choice of this value."""
    device.page.locator(f'main input[name="{name}"][value="{value}"]').check()


def deliver_home(device: Device) -> None:
    """Not pickup: the choice that is brought to the door."""
    device.page.locator("main label.choice", has_text="Giao").first.locator("input").check()


def answer_checkout(device: Device, gateway: str) -> None:
    """Answer the checkout's page, its commune being chosen, and go to the review."""
    device.fill(**BUYER, street=STREET)
    deliver_home(device)
    choose(device, "payment", gateway)
    device.press("Xem lại đơn hàng")
    assert device.path().endswith("/checkout/review"), device.text()


def pay_by(device: Device, gateway: str) -> str:
    """Finish the checkout in this way of paying, from its page to where the last button leads."""
    answer_checkout(device, gateway)
    device.press("Xác nhận đặt hàng")
    return device.path()


def buy(device: Device, query: str, gateway: str, *, shop: str = SHOP) -> str:
    """A whole order with JavaScript; the address where it led."""
    put_in_cart(device, query, shop=shop)
    choose_commune(device, "ham rong")
    return pay_by(device, gateway)


def order_number(device: Device) -> str:
    """The number on the order's own page."""
    return device.page.locator(".order-head .help").inner_text().split("·")[0].split()[-1].lstrip("#")


def say_who(phone: Device) -> None:
    """Answer the wizard's page about the owner, as the law asks; it is not sent yet."""
    choose(phone, "legal_type", "household")
    phone.fill(
        legal_name="Hộ kinh doanh Mật ong bản Mường",
        representative="Cầm Thị Hoa",
        tax_id="2899999119",
        street="Bản Mường",
        phone="0912 000 111",
    )
    phone.field("province").select_option(label="Tỉnh Thanh Hóa")
    phone.page.locator('select[name="commune"] option', has_text="Xã Pù Luông").wait_for(state="attached")
    phone.field("commune").select_option(label="Xã Pù Luông")


def until(device: Device, words: str) -> None:
    """Look at the page again until it says so; jobs and gateways work beside it."""
    for _turn in range(60):
        if words in device.text():
            return
        device.page.wait_for_timeout(250)
        device.page.reload()
    raise AssertionError(f"never said {words!r}: {device.text()}")


def park_job(site: Server) -> None:
    """A picture's job as it stands after failing to the end."""
    with sqlite3.connect(site.instance / "storefront.sqlite3", timeout=20) as database:
        database.execute(
            "UPDATE job SET done_at = NULL, parked_at = created_at, last_error = 'ConnectionError: no answer'"
            " WHERE id = (SELECT max(id) FROM job WHERE kind = 'media.render')"
        )
