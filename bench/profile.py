"""Where the time of one request goes: python -m bench.profile "collection, cold" [--lines 40]

The subjects are the cold pages of the table, "collection, kept" and "placing the order".
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.browser import InProcessBrowser
from bench.buyer import Buyer
from bench.shop import BenchShop, settings_of, stock_shop
from bench.subjects import cold_paths, filtered
from storefront import create_app

GOODS = 48
ORDERS = 20
PAGES = 50


def main() -> None:
    """Profile one subject in this process and print its dearest functions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("subject")
    parser.add_argument("--lines", type=int, default=40)
    parser.add_argument("--sort", default="tottime", choices=["tottime", "cumtime"])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="storefront-bench-") as folder:
        shop = stock_shop(Path(folder), GOODS)
        kept = arguments.subject == "collection, kept"
        settings = settings_of(
            Path(folder), jobs=False, sandbox=False, **({} if kept else {"cache_bytes": 0})
        )
        browser = InProcessBrowser(create_app(settings))
        profile = cProfile.Profile(time.thread_time)
        for work in _works(arguments.subject, browser, shop):
            profile.runcall(work)
    pstats.Stats(profile).sort_stats(arguments.sort).print_stats(arguments.lines)


def _works(subject: str, browser: InProcessBrowser, shop: BenchShop) -> list[Callable[[], object]]:
    """What to run under the profile, warmed up."""
    if subject == "placing the order":
        return [_ready(browser, shop) for _ in range(ORDERS)]
    path = filtered(shop) if subject == "collection, kept" else cold_paths(shop)[subject]
    browser.get(path).due(200)
    return [lambda: browser.get(path)] * PAGES


def _ready(browser: InProcessBrowser, shop: BenchShop) -> Callable[[], object]:
    """A shopper at the review; what remains is the one request that places the order."""
    own = InProcessBrowser(browser.app)
    buyer = Buyer(own, shop)
    buyer.add(buyer.product_form())
    review = buyer.answer()
    return lambda: buyer.place(review)


if __name__ == "__main__":
    main()
