"""Draw pages: compiled once a process, from drops and settings only."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from jinja2 import BaseLoader, ChainableUndefined, Environment, FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from .filters import HARMLESS, date_vi, link, money
from .layout import Changes, Section, page_layout
from .locales import translate, words
from .packages import Theme, get_theme

ASSETS_URL = "/_t/assets"
MAX_OUTPUT = 512 * 1024


class OutputTooLong(Exception):
    """A theme from outside wrote more than a page may hold."""


class Renderer:
    """One theme in one language. Keep it: templates are compiled at their first use and then stay."""

    def __init__(
        self, theme: Theme, locale: str = "vi", *, sandboxed: bool | None = None, strict: bool = False
    ):
        self.theme = theme
        self.locale = locale
        self.sandboxed = not theme.trusted if sandboxed is None else sandboxed
        self.env = environment(theme, locale, sandboxed=self.sandboxed, strict=strict)

    def render_page(self, template: str, context: Mapping[str, Any], changes: Changes | None = None) -> str:
        """A whole page. `context` holds `shop`, `meta` and the template's drop (drops.TEMPLATE_DROPS)."""
        layout = page_layout(self.theme, template, changes)
        content = Markup("").join(self._section(section, template, context) for section in layout.sections)
        return self._render(
            f"layouts/{layout.layout}.html", {**context, "content": content, "template": template}
        )

    def render_section(
        self, template: str, section_id: str, context: Mapping[str, Any], changes: Changes | None = None
    ) -> str:
        """One section alone, as the editor swaps it in. Raises KeyError for an unknown id."""
        layout = page_layout(self.theme, template, changes)
        by_id = {section.id: section for section in layout.sections}
        return str(self._section(by_id[section_id], template, context))

    def render_partial(self, name: str, **context: Any) -> str:
        """partials/NAME.html alone: the cart drawer, search suggestions."""
        return self._render(f"partials/{name}.html", context)

    def _section(self, section: Section, template: str, context: Mapping[str, Any]) -> Markup:
        values = {
            **context,
            "section": section,
            "settings": self._worded(section.settings),
            "template": template,
        }
        values["blocks"] = [
            {"type": block.type, "settings": self._worded(block.settings)} for block in section.blocks
        ]
        return Markup(self._render(f"sections/{section.type}/section.html", values))

    def _worded(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Settings with `t:key` defaults put into words; an owner may type one, harmlessly."""
        known = words(self.theme, self.locale)
        return {
            key: translate(known, value[2:]) if isinstance(value, str) and value.startswith("t:") else value
            for key, value in settings.items()
        }

    def _render(self, path: str, values: Mapping[str, Any]) -> str:
        template = self.env.get_template(path)
        return bounded(template.generate(values)) if self.sandboxed else template.render(values)


def environment(theme: Theme, locale: str, *, sandboxed: bool, strict: bool) -> Environment:
    """A Jinja environment that knows only the theme's files, our filters and no Python of ours."""
    kind = ImmutableSandboxedEnvironment if sandboxed else Environment
    env = kind(
        loader=_loader(theme),
        autoescape=True,
        undefined=StrictUndefined if strict else ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    known = words(theme, locale)

    def t(key: str, **places: object) -> str:
        return translate(known, key, **places)

    def asset(name: str) -> str:
        return f"{ASSETS_URL}/{theme.id}/{theme.assets[name]}"

    ours = {"money": money, "date_vi": date_vi, "link": link, "t": t, "asset": asset}
    env.filters = {name: env.filters[name] for name in HARMLESS} | ours
    env.globals = {"range": env.globals["range"], "t": t, "asset": asset, "locale": locale}
    return env


@cache
def get_renderer(theme_id: str, locale: str = "vi", *, sandboxed: bool | None = None) -> Renderer:
    """The process's renderer for an installed theme and language."""
    return Renderer(get_theme(theme_id), locale, sandboxed=sandboxed)


def bounded(pieces: Iterable[str]) -> str:
    """Join what a template yields. Raises OutputTooLong past 512 KiB."""
    written: list[str] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > MAX_OUTPUT:
            raise OutputTooLong(f"more than {MAX_OUTPUT // 1024} KiB")
        written.append(piece)
    return "".join(written)


def _loader(theme: Theme) -> BaseLoader:
    return FileSystemLoader([str(folder) for folder in theme.folders])
