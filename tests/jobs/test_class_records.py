"""A certificate is told outside the class to whom really can be reached there, once."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from storefront.domain.workshops import certificates
from storefront.domain.workshops.certificates import Kind
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.jobs import class_records
from storefront.jobs.registry import Work
from storefront.models.notification import Message
from storefront.models.user import User
from storefront.models.workshop import Certificate, LearnerProgress
from tests.factories import make_class_account, make_learner, make_mission, make_user, make_workshop


def issued_to(user: User) -> Certificate:
    workshop = make_workshop(title="Lớp Hà Trung")
    learner = make_learner(workshop, user=user, paper_name="Lê Thị Tư", practice_phone="+84912000333")
    mission = make_mission(workshop)
    db.session.add(LearnerProgress(learner_id=learner.id, mission_id=mission.id, reached_at=clock.now()))
    db.session.commit()
    [made] = certificates.issue([certificates.candidate(learner, Kind.CLASS)], by=events.SYSTEM)
    db.session.flush()
    return made


def tell(certificate: Certificate) -> list[Message]:
    work = Work(0, "certificate.issued", certificate.id, 4711, {})
    class_records.certificate_issued(work)
    class_records.certificate_issued(work)
    sent = select(Message).where(Message.template == "certificate_issued")
    return list(db.session.scalars(sent))


def test_a_proved_phone_hears_of_it_once_with_both_addresses(context: Flask) -> None:
    certificate = issued_to(make_user())

    [message] = tell(certificate)

    assert "Lớp Hà Trung" in message.body
    assert f"/certificates/{certificate.code}" in message.body
    assert f"/class/{certificate.learner.workshop_id}/certificate/" in message.body


def test_what_was_practised_in_class_is_no_way_to_reach_anybody(context: Flask) -> None:
    assert tell(issued_to(make_class_account())) == []


def test_one_that_was_taken_back_meanwhile_is_not_announced(context: Flask) -> None:
    certificate = issued_to(make_user())
    certificates.revoke(certificate, reason="Sai tên", by=events.SYSTEM)

    assert tell(certificate) == []
