"""What a Vietnamese text must have beside its English one, and the locales of the themes held to it."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{\{?\s*(\w+)\s*\}?\}")
NOT_WORDS = re.compile(r"%\(\w+\)[sd]|\{\{?\s*\w+\s*\}?\}|<[^>]*>|https?://\S+|\S+@\S+|\S*\d\S*")
WORD = re.compile(r"[^\W_]+")
ENOUGH_WORDS = 3


@dataclass(frozen=True)
class Pair:
    """One text in both languages, with the name by which a list of problems calls it."""

    name: str
    english: str
    vietnamese: str


def pair_problems(pair: Pair, same: set[str]) -> list[str]:
    """`same` lists names and English texts that may read alike in both languages."""
    found = []
    if placeholders(pair.english) != placeholders(pair.vietnamese):
        found.append(f"placeholders differ: {pair.name!r}: {pair.vietnamese!r}")
    if pair.vietnamese != unicodedata.normalize("NFC", pair.vietnamese):
        found.append(f"not NFC: {pair.name!r}")
    if {pair.name, pair.english} & same:
        return found
    if pair.english == pair.vietnamese and words(pair.english):
        found.append(f"same in both languages (tools/i18n_same.txt lists the few that may be): {pair.name!r}")
    elif len(words(pair.vietnamese)) >= ENOUGH_WORDS and not has_marks(pair.vietnamese):
        found.append(f"Vietnamese without marks: {pair.name!r}: {pair.vietnamese!r}")
    return found


def placeholders(text: str) -> set[str]:
    return {match[1] or match[2] for match in PLACEHOLDER.finditer(text)}


def words(text: str) -> list[str]:
    return WORD.findall(NOT_WORDS.sub(" ", text))


def has_marks(text: str) -> bool:
    """Tone marks and letters that English does not have: đ, ơ, ắ."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "đ" in decomposed or any(unicodedata.combining(letter) for letter in decomposed)


def theme_problems(themes: Path, same: set[str]) -> list[str]:
    found = []
    for locales in sorted(themes.glob("*/locales")):
        found += locale_problems(locales, same)
    return found


def locale_problems(locales: Path, same: set[str]) -> list[str]:
    """Hold one theme's vi.json against its en.json."""
    vietnamese, english = (leaves(locales / f"{language}.json") for language in ("vi", "en"))
    theme = locales.parent.name
    found = [f"theme {theme}: only in vi.json: {key}" for key in sorted(vietnamese.keys() - english.keys())]
    found += [f"theme {theme}: only in en.json: {key}" for key in sorted(english.keys() - vietnamese.keys())]
    for key in sorted(vietnamese.keys() & english.keys()):
        if not (vietnamese[key] and english[key]):
            found.append(f"theme {theme}: empty: {key}")
        pair = Pair(key, english[key], vietnamese[key])
        found += [f"theme {theme}: {line}" for line in pair_problems(pair, same)]
    return found


def leaves(path: Path) -> dict[str, str]:
    """Every text of a nested JSON file by its dotted key; a file that is not there has none."""
    return dict(walk(json.loads(path.read_text(encoding="utf-8")))) if path.exists() else {}


def walk(node: object, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Plural forms count as one text, the one for many: Vietnamese has no other."""
    if isinstance(node, dict) and "other" in node and node.keys() <= {"one", "other"}:
        yield prefix, node["other"]
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, f"{prefix}.{key}" if prefix else key)
    else:
        yield prefix, str(node)
