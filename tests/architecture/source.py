"""The source tree as the architecture tests see it: parsed files, and names as they were imported."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    path: Path
    root: Path = ROOT

    @property
    def place(self) -> str:
        return self.path.relative_to(self.root).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.place)

    @cached_property
    def all_nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        return (node for node in self.all_nodes if isinstance(node, kinds))

    def is_in(self, *places: str) -> bool:
        """Whether the file is one of these, or lies in one of these folders (which end in a slash)."""
        return any(
            self.place == place or (place.endswith("/") and self.place.startswith(place)) for place in places
        )

    def imported_names(self) -> set[str]:
        """Every name imported anywhere in the file, dotted: `sqlalchemy.text`."""
        found = set()
        for node in self.nodes(ast.Import, ast.ImportFrom):
            prefix = f"{node.module}." if isinstance(node, ast.ImportFrom) and node.module else ""
            found |= {prefix + alias.name for alias in node.names}
        return found

    def mentions(self, name: str) -> list[int]:
        """Lines where `name` stands as a name, an attribute, an import or a keyword of a call."""
        lines = []
        for node in self.all_nodes:
            if name in spoken_names(node):
                lines.append(getattr(node, "lineno", 0) or node.value.lineno)
        return sorted(set(lines))


def spoken_names(node: ast.AST) -> Iterable[str]:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
            return (name,)
        case ast.alias(name=name):
            return (name.rpartition(".")[2],)
        case _:
            return ()


def sources(*folders: str, root: Path = ROOT) -> list[Source]:
    """Python files below these folders, in a steady order; each is read and parsed once."""
    paths = (path for folder in folders for path in sorted((root / folder).rglob("*.py")))
    return [_source(path, root) for path in paths if "node_modules" not in path.parts]


@cache
def _source(path: Path, root: Path) -> Source:
    return Source(path, root)


def forget_sources() -> None:
    """Let the parsed files go: they take a few hundred megabytes, and only these tests read them."""
    _source.cache_clear()
