"""`theme check`: what an author must mend before a shop may use a theme, each finding with its remedy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

from jinja2 import TemplateError

from .contrast import is_colour
from .drops import TEMPLATE_DROPS
from .html_check import page_faults
from .layout import page_layout, template_json
from .locales import words
from .packages import Theme, ThemeError, load_theme
from .render import OutputTooLong, Renderer, environment
from .samples import SIZES, sample_contexts
from .schema import section_schema
from .tokens import COLOURS, OTHERS, contrast_faults, is_valid, palettes, tokens_for

Level = Literal["error", "warning", "hint"]
SIZE_LIMITS = {"assets/*.css": 40 * 1024, "assets/*.js": 20 * 1024}
TEXT_LIMIT = 256 * 1024
EXTENSIONS = frozenset(
    [".html", ".json", ".toml", ".css", ".svg", ".woff2", ".webp", ".avif", ".png", ".jpg", ".js", ".py"]
)
_USED_KEY = re.compile(r"""\bt\(\s*["']([a-z0-9_.]+)["']|"t:([a-z0-9_.]+)\"""")
_NAME = re.compile(r"[a-z0-9/_.-]+\Z")


@dataclass(frozen=True)
class Finding:
    """One thing to mend: where, which rule, what to do."""

    level: Level
    file: str
    rule: str
    message: str


def check(path: Path) -> list[Finding]:
    """Everything found in a theme folder, errors first; an empty list means a shop may use it."""
    try:
        theme = load_theme(path, trusted=False)
    except ThemeError as error:
        return [Finding("error", "theme.toml", "manifest", str(error))]
    found = list(
        chain(_files(path), _tokens(theme), _sections(theme), _words(theme), _compiles(theme), _source(path))
    )
    if not any(finding.level == "error" for finding in found):
        found += _pages(theme)
    return sorted(found, key=lambda finding: ("error", "warning", "hint").index(finding.level))


def _files(path: Path) -> Iterator[Finding]:
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path).as_posix()
        if file.is_symlink() or not _NAME.match(name):
            yield Finding(
                "error", name, "name", "use small letters, digits, - and _ only, and no links to other files"
            )
        elif file.is_file() and file.suffix not in EXTENSIONS:
            yield Finding(
                "error", name, "extension", f"remove it: {file.suffix or 'a bare name'} is not a theme's file"
            )
        elif (
            file.is_file()
            and file.suffix in (".html", ".json", ".css", ".svg")
            and file.stat().st_size > TEXT_LIMIT
        ):
            yield Finding("error", name, "size", "make it smaller than 256 KiB")
    for pattern, limit in SIZE_LIMITS.items():
        for file in path.glob(pattern):
            if file.stat().st_size > limit:
                yield Finding(
                    "error", f"assets/{file.name}", "size", f"make it smaller than {limit // 1024} KiB"
                )


def _tokens(theme: Theme) -> Iterator[Finding]:
    for palette in palettes(theme) or [""]:
        tokens = tokens_for(theme, palette)
        file = f"styles/{palette}.json" if palette else "tokens.json"
        missing = [name for name in (*COLOURS, *OTHERS) if name not in tokens]
        wrong = [name for name, value in tokens.items() if not is_valid(name, value)]
        if missing or wrong:
            yield Finding("error", file, "tokens", f"missing: {missing}; not a token or value: {wrong}")
        elif all(is_colour(tokens[name]) for name in COLOURS):
            for fault in contrast_faults(tokens):
                pair = f"{fault.colour} on {fault.ground}"
                remedy = f"{pair} is {fault.ratio:.1f}:1, needs {fault.needed}; try {fault.suggestion}"
                yield Finding("error", file, "contrast", remedy)


def _sections(theme: Theme) -> Iterator[Finding]:
    for name in theme.names("sections/*/section.html"):
        try:
            section_schema(theme, name.split("/")[1])
        except (ThemeError, KeyError, TypeError) as error:
            yield Finding("error", name.replace("section.html", "schema.json"), "schema", str(error))
    for template in TEMPLATE_DROPS:
        try:
            template_json(theme, template)
            page_layout(theme, template)
        except (ThemeError, KeyError, TypeError) as error:
            yield Finding("error", f"templates/{template}.json", "template", str(error))


def _words(theme: Theme) -> Iterator[Finding]:
    vi, en = (theme.merged_json(f"locales/{locale}.json") for locale in ("vi", "en"))
    for key in sorted(vi.keys() ^ en.keys()):
        lacking = "vi" if key in en else "en"
        yield Finding("error", f"locales/{lacking}.json", "words", f"add {key}")
    used = used_keys(theme)
    for key in sorted(used - vi.keys()):
        yield Finding("error", "locales/vi.json", "words", f"add {key}, which the theme uses")
    for key in sorted(vi.keys() - used):
        if not key.startswith("editor."):
            yield Finding("hint", "locales/vi.json", "words", f"{key} is never used")


def used_keys(theme: Theme) -> set[str]:
    """Keys of words that templates, schemas and tokens ask for."""
    files = chain.from_iterable(
        theme.names(p) for p in ("**/*.html", "sections/*/schema.json", "templates/*.json", "tokens.json")
    )
    return {one or two for file in files for one, two in _USED_KEY.findall(theme.text(file))}


def _compiles(theme: Theme) -> Iterator[Finding]:
    env = environment(theme, "vi", sandboxed=True, strict=True)
    for name in theme.names("**/*.html"):
        try:
            env.get_template(name)
        except TemplateError as error:
            line = getattr(error, "lineno", 0)
            yield Finding("error", f"{name}:{line}", "compile", str(error.message))


def _source(path: Path) -> Iterator[Finding]:
    for file in sorted(path.rglob("*.html")):
        if re.search(r"\|\s*safe\b", file.read_text(encoding="utf-8")):
            yield Finding(
                "error", file.relative_to(path).as_posix(), "safe", "remove |safe: rich text comes cleaned"
            )
    for file in sorted(path.rglob("*.css")):
        css = file.read_text(encoding="utf-8")
        for rule in ("@import", "expression(", "url(http", "url(//", "url('http", 'url("http'):
            if rule in css:
                yield Finding(
                    "error",
                    file.relative_to(path).as_posix(),
                    "css",
                    f"remove {rule}: nothing from elsewhere",
                )


def _pages(theme: Theme) -> Iterator[Finding]:
    for locale in ("vi", "en"):
        renderer = Renderer(theme, locale, sandboxed=True, strict=True)
        for size in SIZES:
            for template, context in sample_contexts(size).items():
                try:
                    html = renderer.render_page(template, context)
                except (TemplateError, ThemeError, OutputTooLong, KeyError, TypeError, ValueError) as error:
                    yield Finding("error", f"templates/{template}.json", "render", f"{size} shop: {error}")
                    continue
                for fault in page_faults(html, known_words=words(theme, locale)):
                    yield Finding("error", f"templates/{template}.json", "html", f"{size} shop: {fault}")
