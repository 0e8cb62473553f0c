"""The pages that the checks of tests/browser visit, and how to get to those behind a cart or a sign-in."""

from __future__ import annotations

from dataclasses import dataclass

from tests.browsing import Device
from tests.demo_site import OWNER, PRACTICE_OWNER, PRACTICE_SHOP, SHOP, STAFF
from tests.journeys import acts

STEPS = ("who", "trade", "address", "look", "goods", "delivery", "payment", "pages", "review", "done")
ROOT, DESK = f"/s/{SHOP}", f"/admin/{SHOP}"


@dataclass(frozen=True)
class Place:
    """A page: its address and the status it answers with."""

    path: str
    status: int = 200


PUBLIC = {
    "home": Place(f"{ROOT}/"),
    "collection": Place(f"{ROOT}/collections/nem-chua"),
    "product": Place(f"{ROOT}/products/nem-nuong-xien-que-500-g"),
    "search": Place(f"{ROOT}/search?q=nem"),
    "nothing-found": Place(f"{ROOT}/search?q=zzzz"),
    "empty-cart": Place(f"{ROOT}/cart"),
    "contact": Place(f"{ROOT}/contact"),
    "complaint": Place(f"{ROOT}/complaints"),
    "page": Place(f"{ROOT}/pages/giao-hang"),
    "english": Place(f"/en{ROOT}/"),
    "missing": Place(f"{ROOT}/products/khong-co", 404),
    "portal": Place("/"),
    "portal-shops": Place("/shops"),
    "portal-about": Place("/about"),
    "portal-missing": Place("/khong-co", 404),
    "sign-in": Place("/sign-in"),
    "sign-up": Place("/sign-up"),
}
BUYING = {
    "cart": Place(f"{ROOT}/cart"),
    "checkout": Place(f"{ROOT}/checkout"),
    "checkout-wrong": Place(f"{ROOT}/checkout?check=1"),
}
AT_THE_DESK = {
    "dashboard": Place(f"{DESK}/"),
    "orders": Place(f"{DESK}/orders/"),
    "order": Place(f"{DESK}/orders/1001"),
    "products": Place(f"{DESK}/products/"),
    "new-product": Place(f"{DESK}/products/new"),
    "stock": Place(f"{DESK}/stock/"),
    "collections": Place(f"{DESK}/collections/"),
    "customers": Place(f"{DESK}/customers/"),
    "inbox": Place(f"{DESK}/inbox/"),
    "complaints": Place(f"{DESK}/complaints/"),
    "notification": Place(f"{DESK}/notification/"),
    "fee-check": Place(f"{DESK}/delivery-check/?unit=14797"),
    "payments": Place(f"{DESK}/payments/"),
    "settings": Place(f"{DESK}/settings/"),
    "team": Place(f"{DESK}/team/"),
    "pages": Place(f"{DESK}/pages/"),
    "menus": Place(f"{DESK}/menus/"),
    "my-shops": Place("/my-shops"),
    "account": Place("/account"),
    "open-shop": Place("/open-shop"),
    "desk-missing": Place(f"{DESK}/khong-co", 404),
    **{
        f"wizard-{step}": Place(f"{DESK}/setup/{step}")
        for step in (
            "who",
            "trade",
            "address",
            "look",
            "goods",
            "delivery",
            "payment",
            "pages",
            "review",
            "done",
        )
    },
}
FOR_STAFF = {
    "staff-shops": Place("/programme/shops"),
    "staff-no-shops": Place("/programme/shops?q=zzzz"),
    "staff-users": Place("/programme/users"),
    "staff-jobs": Place("/programme/jobs"),
}


def fill_cart(device: Device) -> None:
    """A cart of one thing, and its checkout's page."""
    acts.put_in_cart(device, "nem nuong")


def sign_in(device: Device) -> None:
    """As the owner of the shop."""
    acts.sign_in(device, OWNER)


def sign_in_as_staff(device: Device) -> None:
    """As one of the platform's people."""
    acts.sign_in(device, STAFF)


def first_of(device: Device, path: str) -> Place:
    """The page behind the first row of a list."""
    device.go(path)
    link = device.page.locator("main a.todo__item").first.get_attribute("href")
    return Place(str(link))


def review(device: Device) -> Place:
    """What whoever has answered the checkout reads before the last button."""
    fill_cart(device)
    acts.choose_commune(device, "ham rong")
    acts.answer_checkout(device, "cod")
    return Place(f"{ROOT}/checkout/review")


def order(device: Device, gateway: str) -> Place:
    """The page of an order just placed in this way of paying."""
    return Place(acts.buy(device, "nem nuong", gateway))


def gateway_page(device: Device, owner: Device) -> Place:
    """The practice gateway's page of an order, in a practice shop whose owner has connected it."""
    acts.sign_in(owner, PRACTICE_OWNER)
    owner.go(f"/admin/{PRACTICE_SHOP}/setup/payment")
    owner.press("Lưu và tiếp tục")
    return Place(acts.buy(device, "banh", "practice", shop=PRACTICE_SHOP))
