"""Rasterises SVG documents with Chromium and stores them as WebP."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--disable-gpu", "--no-first-run", "--disable-quic", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@contextmanager
def browser_page() -> Iterator[Page]:
    """A page of a headless browser, closed afterwards."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_page(viewport={"width": 1600, "height": 1200})
        browser.close()


def rasterise(page: Page, svg: str, width: int, height: int) -> Image.Image:
    """The picture of one SVG document."""
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{svg}")
    shot = page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": height})
    return Image.open(BytesIO(shot)).convert("RGB")


def store(picture: Image.Image, target: Path, quality: int = 78) -> int:
    """Write a WebP and return its size in bytes."""
    picture.save(target, "WEBP", quality=quality, method=6)
    return target.stat().st_size
