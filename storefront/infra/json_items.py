"""The items of a JSON list as rows, on either database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, TableValuedAlias
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class json_items(GenericFunction[str]):
    """The texts of a JSON list; use it through `items_of`."""

    inherit_cache = True


@compiles(json_items, "sqlite")
def _on_sqlite(element: json_items, compiler: Any, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(json_items, "postgresql")
def _on_postgresql(element: json_items, compiler: Any, **options: Any) -> str:
    return f"jsonb_array_elements_text({compiler.process(element.clauses, **options)})"


def items_of(column: ColumnElement[Any] | Any) -> TableValuedAlias:
    """A FROM with one column, `value`: each text in the JSON list of the row beside it."""
    return json_items(column).table_valued("value", joins_implicitly=True)
