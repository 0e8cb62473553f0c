"""The keyboard, a slow line, and a plain http host in a workshop's network."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.places import ROOT
from tests.browsing import Device, NewDevice
from tests.demo_site import OWNER, SHOP, loaded
from tests.journeys import acts
from tests.processes import free_port
from tests.serving import Server

pytestmark = pytest.mark.browser

SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 kbit/s, in bytes a second."""
SLOW_SECONDS = 10
STOPS = 12
PAINTED = """new Promise(done => new PerformanceObserver(
  seen => done(seen.getEntriesByName("first-contentful-paint").length)
).observe({type: "paint", buffered: true}))"""


def test_the_keyboard_reaches_the_header_and_the_goods(phone: Device):
    phone.go(f"{ROOT}/")

    stops = [tab(phone) for _stop in range(STOPS)]

    assert "#main" in stops[0]
    assert any('type="search"' in stop for stop in stops)
    assert any("cart-link" in stop for stop in stops)


def test_every_stop_of_the_keyboard_shows_where_it_is(phone: Device):
    phone.go(f"{ROOT}/")

    outlines = [outline(phone) for _stop in range(STOPS)]

    assert [width for width in outlines if width == "0px"] == []


def test_the_cart_drawer_takes_and_gives_back_the_focus(phone: Device):
    phone.go(f"{ROOT}/products/nem-nuong-xien-que-500-g")
    button = phone.page.locator("#buy-form").get_by_role("button", name="Thêm vào giỏ")
    button.focus()
    phone.page.keyboard.press("Enter")
    drawer = phone.page.locator("#cart-drawer")
    expect(drawer).to_have_attribute("open", "")
    assert phone.page.evaluate("document.activeElement.closest('#cart-drawer') !== null")
    expect(phone.page.locator("#live")).to_contain_text("Nem nướng")

    phone.page.keyboard.press("Escape")

    expect(drawer).not_to_have_attribute("open", "")
    expect(button).to_be_focused()


def test_suggestions_come_while_typing_and_go_with_escape(phone: Device):
    phone.go(f"{ROOT}/")
    box = phone.page.locator("#header-search")
    box.press_sequentially("nem nuo")
    found = phone.page.locator(".search .suggestions a").first
    expect(found).to_contain_text("Nem nướng")

    phone.page.keyboard.press("ArrowDown")
    expect(found).to_be_focused()
    phone.page.keyboard.press("Escape")

    expect(found).to_be_hidden()
    expect(box).to_be_focused()


def test_the_shop_is_there_soon_on_a_slow_line(phone: Device):
    protocol = phone.context.new_cdp_session(phone.page)
    protocol.send("Network.enable")
    protocol.send("Network.emulateNetworkConditions", SLOW)
    began = time.monotonic()

    phone.page.goto(f"{phone.base}{ROOT}/", wait_until="commit")
    expect(phone.page.locator("h1")).to_be_visible()

    assert phone.page.evaluate(PAINTED) == 1
    assert time.monotonic() - began < SLOW_SECONDS


@pytest.fixture
def workshop(site: Server, tmp_path: Path) -> Iterator[str]:
    """The address of a second server, on a copy of the demo, called by a name over plain http."""
    shutil.copytree(loaded(), tmp_path / "instance")
    port = free_port()
    address = f"http://shop.test:{port}"
    server = Server(tmp_path / "instance", {"public_url": address, "jobs": "0"}, port)
    server.start("--demo").wait_ready()
    yield address
    assert server.stop() == 0, server.log.read_text()


def test_forms_post_on_a_plain_http_host(new_device: NewDevice, workshop: str):
    learner = new_device(base=workshop)

    acts.sign_in(learner, OWNER)
    acts.put_in_cart(learner, "nem nuong")

    assert learner.path() == f"/s/{SHOP}/checkout"
    learner.go("/my-shops")
    assert "Nem chua" in learner.text()


def tab(device: Device) -> str:
    """Where the next press of Tab leads: the element's own text in HTML."""
    device.page.keyboard.press("Tab")
    return str(device.page.evaluate("document.activeElement.outerHTML.slice(0, 240)"))


def outline(device: Device) -> str:
    """How wide the ring is around whatever the next press of Tab reaches, or around the card it covers."""
    device.page.keyboard.press("Tab")
    return str(
        device.page.evaluate(
            """() => {
              const here = document.activeElement;
              const rings = [here, here.closest("li, form, label")].filter(Boolean)
                .map(one => getComputedStyle(one)).filter(style => style.outlineStyle !== "none");
              return rings.length ? rings[0].outlineWidth : "0px";
            }"""
        )
    )
