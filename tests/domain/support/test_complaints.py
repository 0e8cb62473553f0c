"""Complaints: deadlines of the moment, a code, one way through the states, and events that tell it."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from storefront.domain.support import complaints
from storefront.domain.support.complaints import ComplaintClosed, ComplaintNotFound, Grievance
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.events import SYSTEM, Event
from storefront.models.complaint import Complaint, ComplaintState
from storefront.models.shop import Shop
from tests.factories import make_order, make_variant

FRIDAY = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)
BROKEN = Grievance("goods", "Lọ mắm bị vỡ", "Chị Đào", phone="0912 345 678")


def told() -> list[tuple[str, dict[str, object]]]:
    wanted = select(Event).where(Event.topic.startswith("complaint.")).order_by(Event.id)
    return [(event.topic, event.facts) for event in db.session.scalars(wanted)]


def test_the_deadlines_are_what_the_shop_promises_that_day(shop: Shop):
    with clock.moved_to(FRIDAY):
        broken = complaints.receive(BROKEN)
        rude = complaints.receive(Grievance("attitude", "Nói nặng lời", "Đào", email="dao@example.com"))

    # three working days after a Friday end with Wednesday; goods are settled in 7 days, the rest in 15
    assert clock.to_vn(broken.answer_by).isoformat() == "2026-11-25T23:59:00+07:00"
    assert clock.to_vn(broken.resolve_by).date() == dt.date(2026, 11, 27)
    assert clock.to_vn(rude.resolve_by).date() == dt.date(2026, 12, 5)


def test_its_code_can_be_said_and_its_link_finds_it(shop: Shop):
    complaint = complaints.receive(BROKEN)

    found = complaints.complaint_by_token(complaints.complaint_token(complaint))
    assert found is complaint
    assert complaint.code.startswith("KN-") and len(complaint.code) == 7
    with pytest.raises(ComplaintNotFound):
        complaints.complaint_by_token(complaint.code)


def test_answered_in_time_and_resolved_late(shop: Shop):
    with clock.moved_to(FRIDAY):
        complaint = complaints.receive(BROKEN)
    with clock.moved_to(FRIDAY + dt.timedelta(days=1)):
        complaints.answer(complaint, "Cửa hàng gửi lọ khác.", by=SYSTEM)
    with clock.moved_to(FRIDAY + dt.timedelta(days=20)):
        complaints.resolve(complaint, "Đã gửi lọ mới.", by=SYSTEM)

    facts = {"code": complaint.code, "kind": "goods"}
    assert told() == [
        ("complaint.received", facts),
        ("complaint.answered", {**facts, "in_time": True}),
        ("complaint.resolved", {**facts, "in_time": False}),
    ]
    assert complaint.state is ComplaintState.RESOLVED


def test_what_is_over_stays_over(shop: Shop):
    complaint = complaints.receive(BROKEN)
    complaints.reject(complaint, "Ảnh không phải hàng của cửa hàng.", by=SYSTEM)

    with pytest.raises(ComplaintClosed):
        complaints.answer(complaint, "Xin lỗi.", by=SYSTEM)
    with pytest.raises(ComplaintClosed):
        complaints.resolve(complaint, "Đã đổi.", by=SYSTEM)

    assert complaints.open_count() == 0


def test_no_words_no_answer(shop: Shop):
    complaint = complaints.receive(BROKEN)

    with pytest.raises(Invalid) as refusal:
        complaints.answer(complaint, "  ", by=SYSTEM)

    assert list(refusal.value.errors) == ["answer"]
    assert complaint.state is ComplaintState.RECEIVED


def test_a_complaint_needs_a_kind_words_a_name_and_a_way_to_answer(shop: Shop):
    with pytest.raises(Invalid) as refusal:
        complaints.receive(Grievance("", "", ""))

    assert set(refusal.value.errors) == {"kind", "body", "name", "phone"}


def test_an_email_that_reaches_nobody_is_told_though_a_phone_is_there(shop: Shop):
    with pytest.raises(Invalid) as refusal:
        complaints.receive(Grievance("goods", "Vỡ", "Đào", phone="0912 345 678", email="dao.example.com"))

    assert list(refusal.value.errors) == ["email"]


def test_what_is_overdue_leads_the_list(shop: Shop):
    with clock.moved_to(FRIDAY):
        late = complaints.receive(Grievance("attitude", "Chậm", "Hoa", phone="0987654321"))
    with clock.moved_to(FRIDAY + dt.timedelta(days=10)):
        fresh = complaints.receive(BROKEN)
        complaints.answer(late, "Cửa hàng xin lỗi.", by=SYSTEM)

    assert [one.id for one in complaints.open_complaints()] == [fresh.id, late.id]


def test_an_order_knows_its_complaints(shop: Shop):
    order = make_order((make_variant(stock=5000), 1000))

    complaint = complaints.receive(BROKEN, order=order)

    assert complaints.complaints_of(order) == [complaint]


def test_it_is_forgotten_after_three_years(shop: Shop):
    with clock.moved_to(clock.now() - dt.timedelta(days=4 * 365)):
        complaints.receive(BROKEN)
    kept = complaints.receive(BROKEN)

    assert complaints.forget_expired() == 1
    assert db.session.scalars(select(Complaint.id)).all() == [kept.id]
