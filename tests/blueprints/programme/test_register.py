"""The register's form keeps what was typed, and its lists are found and paged."""

from __future__ import annotations

import pytest
from flask import Flask

from storefront.blueprints.programme import classes
from storefront.domain.workshops import register
from storefront.infra import events
from storefront.infra.db import db
from tests.factories import make_user, make_workshop
from tests.forms import form_to
from tests.visitor import Visitor

VENUES = register.KINDS["venues"]


@pytest.fixture
def staff(app: Flask, visitor: Visitor) -> Visitor:
    with app.app_context():
        user = make_user(is_staff=True).id
        db.session.commit()
    return visitor.sign_in(user)


def test_the_second_of_two_devices_is_told_and_keeps_what_was_typed(app: Flask, staff: Visitor) -> None:
    with app.app_context():
        venue = register.add(VENUES, {"name": "Hội trường"}, by=events.SYSTEM)
        path = f"/programme/classes/venues/{venue.id}/"
        db.session.commit()
    staff.get(f"{path}edit")
    staff.post(path, {"name": "Hội trường A", "revision": "1"})

    refused = staff.post(path, {"name": "Hội trường B", "revision": "1"})

    assert refused.status_code == 409
    assert "vừa được lưu trên thiết bị khác" in refused.text
    again = form_to(refused.text, path).filled()
    assert again["name"] == "Hội trường B"
    assert staff.post(path, again).status_code == 303


def test_a_file_of_more_classes_than_it_holds_is_refused_in_words(
    app: Flask, staff: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        make_workshop()
        make_workshop()
        db.session.commit()
    monkeypatch.setattr(classes, "MOST", 1)

    assert staff.get("/programme/classes/results.csv").status_code == 409
    assert staff.get("/programme/classes/results.csv?q=khong+co").status_code == 200
    assert staff.get("/programme/classes/?cohorts=99999999999999999999").status_code == 200
