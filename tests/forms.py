"""Forms of a page as a browser without JavaScript would send them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """One form: where it goes, what it would send untouched, and which values its choices offer."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, **typed: str) -> dict[str, str]:
        """What is sent after typing; every name must be a field of the form."""
        unknown = set(typed) - set(self.values) - set(self.offered)
        assert not unknown, f"the form {self.action} has no {unknown}: it has {sorted(self.values)}"
        return {**self.values, **typed}


def forms(html: str) -> list[Form]:
    """Every form of a page, in order."""
    reader = _Reader()
    reader.feed(html)
    return reader.found


def form_to(html: str, path_end: str) -> Form:
    """The one form whose address ends so."""
    fitting = [form for form in forms(html) if form.action.partition("?")[0].endswith(path_end)]
    assert fitting, f"no form to {path_end} among {[form.action for form in forms(html)]}"
    return fitting[0]


def has_form(html: str, path_end: str) -> bool:
    """Whether the page holds a form whose address ends so."""
    return any(form.action.partition("?")[0].endswith(path_end) for form in forms(html))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._form: Form | None = None
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value if value is not None else name for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.found.append(self._form)
        elif self._form is None:
            return
        elif tag == "input":
            self._input(self._form, given)
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "option" and self._select and "disabled" not in given:
            self._option(self._form, given)
        elif tag == "textarea":
            self._textarea = given.get("name", "")
            self._form.values[self._textarea] = ""

    def _input(self, form: Form, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if not name or "disabled" in given:
            return
        if given.get("type") in ("radio", "checkbox"):
            form.offered.setdefault(name, []).append(value)
            if "checked" in given:
                form.values[name] = value
        elif given.get("type") not in ("submit", "button", "image", "file"):
            form.values[name] = value

    def _option(self, form: Form, given: dict[str, str]) -> None:
        value = given.get("value", "")
        form.offered.setdefault(self._select, []).append(value)
        if "selected" in given or self._select not in form.values:
            form.values[self._select] = value

    def handle_data(self, data: str) -> None:
        if self._form and self._textarea:
            self._form.values[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""
