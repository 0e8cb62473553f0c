"""The hours of a class's days, as typed."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from storefront.blueprints.classroom.sessions import HoursForm


def typed(app: Flask, **hours: str) -> HoursForm:
    with app.test_request_context(method="POST", data={"starts": "08:00", "ends": "11:30", **hours}):
        form = HoursForm(meta={"csrf": False})
        form.validate()
        return form


def test_two_meetings_a_day(app: Flask) -> None:
    form = typed(app, later_starts="13:30", later_ends="17:00")

    assert form.errors == {}
    assert form.hours() == [(dt.time(8), dt.time(11, 30)), (dt.time(13, 30), dt.time(17))]


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        ({"later_starts": "13:30"}, "later_starts"),
        ({"later_ends": "17:00"}, "later_ends"),
        ({"later_starts": "10:00", "later_ends": "12:00"}, "later_starts"),
        ({"later_starts": "13:30", "later_ends": "13:00"}, "later_ends"),
        ({"ends": "07:00"}, "ends"),
    ],
)
def test_hours_that_do_not_fit_are_asked_for_again_not_dropped(
    app: Flask, hours: dict[str, str], field: str
) -> None:
    assert list(typed(app, **hours).errors) == [field]
