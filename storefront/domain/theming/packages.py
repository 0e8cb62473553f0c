"""Find themes and read their files; a child theme's file wins over its parent's, path by path."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import metadata, resources
from pathlib import Path
from typing import Any

BUILT_IN = Path(__file__).resolve().parents[2] / "themes"
ENTRY_POINTS = "storefront.themes"
API = "1"


class ThemeError(Exception):
    """A theme's own file is missing or wrong; the message names file and remedy."""


@dataclass(frozen=True)
class Manifest:
    """theme.toml: `name` by language, `fonts` are families of static/vendor, sizes in px."""

    id: str
    name: Mapping[str, str]
    version: str
    api: str = API
    author: str = ""
    licence: str = ""
    parent: str = ""
    preview: str = ""
    industries: tuple[str, ...] = ()
    fonts: tuple[str, ...] = ()
    image_sizes: tuple[int, ...] = (240, 360, 480, 720, 960, 1200)


@dataclass(frozen=True, eq=False)
class Theme:
    """One theme with the folders to look in: its own first, then its parent's."""

    manifest: Manifest
    folders: tuple[Path, ...]
    trusted: bool = True

    @property
    def id(self) -> str:
        return self.manifest.id

    def find(self, path: str) -> Path | None:
        """The file at this path, the child's before the parent's; None when neither has it."""
        return next((file for folder in self.folders if (file := folder / path).is_file()), None)

    def require(self, path: str) -> Path:
        """The file at this path. Raises ThemeError when there is none."""
        file = self.find(path)
        if file is None:
            raise ThemeError(f"{self.id}: {path} is missing here and in the parent theme")
        return file

    def text(self, path: str) -> str:
        """The text of a file. Raises ThemeError when there is none."""
        return self.require(path).read_text(encoding="utf-8")

    def json(self, path: str) -> dict[str, Any]:
        """A JSON object of the theme. Raises ThemeError when it is missing or no object."""
        return parse_object(self.text(path), f"{self.id}: {path}")

    def merged_json(self, path: str) -> dict[str, Any]:
        """The object at this path with the parent's keys below the child's (tokens, locales, palettes)."""
        merged: dict[str, Any] = {}
        for folder in reversed(self.folders):
            file = folder / path
            if file.is_file():
                own = parse_object(file.read_text(encoding="utf-8"), f"{self.id}: {path}")
                merged |= {key: _under(merged.get(key), value) for key, value in own.items()}
        return merged

    def names(self, pattern: str) -> list[str]:
        """Sorted relative paths that match, in the theme or its parent."""
        return sorted(
            {file.relative_to(folder).as_posix() for folder in self.folders for file in folder.glob(pattern)}
        )

    @cached_property
    def assets(self) -> Mapping[str, str]:
        """Asset name -> name with its content hash, e.g. `theme.js` -> `theme.1a2b3c4d.js`."""
        return {name.removeprefix("assets/"): hashed_name(self, name) for name in self.names("assets/*.*")}

    def asset_file(self, hashed: str) -> Path | None:
        """The file behind a hashed asset name, or None when no asset has that name and content."""
        name = next((name for name, known in self.assets.items() if known == hashed), None)
        return self.find(f"assets/{name}") if name else None


def _under(base: Any, own: Any) -> Any:
    return base | own if isinstance(base, dict) and isinstance(own, dict) else own


def parse_object(text: str, where: str) -> dict[str, Any]:
    """A JSON object out of text. Raises ThemeError naming the place."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ThemeError(f"{where}: line {error.lineno}: {error.msg}") from error
    if not isinstance(value, dict):
        raise ThemeError(f"{where}: must be a JSON object")
    return value


def hashed_name(theme: Theme, path: str) -> str:
    """`name.<8 hex of the content>.ext`."""
    file = theme.require(path)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
    return f"{file.stem}.{digest}{file.suffix}"


def read_manifest(folder: Path) -> Manifest:
    """theme.toml of one folder. Raises ThemeError when it is missing, unreadable or for another api."""
    file = folder / "theme.toml"
    if not file.is_file():
        raise ThemeError(f"{folder.name}: theme.toml is missing")
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ThemeError(f"{folder.name}: theme.toml: {error}") from error
    missing = {"id", "name", "version", "api"} - data.keys()
    if missing:
        raise ThemeError(f"{folder.name}: theme.toml: add {', '.join(sorted(missing))}")
    unknown = data.keys() - Manifest.__dataclass_fields__.keys()
    if unknown:
        raise ThemeError(f"{folder.name}: theme.toml: unknown {', '.join(sorted(unknown))}")
    if data["api"] != API:
        raise ThemeError(f'{folder.name}: theme.toml: api must be "{API}"')
    lists = {key: tuple(value) for key, value in data.items() if isinstance(value, list)}
    return Manifest(**(data | lists))


def load_theme(folder: Path, *, trusted: bool = True) -> Theme:
    """The theme in a folder, with its parent (one level) when the manifest names one."""
    manifest = read_manifest(folder)
    if not manifest.parent:
        return Theme(manifest, (folder,), trusted)
    parent_folder = theme_folders().get(manifest.parent)
    if parent_folder is None:
        raise ThemeError(f"{manifest.id}: there is no theme {manifest.parent} to be its parent")
    parent = read_manifest(parent_folder)
    inherited = manifest.__dict__ | {
        key: getattr(parent, key) for key in ("fonts",) if not getattr(manifest, key)
    }
    return Theme(Manifest(**inherited), (folder, parent_folder), trusted)


@cache
def theme_folders() -> Mapping[str, Path]:
    """Theme id -> folder: the built-in ones, then those of installed packages (group `storefront.themes`)."""
    folders = {
        folder.name: folder for folder in sorted(BUILT_IN.iterdir()) if (folder / "theme.toml").is_file()
    }
    for point in metadata.entry_points(group=ENTRY_POINTS):
        folders.setdefault(point.name, Path(str(resources.files(point.value))))
    return folders


@cache
def get_theme(theme_id: str) -> Theme:
    """The installed theme of that id, read once a process. Raises ThemeError when it is not installed."""
    folder = theme_folders().get(theme_id)
    if folder is None:
        raise ThemeError(f"theme {theme_id} is not installed")
    return load_theme(folder)
