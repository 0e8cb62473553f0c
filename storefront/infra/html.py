"""Rich text from outside made harmless: few tags, no styles, no scripts, only our own pictures."""

from __future__ import annotations

import html
import unicodedata

import nh3

from storefront.infra.text import clean, clean_multiline

TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "blockquote", "ul", "ol", "li"),
    *("strong", "b", "em", "i", "u", "s", "sub", "sup", "a", "img"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
OWN_MEDIA = "/media/"


def clean_html(text: str) -> str:
    """Safe HTML in NFC; text without any tag becomes paragraphs."""
    text = unicodedata.normalize("NFC", text)
    if "<" not in text:
        text = _paragraphs(text)
    return nh3.clean(
        text,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_own_pictures,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    ).strip()


def plain_text(markup: str) -> str:
    """The words of an HTML text on one line."""
    spaced = markup.replace("<", " <")
    return clean(html.unescape(nh3.clean(spaced, tags=set())))


def _paragraphs(text: str) -> str:
    blocks = [block for block in clean_multiline(html.unescape(text)).split("\n\n") if block]
    escaped = (html.escape(block, quote=False).replace("\n", "<br>") for block in blocks)
    return "".join(f"<p>{lines}</p>" for lines in escaped)


def _own_pictures(tag: str, attribute: str, value: str) -> str | None:
    foreign = tag == "img" and attribute == "src" and not value.startswith(OWN_MEDIA)
    return None if foreign else value
