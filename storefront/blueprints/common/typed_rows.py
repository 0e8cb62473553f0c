"""Rows a form sends as `name-<n>-<field>`, as typed: moved, added and dropped without losing a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

Row = dict[str, str]
Typed = MultiDict[str, str]
_KEY = re.compile(r"(\w+)-(\d{1,6})-(\w+)", re.ASCII)


def rows(typed: Typed, name: str) -> list[Row]:
    """The rows of one list in order."""
    found: dict[int, Row] = {}
    for key in typed:
        match = _KEY.fullmatch(key)
        if match and match[1] == name:
            found.setdefault(int(match[2]), {})[match[3]] = typed[key]
    return [found[number] for number in sorted(found)]


def put(typed: Typed, name: str, wanted: Sequence[Row]) -> None:
    """Replace the rows of one list."""
    for key in [key for key in typed if (match := _KEY.fullmatch(key)) and match[1] == name]:
        typed.pop(key)
    for number, row in enumerate(wanted):
        for field, value in row.items():
            typed[f"{name}-{number}-{field}"] = value


def change(typed: Typed, name: str, do: str) -> None:
    """Obey a button of the list: `<name>-up-<n>`, `-down-<n>` or `-drop-<n>`; others do nothing."""
    match = re.fullmatch(rf"{name}-(up|down|drop)-(\d{{1,6}})", do, re.ASCII)
    found = rows(typed, name)
    if match is None or int(match[2]) >= len(found):
        return
    at = int(match[2])
    row = found.pop(at)
    if match[1] != "drop":
        found.insert(max(0, at + (1 if match[1] == "down" else -1)), row)
    put(typed, name, found)
