"""The notification's file goes from step to step and tells each."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from storefront.domain.shops import notification
from storefront.domain.shops.notification import FileState, WrongStep
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.events import SYSTEM, Event
from storefront.models.shop import Shop

URL = "https://online.gov.vn/Home/WebDetails/1"


def topics() -> list[str]:
    wanted = select(Event.topic).where(Event.topic.startswith("notification.")).order_by(Event.id)
    return list(db.session.scalars(wanted))


def test_the_whole_way_with_one_question_on_it(shop: Shop):
    today = clock.today_vn()
    notification.prepare(by=SYSTEM)
    notification.submit("TB-1", today, by=SYSTEM)
    notification.need_more("Thiếu giấy ủy quyền", by=SYSTEM)
    notification.submit("TB-2", today, by=SYSTEM)

    notification.confirm("123/XN", URL, today, by=SYSTEM)

    mine = notification.file_of_shop()
    assert notification.state_of(mine) is FileState.CONFIRMED
    assert (mine.notification_file_code, mine.notification_number) == ("TB-2", "123/XN")
    assert mine.notification_remark is None
    assert topics() == [
        "notification.prepared",
        "notification.submitted",
        "notification.needs_more",
        "notification.submitted",
        "notification.confirmed",
    ]


def test_a_refused_file_keeps_why_until_a_new_one_begins(shop: Shop):
    notification.prepare(by=SYSTEM)
    notification.submit("TB-1", clock.today_vn(), by=SYSTEM)
    notification.refuse("Sai ngành nghề", by=SYSTEM)
    assert notification.file_of_shop().notification_remark == "Sai ngành nghề"

    notification.prepare(by=SYSTEM)

    mine = notification.file_of_shop()
    assert (mine.notification_state, mine.notification_remark) == ("prepared", None)


def test_a_step_that_does_not_follow_is_refused(shop: Shop):
    with pytest.raises(WrongStep):
        notification.submit("TB-1", clock.today_vn(), by=SYSTEM)
    with pytest.raises(WrongStep):
        notification.confirm("123/XN", URL, clock.today_vn(), by=SYSTEM)

    assert topics() == []


def test_what_is_missing_or_not_yet_is_said_at_its_field(shop: Shop):
    notification.prepare(by=SYSTEM)
    tomorrow = clock.today_vn() + dt.timedelta(days=1)

    with pytest.raises(Invalid) as no_code:
        notification.submit(" ", clock.today_vn(), by=SYSTEM)
    with pytest.raises(Invalid) as early:
        notification.submit("TB-1", tomorrow, by=SYSTEM)
    with pytest.raises(Invalid) as plain:
        notification.confirm("123", "http://online.gov.vn", clock.today_vn(), by=SYSTEM)

    assert [list(told.value.errors) for told in (no_code, early, plain)] == [
        ["file_code"],
        ["submitted_on"],
        ["url"],
    ]
