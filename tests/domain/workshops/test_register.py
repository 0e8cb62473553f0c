"""The programme's register: names once, two devices never overwrite each other, used rows stay."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from storefront.domain.workshops import register
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from tests.factories import make_workshop

COHORTS, VENUES, DONORS = (register.KINDS[name] for name in ("cohorts", "venues", "donors"))


def test_a_name_stands_once_in_its_list(context: Flask) -> None:
    register.add(DONORS, {"name": "Quỹ Lam Sơn"}, by=events.SYSTEM)

    with pytest.raises(Invalid) as refused:
        register.add(DONORS, {"name": " Quỹ  Lam Sơn "}, by=events.SYSTEM)

    assert list(refused.value.errors) == ["name"]
    assert register.add(COHORTS, {"name": "Quỹ Lam Sơn"}, by=events.SYSTEM).id


def test_wrong_days_goal_seats_and_commune_are_told(context: Flask) -> None:
    day = dt.date(2026, 11, 22)
    cohort = {"name": "Đợt 1", "starts_on": day, "ends_on": day - dt.timedelta(days=1), "goal": 0}

    with pytest.raises(Invalid) as first:
        register.add(COHORTS, cohort, by=events.SYSTEM)
    with pytest.raises(Invalid) as second:
        register.add(VENUES, {"name": "Hội trường", "seats": 0, "unit_code": "99999"}, by=events.SYSTEM)

    assert set(first.value.errors) == {"ends_on", "goal"}
    assert set(second.value.errors) == {"seats", "unit_code"}


def test_the_second_of_two_devices_is_told(context: Flask) -> None:
    venue = register.add(VENUES, {"name": "Hội trường"}, by=events.SYSTEM)
    register.edit(VENUES, venue, {"name": "Hội trường A", "seats": 40}, revision=1, by=events.SYSTEM)

    with pytest.raises(register.EntryChanged):
        register.edit(VENUES, venue, {"name": "Hội trường B"}, revision=1, by=events.SYSTEM)

    assert list(db.session.scalars(register.find(VENUES, "hoi truong a"))) == [venue]


def test_only_what_no_class_names_is_deleted(context: Flask) -> None:
    used, idle = (register.add(DONORS, {"name": name}, by=events.SYSTEM) for name in ("A", "B"))
    workshop = make_workshop(donor_id=used.id)

    register.delete(DONORS, idle, by=events.SYSTEM)

    with pytest.raises(register.InUse):
        register.delete(DONORS, used, by=events.SYSTEM)
    assert list(db.session.scalars(register.find(DONORS))) == [used]
    assert register.class_counts(DONORS, [used]) == {used.id: 1}
    assert list(register.workshops_of(DONORS, used.id)) == [workshop]
