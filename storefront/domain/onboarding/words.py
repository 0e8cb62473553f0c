"""A page's words as plain text and back, for editing without a rich-text editor.

`## ` begins a heading, `- ` an item of a list, an empty line a paragraph.
"""

from __future__ import annotations

import html
import re

from markupsafe import escape

from storefront.infra.text import clean_multiline

KNOWN_TAGS = frozenset({"h2", "p", "ul", "li", "br"})
_TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
_OPENING = {"h2": "\n\n## ", "p": "\n\n", "ul": "\n", "li": "\n- ", "br": "\n"}


def is_plain(body: str) -> bool:
    """Whether the page can be edited as plain text without losing anything."""
    return {match.group(2) for match in _TAG.finditer(body)} <= KNOWN_TAGS


def to_plain(body: str) -> str:
    """The page's cleaned HTML as plain text."""
    text = _TAG.sub(lambda match: "" if match.group(1) else _OPENING.get(match.group(2), ""), body)
    return clean_multiline(html.unescape(text))


def to_html(text: str) -> str:
    """Plain text as HTML; it is cleaned again where it is kept."""
    return "".join(_block(block) for block in clean_multiline(text).split("\n\n") if block)


def _block(block: str) -> str:
    lines = block.split("\n")
    if lines[0].startswith("## "):
        rest = "\n".join(lines[1:])
        return f"<h2>{escape(lines[0][3:])}</h2>" + (_block(rest) if rest else "")
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{escape(line[2:])}</li>" for line in lines) + "</ul>"
    return "<p>" + "<br>".join(str(escape(line)) for line in lines) + "</p>"
