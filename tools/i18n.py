"""The words of the house: message ids in English, Vietnamese in po fragments, one compiled catalogue.

python tools/i18n.py compile          fragments/*.po -> messages.mo
python tools/i18n.py check            everything that is missing, stale or unlike Vietnamese; exit code 1
python tools/i18n.py missing [AREA]   a po skeleton of the ids without Vietnamese (paths that contain AREA)
"""

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileParser, escape

from tools.words import Pair, pair_problems, theme_problems

KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "lazy_pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "lazy_npgettext": ((1, "c"), 2, 3),
}
METHODS = {".py": "python", ".html": "jinja2.ext:babel_extract", ".txt": "jinja2.ext:babel_extract"}
JINJA = {"extensions": "jinja2.ext.do,jinja2.ext.loopcontrols", "silent": "false"}


class Vietnamese(Catalog):
    """A catalogue whose compiled form holds no times, and which remembers ids it was given twice."""

    mime_headers = [  # noqa: RUF012 (Babel's own property, made constant)
        ("Language", "vi"),
        ("Plural-Forms", "nplurals=1; plural=0;"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ]

    def __init__(self) -> None:
        super().__init__(locale="vi", charset="utf-8")
        self.contradictions: list[str] = []

    def __setitem__(self, msgid: object, message: Message) -> None:
        known = self._messages.get(self._key_for(msgid, message.context))
        if known and texts(known) != texts(message):
            self.contradictions.append(f"{singular(message)!r} is {texts(known)} and also {texts(message)}")
        super().__setitem__(msgid, message)


@dataclass
class House:
    """One source tree with its fragments."""

    root: Path
    same: set[str] = field(default_factory=set)

    @property
    def package(self) -> Path:
        return self.root / "storefront"

    @property
    def compiled(self) -> Path:
        return self.package / "translations/vi/LC_MESSAGES/messages.mo"

    def used(self) -> Catalog:
        """Every message id that code and templates ask for, with the places that do."""
        found = Catalog()
        for path in self.sources():
            place = path.relative_to(self.root).as_posix()
            with path.open("rb") as source:
                for line, ids, _, context in extract(METHODS[path.suffix], source, KEYWORDS, options=JINJA):
                    found.add(ids, locations=[(place, line)], context=context)
        return found

    def sources(self) -> Iterator[Path]:
        yield from sorted(self.package.rglob("*.py"))
        for suffix in (".html", ".txt"):
            yield from sorted((self.package / "templates").rglob(f"*{suffix}"))

    def vietnamese(self) -> Vietnamese:
        catalogue = Vietnamese()
        for path in sorted((self.compiled.parent / "fragments").glob("*.po")):
            with path.open("rb") as source:
                PoFileParser(catalogue, ignore_obsolete=True, abort_invalid=True).parse(source)
        return catalogue


def compile_catalogue(house: House) -> None:
    house.compiled.parent.mkdir(parents=True, exist_ok=True)
    house.compiled.write_bytes(compiled_bytes(house.vietnamese()))


def compiled_bytes(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def problems(house: House) -> list[str]:
    """All that is wrong, one line each, in a steady order."""
    used, vietnamese = house.used(), house.vietnamese()
    return [
        *(f"no Vietnamese: {describe(message)}" for message in untranslated(used, vietnamese)),
        *(f"obsolete, nobody asks for it: {singular(m)!r}" for m in unknown(vietnamese, used)),
        *(f"translated twice: {line}" for line in vietnamese.contradictions),
        *(line for message in real(vietnamese) for line in message_problems(message, house.same)),
        *stale(house, vietnamese),
        *theme_problems(house.package / "themes", house.same),
    ]


def untranslated(used: Catalog, vietnamese: Catalog) -> list[Message]:
    missing = []
    for message in real(used):
        known = vietnamese.get(message.id, message.context)
        if known is None or known.fuzzy or not all(texts(known)):
            missing.append(message)
    return missing


def unknown(vietnamese: Catalog, used: Catalog) -> list[Message]:
    return [message for message in real(vietnamese) if used.get(message.id, message.context) is None]


def message_problems(message: Message, same: set[str]) -> list[str]:
    """A plural id may drop its number in the singular, so the text is held against the plural form."""
    english = message.id[-1] if isinstance(message.id, tuple) else message.id
    pairs = [Pair(singular(message), english, text) for text in texts(message) if text]
    return [line for pair in pairs for line in pair_problems(pair, same)]


def stale(house: House, vietnamese: Catalog) -> list[str]:
    there = house.compiled.read_bytes() if house.compiled.exists() else b""
    if there == compiled_bytes(vietnamese):
        return []
    return ["messages.mo is out of date: run `python tools/i18n.py compile`"]


def skeleton(house: House, area: str = "") -> str:
    """A po text of what has no Vietnamese yet, to be filled in."""
    wanted = untranslated(house.used(), house.vietnamese())
    return "\n".join(entry(m) for m in wanted if any(area in place for place, _ in m.locations))


def entry(message: Message) -> str:
    lines = ["#: " + " ".join(f"{place}:{line}" for place, line in message.locations)]
    if message.context:
        lines.append(f"msgctxt {escape(message.context)}")
    if isinstance(message.id, tuple):
        lines += [f"msgid {escape(message.id[0])}", f"msgid_plural {escape(message.id[1])}", 'msgstr[0] ""']
    else:
        lines += [f"msgid {escape(message.id)}", 'msgstr ""']
    return "\n".join([*lines, ""])


def describe(message: Message) -> str:
    places = ", ".join(f"{place}:{line}" for place, line in message.locations[:2])
    return f"{singular(message)!r} ({places})"


def real(catalogue: Catalog) -> list[Message]:
    """Messages without the header, in the order of their ids."""
    return sorted((m for m in catalogue if m.id), key=lambda m: (singular(m), m.context or ""))


def singular(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else message.id


def texts(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def run_check(house: House, *_: str) -> int:
    found = problems(house)
    print("\n".join([*found, f"i18n: {len(found)} problems" if found else "i18n: complete"]))
    return 1 if found else 0


def run_compile(house: House, *_: str) -> int:
    compile_catalogue(house)
    return 0


def run_missing(house: House, area: str = "", *_: str) -> int:
    print(skeleton(house, area), end="")
    return 0


COMMANDS: dict[str, Callable[..., int]] = {
    "check": run_check,
    "compile": run_compile,
    "missing": run_missing,
}


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__, file=sys.stderr)
        return 2
    here = Path(__file__).resolve()
    same = set(here.with_name("i18n_same.txt").read_text(encoding="utf-8").splitlines())
    return COMMANDS[arguments[0]](House(here.parent.parent, same), *arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
