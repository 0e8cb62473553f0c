"""A complaint is told to the shop and to the shopper, once each."""

from __future__ import annotations

from sqlalchemy import select

from storefront.domain.support import complaints
from storefront.domain.support.complaints import Grievance
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.events import Event
from storefront.infra.tenancy import enter_shop
from storefront.jobs import complaints as handlers
from storefront.jobs.registry import Work
from storefront.models.notification import Message
from storefront.models.user import Role
from tests.factories import make_member, make_shop, make_user


def work_of(topic: str, shop_id: int) -> Work:
    event = db.session.scalars(select(Event).where(Event.topic == topic)).one()
    return Work(shop_id, topic, event.subject_id, event.id, event.facts)


def test_both_sides_hear_of_it_and_of_its_end(context: object) -> None:
    shop = make_shop()
    make_member(shop, Role.OWNER, make_user())
    with enter_shop(shop.id):
        complaint = complaints.receive(Grievance("goods", "Vỡ", "Chị Đào", email="dao@example.com"))
        handlers.received(work_of("complaint.received", shop.id))
        complaints.reject(complaint, "Quá hạn đổi trả.", by=events.SYSTEM)

        handlers.closed(work_of("complaint.rejected", shop.id))
        handlers.closed(work_of("complaint.rejected", shop.id))

    sent = {message.template: message for message in db.session.scalars(select(Message))}
    assert sorted(sent) == ["complaint_closed", "complaint_new", "complaint_received"]
    assert complaint.code in sent["complaint_received"].subject
    assert "Sở Công Thương" in sent["complaint_closed"].body
    assert "Vỡ" not in sent["complaint_new"].body
