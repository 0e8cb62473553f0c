"""Visits: one event a day for each way people came, without names."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from storefront.domain.shops.visits import MOST_A_DAY, note_visit, visit_days
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.events import Event
from storefront.models.shop import Shop


def told() -> list[dict[str, object]]:
    return [event.facts for event in db.session.scalars(select(Event).where(Event.topic == "shop.visited"))]


def test_a_second_visit_of_the_same_kind_is_not_noted_that_day(shop: Shop):
    first = note_visit(shop, "zalo", mobile=True, own_device=False)
    again = note_visit(shop, " Zalo ", mobile=True, own_device=False)

    assert (first, again) == (True, False)
    assert told() == [{"campaign": "zalo", "mobile": True, "own_device": False}]


def test_another_campaign_device_or_day_is_noted(shop: Shop):
    note_visit(shop, "zalo", mobile=True, own_device=False)

    note_visit(shop, "", mobile=True, own_device=False)
    note_visit(shop, "zalo", mobile=True, own_device=True)
    with clock.moved_to(clock.now() + dt.timedelta(days=1)):
        note_visit(shop, "zalo", mobile=True, own_device=False)

    assert [facts["campaign"] for facts in told()] == ["zalo", "direct", "zalo", "zalo"]


@pytest.mark.parametrize("typed", ["<script>", "a" * 25, "hai từ"])
def test_a_tag_that_is_none_is_counted_as_other(shop: Shop, typed: str):
    note_visit(shop, typed, mobile=False, own_device=False)

    assert told()[0]["campaign"] == "other"


def test_made_up_tags_do_not_fill_the_log_and_real_ones_still_count(shop: Shop):
    tried = [
        note_visit(shop, f"tag-{number}", mobile=False, own_device=False) for number in range(MOST_A_DAY + 5)
    ]

    poster = note_visit(shop, "poster", mobile=True, own_device=False)

    assert sum(tried) == MOST_A_DAY + 1
    assert poster


def test_the_week_counts_days_with_strangers(shop: Shop):
    with clock.moved_to(clock.now() - dt.timedelta(days=8)):
        note_visit(shop, "facebook", mobile=True, own_device=False)
    with clock.moved_to(clock.now() - dt.timedelta(days=2)):
        note_visit(shop, "zalo", mobile=True, own_device=False)
    note_visit(shop, "zalo", mobile=False, own_device=False)
    note_visit(shop, "zalo", mobile=True, own_device=False)
    note_visit(shop, "poster", mobile=True, own_device=True)

    assert visit_days() == [("zalo", 2)]
