"""Write every page of a theme, drawn from samples, to a folder that opens in a browser.

    python tools/preview_theme.py que /tmp/preview [--palette la-chuoi] [--shots]

`--shots` also takes pictures at 390x844 and 1440x900 with the installed Chromium.
"""

import argparse
import functools
import http.server
import shutil
import threading
from pathlib import Path

import programs
from PIL import Image
from playwright.sync_api import sync_playwright

from storefront.domain.theming.css import VENDOR, build_sheet
from storefront.domain.theming.drops import PictureDrop
from storefront.domain.theming.packages import get_theme
from storefront.domain.theming.render import ASSETS_URL, get_renderer
from storefront.domain.theming.samples import SIZES, sample_contexts, sample_home_changes

IMAGES = Path(__file__).resolve().parents[1] / "storefront/demo/images"
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
]


def picture(name: str) -> PictureDrop | None:
    """The first demo picture whose name begins so, else any of them: this is a look, not a catalogue."""
    files = sorted(IMAGES.glob("*.webp"))
    file = next((file for file in files if file.name.startswith(name)), None) or (
        files[len(name)] if files else None
    )
    if file is None:
        return None
    with Image.open(file) as image:
        return PictureDrop(f"/images/{file.name}", image.width, image.height, f"Ảnh {name}", "#f3dfc2")


def write_pages(theme_id: str, target: Path, palette: str) -> list[str]:
    """Write pages and what they need; returns their names."""
    theme, renderer = get_theme(theme_id), get_renderer(theme_id)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    shutil.copytree(VENDOR, target / "static/vendor")
    shutil.copytree(IMAGES, target / "images")
    assets = target / ASSETS_URL.strip("/") / theme_id
    assets.mkdir(parents=True)
    for name, hashed in theme.assets.items():
        shutil.copy(theme.require(f"assets/{name}"), assets / hashed)
    (target / "sheet.css").write_text(build_sheet(theme, palette).css, encoding="utf-8")
    pages = []
    for size in SIZES:
        for template, context in sample_contexts(size, picture=picture, stylesheet_url="/sheet.css").items():
            changes = sample_home_changes() if (size, template) == ("full", "home") else None
            pages.append(f"{template}-{size}")
            html = renderer.render_page(template, context, changes)
            (target / f"{template}-{size}.html").write_text(html, encoding="utf-8")
    return pages


def take_shots(target: Path, pages: list[str]) -> None:
    """Serve the folder for a moment and photograph each page, whole, in both widths."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(target))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=programs.chromium(), args=CHROMIUM)
        for width, height in ((390, 844), (1440, 900)):
            tab = browser.new_page(viewport={"width": width, "height": height})
            for page in pages:
                tab.goto(f"http://127.0.0.1:{server.server_port}/{page}.html")
                wide = tab.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    print(f"{page} scrolls sideways at {width}: {wide}")
                tab.evaluate("document.querySelectorAll('img').forEach((image) => (image.loading = 'eager'))")
                tab.wait_for_function("[...document.images].every((image) => image.complete)")
                tab.screenshot(path=target / f"{page}-{width}.png", full_page=True)
        browser.close()
    server.shutdown()


def main() -> None:
    """Read the command line, write, photograph."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("theme")
    parser.add_argument("target", type=Path)
    parser.add_argument("--palette", default="")
    parser.add_argument("--shots", nargs="*", help="pictures of these pages, e.g. home-full; none named: all")
    options = parser.parse_args()
    pages = write_pages(options.theme, options.target, options.palette)
    if options.shots is not None:
        take_shots(options.target, options.shots or pages)


if __name__ == "__main__":
    main()
