"""One style sheet per shop and version: fonts, tokens, theme.css and the sections' own sheets, minified."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .packages import Theme, ThemeError
from .tokens import custom_properties, tokens_for

VENDOR = Path(__file__).resolve().parents[2] / "static/vendor"
LAYERS = "@layer reset,tokens,base,layout,components,sections,utilities;"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r"(\"[^\"]*\"|'[^']*')")


@dataclass(frozen=True)
class Sheet:
    """A finished sheet; `hash` (12 hex) belongs in its address, which may then be kept for ever."""

    css: str
    hash: str


def build_sheet(
    theme: Theme,
    palette: str = "",
    changes: Mapping[str, str] | None = None,
    *,
    fonts: bool = True,
    vendor_url: str = "/static/vendor",
) -> Sheet:
    """The shop's sheet. `fonts=False` is for Save-Data: the same page in the reader's own letters."""
    tokens = custom_properties(tokens_for(theme, palette, changes))
    parts = [font_faces(theme.manifest.fonts, vendor_url)] if fonts else []
    parts += [LAYERS, f"@layer tokens{{{tokens}}}", theme_css(theme)]
    css = "".join(parts)
    return Sheet(css, hashlib.sha256(css.encode()).hexdigest()[:12])


@cache
def theme_css(theme: Theme) -> str:
    """theme.css and every section.css, minified; the same for all shops, so made once a process."""
    sections = "".join(theme.text(name) for name in theme.names("sections/*/section.css"))
    return minify(theme.text("assets/theme.css")) + (
        f"@layer sections{{{minify(sections)}}}" if sections else ""
    )


def font_faces(families: tuple[str, ...], vendor_url: str) -> str:
    """`@font-face` rules of vendored families. Raises ThemeError for a family that is not vendored."""
    known = vendor_index()
    unknown = [family for family in families if family not in known]
    if unknown:
        raise ThemeError(f"theme.toml: fonts: not vendored: {', '.join(unknown)}")
    return "".join(
        _face(known[family], face, vendor_url) for family in families for face in known[family]["faces"]
    )


@cache
def vendor_index() -> dict[str, Any]:
    """static/vendor/vendor.json."""
    index: dict[str, Any] = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))
    return index


def minify(css: str) -> str:
    """Drop comments and needless white space; strings stay as they are."""
    pieces = _STRING.split(_COMMENT.sub("", css))
    pieces[::2] = [_squeeze(piece) for piece in pieces[::2]]
    return "".join(pieces).strip()


def _squeeze(css: str) -> str:
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?", r"\1", css)
    return css.replace(": ", ":").replace(";}", "}")


def _face(family: Mapping[str, Any], face: Mapping[str, str], vendor_url: str) -> str:
    return (
        f"@font-face{{font-family:'{family['family']}';font-style:normal;font-weight:{face['weight']};"
        f"font-display:swap;src:url({vendor_url}/{family['folder']}/{face['file']}) format('woff2');"
        f"unicode-range:{face['unicode_range']}}}"
    )
