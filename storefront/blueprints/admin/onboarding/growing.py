"""Lists of the wizard that grow by a button: blank rows and rows ticked as gone do not count."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from flask_babel import lazy_gettext
from wtforms import BooleanField, FieldList

from storefront.blueprints.common.forms import BaseForm, Row

TO_BE_NUMBERED = "NUMBER"
"""Stands for the number in the row that the script copies."""
_PLACE = re.compile(r"(\w+)-(\d+)-(\w+)", re.ASCII)


class GrowingRow(Row):
    """A row that may be taken away, and brought back until the page is saved."""

    FILLED: ClassVar[tuple[str, ...]]
    """The fields that make a row count."""
    ASKED: ClassVar[tuple[str, ...]]
    """The fields the domain asks for in a row that counts; a blank row may stay blank."""
    gone = BooleanField(lazy_gettext("Take this away when saving"))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for name in self.ASKED:
            self[name].flags.required = True

    def validate(self, *given: Any, **named: Any) -> bool:
        """What goes away need not be right."""
        return bool(self.gone.data or super().validate(*given, **named))

    @property
    def counts(self) -> bool:
        """Whether somebody wrote something in it that is to stay."""
        return not self.gone.data and any(self[name].data not in (None, "", []) for name in self.FILLED)


class GrowingForm(BaseForm):
    """A form with such a list; the domain numbers only the rows that count."""

    def add_errors(self, errors: dict[str, list[str]]) -> None:
        """As everywhere, each at its own row."""
        super().add_errors({self._renumbered(name): sentences for name, sentences in errors.items()})

    def _renumbered(self, name: str) -> str:
        place = _PLACE.fullmatch(name)
        if place is None or place[1] not in self:
            return name
        numbers = [number for number, row in enumerate(rows(self[place[1]])) if row.counts]
        return f"{place[1]}-{numbers[int(place[2])]}-{place[3]}"


def rows(field: FieldList) -> list[Any]:
    """The rows of a list as forms."""
    return [entry.form for entry in field.entries]
