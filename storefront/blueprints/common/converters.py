"""What stands for a row in an address."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter, Map


class RowId(IntegerConverter):
    """`<int:…>`: a number that a column can hold; a larger one is no address of ours."""

    def __init__(self, rules: Map, max: int = 2**63 - 1) -> None:
        super().__init__(rules, max=max)


def init_app(app: Flask) -> None:
    """Read ids this way in every rule added from here on."""
    app.url_map.converters["int"] = RowId
