"""Write the lists of tables in docs/data-model.md from the models: `python tools/data_model.py`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from storefront import models
from storefront.infra import events, installation, numbering, queue, versions
from storefront.infra.db import Base
from storefront.infra.tenancy import ShopScoped

PAGE = Path(__file__).resolve().parents[1] / "docs/data-model.md"
MARK = "<!-- made by tools/data_model.py from here on -->\n"
INFRA = (events, installation, numbering, queue, versions)
FILES = [*(f"storefront.models.{name}" for name in models.__all__), *(module.__name__ for module in INFRA)]


def page() -> str:
    """The page as it should be: its own words, then a list of tables for each file of models."""
    words = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    return words + MARK + "\n" + "\n".join(line for name in sorted(FILES) for line in lines(name))


def lines(module: str) -> Iterator[str]:
    """A heading and a table of tables; nothing for a file without models."""
    mappers = [mapper for mapper in Base.registry.mappers if mapper.class_.__module__ == module]
    if not mappers:
        return
    yield f"### {module.replace('.', '/')}.py\n"
    yield "| table | what one row is | whose | points to |"
    yield "| --- | --- | --- | --- |"
    for mapper in sorted(mappers, key=lambda mapper: str(mapper.local_table)):
        yield row(mapper.class_)
    yield ""


def row(model: Any) -> str:
    """One table: name, first sentence of its docstring, whose it is, parents."""
    what = " ".join((model.__doc__ or "").split()).partition(". ")[0].rstrip(".").replace("|", "/")
    whose = "platform"
    if issubclass(model, ShopScoped):
        whose = "shop, seen by shoppers" if model.__shopper_visible__ else "shop"
    table = model.__table__
    parents = {element.column.table.name for key in table.foreign_key_constraints for element in key.elements}
    return f"| `{table.name}` | {what} | {whose} | {', '.join(sorted(parents - {table.name})) or '–'} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
