"""Rules for templates that a reader of the page would notice: no hard-wired words, no inline script or style.

    python tools/templates.py [PATH ...]     one line a finding, exit code 1 if there is one

A template is cut into HTML and Jinja by Jinja's own lexer; what is left of the HTML is walked.
"""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("storefront/templates", "storefront/themes")
SPOKEN_ATTRIBUTES = {
    "placeholder",
    "title",
    "alt",
    "label",
    "aria-label",
    "aria-description",
    "aria-roledescription",
}
BUTTONS = {"submit", "button", "reset"}
DATA_SCRIPTS = {"application/ld+json", "application/json", "speculationrules"}
IMAGE_NEEDS = ("alt", "width", "height")
# Names that are the same in every language, and each language's own name for itself.
SAME_EVERYWHERE = {"VietQR", "Zalo", "Facebook", "TikTok", "QR", "SKU", "PDF", "CSV", "Tiếng Việt", "English"}
OUTPUT = "\ufffc"
LETTER = re.compile(r"[^\W\d_]")
JINJA = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"])


def main(arguments: list[str]) -> int:
    paths = [Path(argument) for argument in arguments] or list(all_templates(ROOT))
    found = [f"{shown(path)}:{line}" for path in paths for line in problems(path)]
    print("\n".join([*found, f"templates: {len(paths)} read, {len(found)} findings"]))
    return 1 if found else 0


def all_templates(root: Path) -> Iterator[Path]:
    for place in PLACES:
        for suffix in (".html", ".txt"):
            yield from sorted((root / place).rglob(f"*{suffix}"))


def problems(path: Path) -> list[str]:
    """Findings as `line: what`, in the order of the file."""
    html = without_jinja(path.read_text(encoding="utf-8"))
    if path.suffix == ".txt":
        return [f"{n}: {hard_wired(t)}" for n, t in enumerate(html.splitlines(), 1) if is_spoken(t)]
    walker = Walker(styles_allowed="email" in path.parts)
    walker.feed(html)
    walker.close()
    return walker.found


def without_jinja(source: str) -> str:
    """The HTML alone, on its own lines: an output becomes one odd letter, in a tag's place a made-up tag."""
    html = Html()
    statement: list[str] = []
    for line, kind, text in JINJA.lex(source):
        html.reach(line)
        if kind == "data":
            html.add_data(text)
        elif kind == "variable_begin":
            html.text += "x-output" if html.text.endswith(("<", "</")) else OUTPUT
        elif kind == "block_begin":
            statement = []
        elif kind == "block_end":
            html.add_statement(statement)
        elif kind != "whitespace":
            statement.append(text)
    return html.text


class Html:
    """Grows while a template is read; knows whether it stands in a translation or in part of a tag."""

    def __init__(self) -> None:
        self.text = ""
        self.translated = False
        self.closing = ""

    def reach(self, line: int) -> None:
        self.text += "\n" * (line - 1 - self.text.count("\n"))

    def add_data(self, data: str) -> None:
        self.text += "\n" * data.count("\n") if self.translated else data

    def add_statement(self, words: list[str]) -> None:
        """A block, macro or set that is named for a tag's attributes is read as lying in a tag."""
        match words:
            case ["trans" | "endtrans" as word, *_]:
                self.translated = word == "trans"
            case ["block" | "set", name] | ["macro", name, "(", *_] if not self.in_tag():
                self.open_part(name)
            case ["endblock" | "endset" | "endmacro", *_]:
                self.text += self.closing
                self.closing = ""

    def open_part(self, name: str) -> None:
        if name.endswith(("attributes", "attrs")):
            self.text, self.closing = self.text + "<x-part ", ">"
        elif name.endswith(("class", "classes")):
            self.text, self.closing = self.text + '<x-part class="', '">'

    def in_tag(self) -> bool:
        return self.text.rfind("<") > self.text.rfind(">")


class Walker(HTMLParser):
    """Collects findings with their lines."""

    def __init__(self, *, styles_allowed: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.styles_allowed = styles_allowed
        self.found: list[str] = []
        self.silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.check_code(tag, attributes)
        self.check_words(tag, attributes)
        if tag == "img":
            for name in IMAGE_NEEDS:
                if name not in attributes:
                    self.report(f"<img> without {name}")
        if tag in ("script", "style"):
            self.silent = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""

    def handle_data(self, data: str) -> None:
        if not self.silent:
            for offset, text in enumerate(data.split("\n")):
                if is_spoken(text):
                    self.report(hard_wired(text), offset)

    def check_code(self, tag: str, attributes: dict[str, str]) -> None:
        """The content security policy forbids all of these; mails need their styles inline."""
        if tag == "script" and "src" not in attributes and attributes.get("type") not in DATA_SCRIPTS:
            self.report("inline <script>")
        if tag == "style" and not self.styles_allowed:
            self.report("inline <style>")
        if "style" in attributes and not self.styles_allowed:
            self.report(f"style= on <{tag}>")
        for name in attributes:
            if name.startswith("on"):
                self.report(f"{name}= on <{tag}>")

    def check_words(self, tag: str, attributes: dict[str, str]) -> None:
        spoken = SPOKEN_ATTRIBUTES & attributes.keys()
        if tag == "input" and attributes.get("type") in BUTTONS:
            spoken |= {"value"} & attributes.keys()
        if tag == "meta" and attributes.get("name") == "description":
            spoken |= {"content"} & attributes.keys()
        for name in sorted(spoken):
            if is_spoken(attributes[name]):
                self.report(f"{name}=: {hard_wired(attributes[name])}")

    def report(self, what: str, offset: int = 0) -> None:
        self.found.append(f"{self.getpos()[0] + offset}: {what}")


def is_spoken(text: str) -> bool:
    """Letters that a reader would see, beside outputs and names that are the same in every language."""
    return text.strip() not in SAME_EVERYWHERE and bool(LETTER.search(text))


def hard_wired(text: str) -> str:
    return f"hard-wired text {text.strip()[:60]!r}"


def shown(path: Path) -> str:
    absolute = path.resolve()
    return str(absolute.relative_to(ROOT)) if absolute.is_relative_to(ROOT) else str(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
