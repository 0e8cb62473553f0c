"""Faults of a drawn page that any theme must be free of, found with the standard library's parser."""

from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "rect",
        "path",
        "circle",
    ]
)
CONTROLS = frozenset({"input", "select", "textarea"})
UNLABELLED = frozenset({"hidden", "submit", "button"})
Attributes = dict[str, str]


class Page(HTMLParser):
    """Reads a page once and keeps what the rules ask about."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.elements: list[tuple[str, Attributes, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes, "label" in self.open))
        if len(attributes) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}, "label" in self.open))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes nothing that is open (line {self.getpos()[0]})")
        else:
            self.open.pop()


def page_faults(html: str, *, known_words: Iterable[str] = ()) -> list[str]:
    """Sentences saying what is wrong; none for a sound page. `known_words` are keys that must not show."""
    page = Page()
    page.feed(html)
    page.close()
    faults = [*page.faults, *(f"<{tag}> is never closed" for tag in page.open)]
    for tag, attributes, _ in page.elements:
        faults += _element_faults(tag, attributes)
    faults += _label_faults(page)
    faults += _whole_faults(page)
    faults += [f"the key {key} shows instead of words" for key in known_words if f">{key}<" in html]
    return faults


def _element_faults(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    for name in attributes:
        if name == "style" or name.startswith("on") or name.startswith("hx-on"):
            yield f"<{tag} {name}>: no inline style or script"
    if tag == "style" or (
        tag == "script" and "src" not in attributes and "json" not in attributes.get("type", "")
    ):
        yield f"<{tag}>: no inline style or script"
    if tag == "img" and not {"alt", "width", "height"} <= attributes.keys():
        yield "an <img> lacks alt, width or height"
    yield from _address_faults(tag, attributes)


def _address_faults(tag: str, attributes: Mapping[str, str]) -> Iterator[str]:
    if attributes.get("rel") in ("canonical", "alternate"):
        return
    for name in ("href",) if tag == "link" else ("src", "srcset"):
        if attributes.get(name, "").startswith(("http:", "https:", "//")):
            yield f"<{tag} {name}>: nothing may be fetched from elsewhere"


def _label_faults(page: Page) -> Iterator[str]:
    labelled = {
        attributes["for"] for tag, attributes, _ in page.elements if tag == "label" and "for" in attributes
    }
    for tag, attributes, inside_label in page.elements:
        needs = tag in CONTROLS and attributes.get("type") not in UNLABELLED
        if needs and not (inside_label or "aria-label" in attributes or attributes.get("id") in labelled):
            yield f"<{tag} name={attributes.get('name')}> has no label"


def _whole_faults(page: Page) -> Iterator[str]:
    tags = [tag for tag, *_ in page.elements]
    if tags.count("h1") != 1:
        yield f"{tags.count('h1')} <h1> on the page, one is right"
    if "main" not in tags or "title" not in tags:
        yield "<main> or <title> is missing"
    ids = [attributes["id"] for _, attributes, _ in page.elements if "id" in attributes]
    for twice in sorted({value for value in ids if ids.count(value) > 1}):
        yield f"the id {twice} stands twice"
    if not any(tag == "html" and attributes.get("lang") for tag, attributes, _ in page.elements):
        yield "<html> has no lang"
