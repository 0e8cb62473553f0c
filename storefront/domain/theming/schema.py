"""schema.json of a section: what an owner may set (for authors: themes/schema/section.json)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from .packages import Theme, ThemeError

MAX_SETTINGS = 12
MAX_BLOCKS = 20
CONTENT_TYPES = frozenset({"collection", "product", "products", "image", "page", "menu"})
TYPES = CONTENT_TYPES | frozenset(
    [
        "text",
        "textarea",
        "richtext",
        "number",
        "range",
        "checkbox",
        "select",
        "radio",
        "colour_role",
        "link",
        "phone",
        "date",
        "header",
        "note",
    ]
)
_NUMBERS = frozenset({"number", "range"})
_CHOICES = frozenset({"select", "radio"})


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing an owner may change; `options` are values of a select or radio."""

    id: str
    type: str
    label: str
    default: Any = ""
    help: str = ""
    minimum: float | None = None
    maximum: float | None = None
    options: tuple[str, ...] = ()

    def accepts(self, value: Any) -> bool:
        """Whether the value may be used; a page falls back on the default for any other."""
        if self.type == "checkbox":
            return isinstance(value, bool)
        if self.type in _NUMBERS:
            return isinstance(value, int | float) and not isinstance(value, bool) and self._within(value)
        if self.type in _CHOICES:
            return value in self.options
        if self.type == "products":
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
        return isinstance(value, str)

    def _within(self, value: float) -> bool:
        above = self.minimum is None or value >= self.minimum
        return above and (self.maximum is None or value <= self.maximum)


@dataclass(frozen=True, slots=True)
class BlockSchema:
    """The settings of a section or of one block type."""

    name: str
    settings: tuple[Setting, ...] = ()

    def complete(self, chosen: Mapping[str, Any]) -> dict[str, Any]:
        """Every setting: the chosen value where it is valid, else the default."""
        return {
            setting.id: chosen[setting.id]
            if setting.id in chosen and setting.accepts(chosen[setting.id])
            else setting.default
            for setting in self.settings
            if setting.type not in ("header", "note")
        }


@dataclass(frozen=True, slots=True)
class SectionSchema(BlockSchema):
    """A section's schema; `templates` empty means it may stand on any page."""

    templates: tuple[str, ...] = ()
    max_blocks: int = MAX_BLOCKS
    blocks: Mapping[str, BlockSchema] = field(default_factory=dict)

    def references(self) -> Iterator[Setting]:
        """Settings that point to the shop's content."""
        return (setting for setting in self.settings if setting.type in CONTENT_TYPES)


@cache
def section_schema(theme: Theme, section_type: str) -> SectionSchema:
    """sections/NAME/schema.json, read once a process. Raises ThemeError with file and fault."""
    path = f"sections/{section_type}/schema.json"
    data = theme.json(path)
    faults = list(schema_faults(data))
    if faults:
        raise ThemeError(f"{theme.id}: {path}: {faults[0]}")
    return SectionSchema(
        name=data["name"],
        settings=tuple(_setting(item) for item in data.get("settings", [])),
        templates=tuple(data.get("templates", ())),
        max_blocks=data.get("max_blocks", MAX_BLOCKS),
        blocks={
            item["type"]: BlockSchema(item["name"], tuple(_setting(one) for one in item.get("settings", [])))
            for item in data.get("blocks", [])
        },
    )


def schema_faults(data: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a schema, in words an author can act on."""
    if not isinstance(data.get("name"), str):
        yield "name is missing"
    if data.get("max_blocks", 0) > MAX_BLOCKS:
        yield f"max_blocks may be {MAX_BLOCKS} at most"
    yield from _settings_faults(data.get("settings", []), "settings")
    for block in data.get("blocks", []):
        if not {"type", "name"} <= block.keys():
            yield "a block needs type and name"
        yield from _settings_faults(block.get("settings", []), f"block {block.get('type')}")


def _settings_faults(settings: list[Mapping[str, Any]], where: str) -> Iterator[str]:
    if len(settings) > MAX_SETTINGS:
        yield f"{where}: {MAX_SETTINGS} settings at most"
    ids = [item.get("id") for item in settings]
    if len(set(ids)) != len(ids):
        yield f"{where}: an id stands twice"
    for item in settings:
        if not {"id", "type", "label"} <= item.keys():
            yield f"{where}: a setting needs id, type and label"
        elif item["type"] not in TYPES:
            yield f"{where}: {item['id']}: unknown type {item['type']}"
        elif not _setting(item).accepts(_setting(item).default):
            yield f"{where}: {item['id']}: its default is not one of its own values"


def _setting(item: Mapping[str, Any]) -> Setting:
    defaults: dict[str, Any] = {"checkbox": False, "number": 0, "range": 0, "products": []}
    return Setting(
        id=item["id"],
        type=item["type"],
        label=item["label"],
        default=item.get("default", defaults.get(item["type"], "")),
        help=item.get("help", ""),
        minimum=item.get("min"),
        maximum=item.get("max"),
        options=tuple(option["value"] for option in item.get("options", [])),
    )
