"""Chromium for tests: phones that visit the site, whose console must stay empty and who ask no other host."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Playwright,
    Request,
    sync_playwright,
)

from tests import services
from tests.serving import ROOT, Server

pytest_plugins = ["tests.demo_site"]

ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP shop.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost",
)
PHONE = {"width": 390, "height": 844}
SCREENSHOTS = ROOT / "screenshots"
PATIENCE = 20_000
"""Milliseconds; the processors are shared with other tests."""
IMAGES = """() => Promise.all([...document.images].filter(one => one.currentSrc || one.src).map(one => {
  one.loading = "eager";
  return one.decode();
}))"""
ANSWERED = ("responded with a status of 4", "responded with a status of 503")
"""What the console says of a refusal, or of a shop that rests; tests assert the status themselves."""


def pytest_addoption(parser: pytest.Parser) -> None:
    keep = "keep pictures of the visited pages in screenshots/, for people to look at"
    parser.addoption("--pictures", action="store_true", help=keep)


@dataclass
class Device:
    """One person's browser: its cookies, its one open page, and what went wrong in it."""

    context: BrowserContext
    base: str
    page: Page
    pictures: bool = False
    problems: list[str] = field(default_factory=list)

    def go(self, path: str, status: int = 200) -> Page:
        """Open a page of the site, or a whole address."""
        answer = self.page.goto(path if "://" in path else self.base + path)
        assert answer is not None and answer.status == status, (path, answer and answer.status)
        return self.page

    def press(self, name: str, *, within: str = "main", nth: int = 0) -> None:
        """Tap the button of this name and wait until the page that follows is there."""
        button = self.page.locator(within).get_by_role("button", name=name).nth(nth)
        with self.page.expect_navigation(wait_until="load"):
            button.click()

    def follow(self, name: str, *, within: str = "body", nth: int = 0) -> None:
        """Tap the link of this name."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(within).get_by_role("link", name=name).nth(nth).click()

    def fill(self, **typed: str) -> None:
        """Type into fields, by their names in the form."""
        for name, value in typed.items():
            self.field(name).fill(value)

    def field(self, name: str) -> Locator:
        """A field of the page's main part, by its name in the form."""
        return self.page.locator(f'main [name="{name}"]:visible').first

    def heading(self) -> str:
        """The page's h1."""
        return self.page.locator("h1").first.inner_text().strip()

    def text(self) -> str:
        """What the page says in its main part, spaces of every kind made plain."""
        return self.page.locator("main").inner_text().replace("\xa0", " ")

    def path(self) -> str:
        """Where it is, without host and query."""
        return self.page.url.removeprefix(self.base).split("?")[0].split("#")[0]

    def shot(self, name: str) -> None:
        """A picture for people to look at, in a folder that git ignores, in runs with --pictures."""
        if self.pictures:
            SCREENSHOTS.mkdir(exist_ok=True)
            self.bring_images()
            self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    def bring_images(self) -> None:
        """Bring the images below the fold too, and wait until all are there; one that fails is an error."""
        self.page.evaluate(IMAGES)

    def download(self, name: str) -> bytes:
        """The file behind the link of this name, as this person gets it."""
        link = self.page.get_by_role("link", name=name).first.get_attribute("href")
        answer = self.context.request.get(self.base + str(link))
        assert answer.status == 200, (link, answer.status)
        return answer.body()


class NewDevice(Protocol):
    """Makes a phone; `js=False` has no JavaScript, other options are Playwright's."""

    def __call__(self, *, js: bool = True, base: str = "", **options: Any) -> Device: ...


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright_driver: Playwright) -> Iterator[Browser]:
    """One browser a worker."""
    found = playwright_driver.chromium.launch(executable_path=services.chromium_path(), args=list(ARGUMENTS))
    yield found
    found.close()


def new_phone(chromium: Browser, base: str, *, js: bool = True, **options: Any) -> Device:
    """A phone of 390 by 844; Playwright's options change that. Whoever asks for it closes its context."""
    settings = {"viewport": PHONE, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"} | options
    context = chromium.new_context(java_script_enabled=js, **settings)
    context.set_default_timeout(PATIENCE)
    made = Device(context, base, context.new_page())
    watch(made)
    return made


@pytest.fixture
def new_device(chromium: Browser, site: Server, request: pytest.FixtureRequest) -> Iterator[NewDevice]:
    """Phones; at the end none of them may have seen an error or asked another host."""
    made: list[Device] = []

    def make(*, js: bool = True, base: str = "", **options: Any) -> Device:
        made.append(new_phone(chromium, base or site.url, js=js, **options))
        made[-1].pictures = request.config.getoption("pictures")
        return made[-1]

    yield make
    problems = [problem for device in made for problem in device.problems]
    for device in made:
        device.context.close()
    assert problems == []


@pytest.fixture
def phone(new_device: NewDevice) -> Device:
    """A phone with JavaScript."""
    return new_device()


def watch(device: Device) -> None:
    """Note errors of the console (violations of the policy are among them) and requests to other hosts.

    Chromium's arguments keep it from finding other hosts. Routes would refuse them too, but every request
    would wait for Python, and nothing would be cached.
    """

    def console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(known in message.text for known in ANSWERED):
            device.problems.append(f"{device.page.url}: {message.text}")

    def asked(request: Request) -> None:
        if not request.url.startswith((device.base, "data:", "blob:")):
            device.problems.append(f"asked another host: {request.url}")

    device.context.on("console", console)
    device.context.on("weberror", lambda error: device.problems.append(str(error.error)))
    device.context.on("request", asked)


def axe_source() -> str:
    """The accessibility checker, a text to evaluate in a page."""
    (found,) = Path(ROOT, "tests/vendor").glob("axe-core-*/axe.min.js")
    return found.read_text()
