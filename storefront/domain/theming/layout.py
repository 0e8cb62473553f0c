"""What a page is made of: templates/NAME.json with the owner's differences laid over it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from .packages import Theme, ThemeError
from .schema import SectionSchema, section_schema

MAX_SECTIONS = 25
Changes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a section."""

    type: str
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a page; settings complete: the schema's, then the template's, then the owner's."""

    id: str
    type: str
    settings: Mapping[str, Any]
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """A page ready to draw."""

    template: str
    layout: str
    sections: tuple[Section, ...]


def page_layout(theme: Theme, template: str, changes: Changes | None = None) -> Layout:
    """The sections of a template in order; one the theme does not know is left out, not lost."""
    base = template_json(theme, template)
    known: dict[str, Any] = base["sections"]
    changed: Mapping[str, Any] = (changes or {}).get("sections", {})
    order = (changes or {}).get("order") or base["order"]
    added = {
        key: value for key, value in changed.items() if key not in known and value.get("type") in types(theme)
    }
    entries = known | added
    sections = [
        _section(theme, key, entries[key], changed.get(key, {}))
        for key in order
        if key in entries and not changed.get(key, {}).get("hidden")
    ]
    return Layout(template, base.get("layout", "base"), tuple(sections[:MAX_SECTIONS]))


@cache
def template_json(theme: Theme, template: str) -> dict[str, Any]:
    """templates/NAME.json, read once a process. Raises ThemeError for a page the theme cannot draw."""
    base = theme.json(f"templates/{template}.json")
    missing = [key for key in base.get("order", []) if key not in base.get("sections", {})]
    if missing or "order" not in base:
        raise ThemeError(
            f"{theme.id}: templates/{template}.json: order names no section {', '.join(missing)}"
        )
    return base


@cache
def types(theme: Theme) -> frozenset[str]:
    """Names of all section types of the theme and its parent."""
    return frozenset(name.split("/")[1] for name in theme.names("sections/*/section.html"))


def references(theme: Theme, layout: Layout) -> dict[str, set[str]]:
    """What settings point to, by type (collection, product, image, page, menu): ask once, then draw."""
    wanted: dict[str, set[str]] = {}
    for section in layout.sections:
        schema = section_schema(theme, section.type)
        for setting in schema.references():
            if value := section.settings.get(setting.id):
                wanted.setdefault(setting.type, set()).add(str(value))
    return wanted


def _section(theme: Theme, key: str, entry: Mapping[str, Any], change: Mapping[str, Any]) -> Section:
    schema = section_schema(theme, entry["type"])
    chosen = {**entry.get("settings", {}), **change.get("settings", {})}
    blocks = change.get("blocks", entry.get("blocks", []))[: schema.max_blocks]
    return Section(key, entry["type"], schema.complete(chosen), tuple(_blocks(schema, blocks)))


def _blocks(schema: SectionSchema, blocks: list[Mapping[str, Any]]) -> list[Block]:
    return [
        Block(block["type"], schema.blocks[block["type"]].complete(block.get("settings", {})))
        for block in blocks
        if block.get("type") in schema.blocks
    ]
