"""Rich text written in a plain box: blank lines, "## " headings, "- " and "1. " lists, **bold**, *italic*.

Whatever the box cannot say (tables, pictures) is shown as the HTML it is, so that nothing gets lost.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from storefront.infra.html import clean_html
from storefront.infra.text import clean_multiline

_LINK = re.compile(r"\[([^\]\n]+)\]\(((?:https?://|/|mailto:|tel:)[^\s)]+)\)")
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_ITALIC = re.compile(r"(?<!\*)\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?!\*)")
_LISTS = {"ul": re.compile(r"[-•] +(.*)"), "ol": re.compile(r"\d{1,3}[.)] +(.*)")}
_HEADING = re.compile(r"(#{2,4}) +(.*)")
_PLAIN_BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol"}
_INLINE = {"strong": "**", "b": "**", "em": "*", "i": "*"}


def to_html(text: str) -> str:
    """Safe HTML of what was typed; text that begins with a tag is taken as HTML."""
    text = clean_multiline(text)
    if text.startswith("<"):
        return clean_html(text)
    blocks = (_block(block) for block in re.split(r"\n\s*\n", text) if block.strip())
    return clean_html("".join(blocks)) if text else ""


def to_text(markup: str) -> str:
    """What to show in the box for this HTML."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    text = clean_multiline("\n\n".join(block for block in reader.blocks if block))
    return text if not reader.beyond and _same(to_html(text), markup) else markup


def _block(block: str) -> str:
    lines = [line.strip() for line in block.strip().split("\n")]
    heading = _HEADING.fullmatch(lines[0])
    if heading:
        level = len(heading[1])
        rest = _block("\n".join(lines[1:])) if lines[1:] else ""
        return f"<h{level}>{_inline(heading[2])}</h{level}>{rest}"
    for tag, mark in _LISTS.items():
        items = [mark.fullmatch(line) for line in lines]
        if all(items):
            return (
                f"<{tag}>" + "".join(f"<li>{_inline(item[1])}</li>" for item in items if item) + f"</{tag}>"
            )
    return "<p>" + "<br>".join(_inline(line) for line in lines) + "</p>"


def _inline(line: str) -> str:
    safe = html.escape(line, quote=True)
    safe = _LINK.sub(r'<a href="\2">\1</a>', safe)
    return _ITALIC.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", safe))


def _same(ours: str, theirs: str) -> bool:
    return _usual(clean_html(ours)) == _usual(clean_html(theirs))


def _usual(markup: str) -> str:
    for rare, usual in (("b", "strong"), ("i", "em")):
        markup = markup.replace(f"<{rare}>", f"<{usual}>").replace(f"</{rare}>", f"</{usual}>")
    return re.sub(r"\s+", "", markup)


class _Reader(HTMLParser):
    """Reads HTML back into the box's marks; `beyond` is set by a tag the box has no mark for."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.beyond = False
        self._list: list[str] = []
        self._href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _PLAIN_BLOCKS:
            self.blocks.append("#" * int(tag[1]) + " " if tag in ("h2", "h3", "h4") else "")
            self._list = [tag, "0"] if tag in ("ul", "ol") else []
        elif tag == "li" and self._list:
            number = int(self._list[1]) + 1
            self._list[1] = str(number)
            self._say(("\n" if number > 1 else "") + ("- " if self._list[0] == "ul" else f"{number}. "))
        elif tag == "br":
            self._say("\n")
        elif tag in _INLINE:
            self._say(_INLINE[tag])
        elif tag == "a":
            self._href = dict(attrs).get("href") or ""
            self._say("[")
        else:
            self.beyond = True

    def handle_endtag(self, tag: str) -> None:
        if tag in _INLINE:
            self._say(_INLINE[tag])
        elif tag == "a":
            self._say(f"]({self._href})")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self._say(data.replace("\n", " "))

    def _say(self, text: str) -> None:
        if not self.blocks:
            self.blocks.append("")
        self.blocks[-1] += text
