"""The registry of bank feeds: a code names a class that is loaded when it is first asked for."""

from functools import cache
from importlib.metadata import EntryPoint, entry_points

from storefront.adapters.bank_feeds.base import BankFeed, GatewayError

GROUP = "storefront.bank_feeds"

BUILT_IN = {
    "sepay": "storefront.adapters.bank_feeds.sepay:Sepay",
    "casso": "storefront.adapters.bank_feeds.casso:Casso",
    "payos": "storefront.adapters.bank_feeds.payos:PayosFeed",
    "practice": "storefront.adapters.bank_feeds.practice:PracticeFeed",
}


class UnknownFeed(GatewayError):
    """No built-in or installed feed has this code."""

    code = "unknown_bank_feed"


@cache
def bank_feed(code: str) -> type[BankFeed]:
    """A feed's class, made with a shop's settings: `bank_feed("sepay")(values)`. Raises UnknownFeed."""
    entry = _entries().get(code)
    if entry is None:
        raise UnknownFeed(code)
    loaded: type[BankFeed] = entry.load()
    return loaded


def bank_feed_codes() -> tuple[str, ...]:
    """Codes of all feeds, built-in ones first; none is loaded by asking."""
    return tuple(_entries())


@cache
def _entries() -> dict[str, EntryPoint]:
    """An installed package may add feeds, never replace a built-in one."""
    built_in = {code: EntryPoint(code, target, GROUP) for code, target in BUILT_IN.items()}
    return built_in | {entry.name: entry for entry in entry_points(group=GROUP) if entry.name not in built_in}
