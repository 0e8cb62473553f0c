"""style.md 11: a file of 400 lines and a function of 40 are the wall."""

import ast
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.source import Source, sources

FILE_WALL = 400
FUNCTION_WALL = 40
MIGRATIONS = "storefront/migrations/"


def test_no_file_is_longer_than_the_wall():
    everything = [s for s in sources("storefront", "tests", "tools", "bench") if not s.is_in(MIGRATIONS)]

    assert too_long_files(everything) == []


def test_no_function_is_longer_than_the_wall():
    product = [s for s in sources("storefront") if not s.is_in(MIGRATIONS)]

    assert too_long_functions(product) == []


def test_the_walls_can_be_hit(tmp_path: Path):
    (tmp_path / "storefront").mkdir()
    body = "\n".join(f"    a{n} = {n}" for n in range(FUNCTION_WALL))
    (tmp_path / "storefront/a.py").write_text(f"def f():\n{body}\n" + "\n" * FILE_WALL)
    (tmp_path / "storefront/b.py").write_text(
        'def f():\n    """One.\n\n    Two."""\n' + "\n".join(body.split("\n")[1:])
    )
    found = sources("storefront", root=tmp_path)

    assert too_long_files(found) == ["storefront/a.py: 441 lines"]
    assert too_long_functions(found) == ["storefront/a.py:1: f has 41 lines"]


def too_long_files(found: Iterable[Source]) -> list[str]:
    lengths = [(s.place, len(s.text.splitlines())) for s in found]
    return [f"{place}: {length} lines" for place, length in lengths if length > FILE_WALL]


def too_long_functions(found: Iterable[Source]) -> list[str]:
    functions = [(s, node) for s in found for node in s.nodes(ast.FunctionDef, ast.AsyncFunctionDef)]
    return [
        f"{s.place}:{node.lineno}: {node.name} has {length(node)} lines"
        for s, node in functions
        if length(node) > FUNCTION_WALL
    ]


def length(function: ast.FunctionDef) -> int:
    """Lines from `def` to the end, without the docstring."""
    return function.end_lineno - function.lineno + 1 - docstring_lines(function)


def docstring_lines(function: ast.FunctionDef) -> int:
    if ast.get_docstring(function, clean=False) is None:
        return 0
    first = function.body[0]
    return first.end_lineno - first.lineno + 1
