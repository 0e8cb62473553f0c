"""The shop's style sheet: made once for a choice of palette and colours, kept under its hash."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

from storefront.domain.theming.css import Sheet, build_sheet
from storefront.domain.theming.packages import get_theme

KEPT = 256
_FONT = re.compile(r"url\(/static/(vendor/[\w./-]+)\)")
_sheets: OrderedDict[str, str] = OrderedDict()
_lock = threading.Lock()


def sheet_for(
    theme_id: str, chosen: Mapping[str, Any], *, fonts: bool, static_url: Callable[[str], str]
) -> Sheet:
    """The sheet for what the owner chose; `static_url` gives a static file its hashed address."""
    changes = tuple(sorted(chosen.get("tokens", {}).items()))
    sheet = _made(theme_id, str(chosen.get("palette", "")), changes, fonts, static_url)
    with _lock:
        _sheets[sheet.hash] = sheet.css
        _sheets.move_to_end(sheet.hash)
        while len(_sheets) > KEPT:
            _sheets.popitem(last=False)
    return sheet


def known_sheet(digest: str) -> str | None:
    """A sheet made in this process, also one whose shop has changed since: pages still ask for it."""
    return _sheets.get(digest)


@lru_cache(maxsize=KEPT)
def _made(
    theme_id: str,
    palette: str,
    changes: tuple[tuple[str, str], ...],
    fonts: bool,
    static_url: Callable[[str], str],
) -> Sheet:
    made = build_sheet(get_theme(theme_id), palette, dict(changes), fonts=fonts)
    css = _FONT.sub(lambda found: f"url({static_url(found[1])})", made.css)
    return Sheet(css, sha256(css.encode()).hexdigest()[:12])
