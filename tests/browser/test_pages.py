"""Every page: it answers, axe finds nothing, nothing scrolls sideways, the console stays empty."""

from __future__ import annotations

import pytest

from tests.browser import places
from tests.browser.places import AT_THE_DESK, BUYING, FOR_STAFF, PUBLIC, Place, fill_cart, sign_in
from tests.browsing import Device, NewDevice, axe_source
from tests.journeys import acts
from tests.serving import Server

pytestmark = pytest.mark.browser

BROKEN = "axe.run({resultTypes: ['violations']}).then(result => result.violations)"
WIDTHS = (320, 390, 768, 1440)


@pytest.mark.parametrize("place", PUBLIC.values(), ids=PUBLIC)
def test_public_pages(phone: Device, place: Place, request: pytest.FixtureRequest):
    found = look(phone, place, request.node.callspec.id)

    assert found == []


def test_pages_of_whoever_buys(phone: Device):
    fill_cart(phone)

    found = [line for name, place in BUYING.items() for line in look(phone, place, name)]

    assert found == []


def test_pages_of_whoever_sells(phone: Device):
    sign_in(phone)
    seen = AT_THE_DESK | {"one-complaint": places.first_of(phone, f"{places.DESK}/complaints/")}

    found = [line for name, place in seen.items() for line in look(phone, place, name)]

    assert found == []


def test_the_review_before_the_last_button(phone: Device):
    found = look(phone, places.review(phone), "review")

    assert found == []


@pytest.mark.parametrize("gateway", ["cod", "bank_transfer"])
def test_the_page_of_an_order(phone: Device, gateway: str):
    found = look(phone, places.order(phone, gateway), f"order-{gateway}")

    assert found == []


def test_the_practice_gateways_page(phone: Device, new_device: NewDevice):
    found = look(phone, places.gateway_page(phone, new_device()), "gateway")

    assert found == []


def test_pages_of_platform_staff(phone: Device, site: Server):
    acts.park_job(site)
    places.sign_in_as_staff(phone)
    behind = {name: places.first_of(phone, f"/programme/{name}s") for name in ("shop", "user")}

    seen = FOR_STAFF | {f"staff-{name}": place for name, place in behind.items()}
    found = [line for name, place in seen.items() for line in look(phone, place, name)]
    phone.go("/programme/jobs")
    phone.press("Chạy lại")
    found += look(phone, FOR_STAFF["staff-jobs"], "staff-no-jobs")

    assert found == []


def test_public_pages_without_javascript_say_the_same(new_device: NewDevice):
    scripted = headings(new_device())

    plain = headings(new_device(js=False))

    assert plain == scripted
    assert [heading for heading, ways_on in plain.values() if not ways_on] == []


def headings(device: Device) -> dict[str, tuple[str, bool]]:
    """What each public page says first, and whether its main part leads anywhere."""
    found = {}
    for name, place in PUBLIC.items():
        device.go(place.path, place.status)
        found[name] = device.heading(), device.page.locator("main a, main button").count() > 0
    return found


def look(device: Device, place: Place, name: str) -> list[str]:
    """What is wrong with a page, one line a fault."""
    device.page.set_viewport_size({"width": 390, "height": 844})
    device.go(place.path, place.status)
    device.bring_images()
    faults = [f"{name}: {fault}" for fault in axe(device)]
    for width in WIDTHS:
        device.page.set_viewport_size({"width": width, "height": 844})
        faults += [f"{name} at {width}: {fault}" for fault in sideways(device, width)]
        picture(device, name, width)
    return faults


def picture(device: Device, name: str, width: int) -> None:
    """For people to look at, on a phone and on a desk."""
    if width in (390, 1440):
        device.shot(f"{name}-{width}")


def axe(device: Device) -> list[str]:
    """Rules of WCAG 2.2 A and AA and of best practice that the page breaks, with the first place of each."""
    device.page.evaluate(axe_source())
    broken = device.page.evaluate(BROKEN)
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in broken]


def sideways(device: Device, width: int) -> list[str]:
    """Whether the page is wider than the screen, and which elements stick out."""
    return device.page.evaluate(
        """(width) => document.documentElement.scrollWidth <= width ? [] :
        [...document.querySelectorAll("body *")]
          .filter(one => one.getBoundingClientRect().right > width + 1)
          .slice(0, 3).map(one => one.outerHTML.slice(0, 120))""",
        width,
    )
