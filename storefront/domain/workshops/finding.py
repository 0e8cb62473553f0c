"""Finding rows of the programme by their words as people type them: without marks, in any case.

The lists are a province's classes, venues and trainers: a few hundred rows, read by a few columns.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select

from storefront.infra.db import db
from storefront.infra.text import fold


def ids_holding(rows: Select[*tuple[Any, ...]], text: str) -> list[int]:
    """The ids of those rows whose words hold the text; `rows` selects an id and columns of words."""
    wanted = fold(text)
    return [
        row_id
        for row_id, *words in db.session.execute(rows)
        if any(wanted in fold(word) for word in words if word)
    ]
