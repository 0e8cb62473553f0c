"""docs/settings.md tells of every setting what config.py does, and of no other."""

from dataclasses import fields
from pathlib import Path

from storefront.config import Settings

TABLE = Path(__file__).parents[1] / "docs" / "settings.md"


def row(name: str, default: object, help_text: str) -> str:
    shown = {True: "1", False: "0"}.get(default, default) if isinstance(default, bool) else default
    value = f"`{shown}`" if str(shown) else ""
    return f"| `STOREFRONT_{name.upper()}` | {value} | {help_text} |"


def test_the_table_of_settings_is_that_of_the_program():
    expected = [row(item.name, item.default, item.metadata["help"]) for item in fields(Settings)]

    written = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if "| `STOREFRONT_" in line]

    assert written == expected
