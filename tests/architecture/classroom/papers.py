"""Samples of certificates, class sessions, invitations by list and the programme's register."""

from __future__ import annotations

import datetime as dt

from storefront.domain.notifications.messages import sent_messages
from storefront.domain.workshops import certificates, invitations, register
from storefront.domain.workshops.certificates import Kind
from storefront.domain.workshops.feedback import QUESTIONS
from storefront.domain.workshops.sessions import SessionData, add_session
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.models.workshop import Learner, LearnerProgress, Mission, Workshop
from tests.architecture.world import World
from tests.factories import make_learner, make_mission

PLACES: dict[str, dict[str, str]] = {
    "classroom.certificates.ask_to_revoke": {"certificate_id": "good_certificate_id"},
    "classroom.certificates.issue": {"learner_id": "ready_learner_id"},
    "classroom.certificates.revoke": {"certificate_id": "good_certificate_id"},
    "classroom.invited.join": {"token": "class_invitation_token"},
    "classroom.invited.show": {"token": "class_invitation_token"},
    "classroom.invitations.revoke": {"invitation_id": "class_invitation_id"},
    "classroom.invitations.send_again": {"invitation_id": "class_invitation_id"},
    **{
        f"programme.register.{name}": {"kind": "register_kind", "entry_id": "donor_id"}
        for name in ("index", "new", "create", "show", "edit", "save", "delete", "as_csv", "as_workbook")
    },
}
FORMS: dict[str, dict[str, str]] = {
    "classroom.certificates.revoke": {"reason": "Sai tên"},
    "classroom.invitations.check": {"rows": "Lê Văn Ba, 0912345670"},
    "classroom.invitations.create": {"rows": "Lê Văn Ba, 0912345670"},
    "classroom.my_feedback.give": dict.fromkeys(QUESTIONS, "4"),
    "classroom.sessions.create": {"starts_at": "2026-11-23T08:00", "ends_at": "2026-11-23T11:00"},
    "classroom.sessions.create_days": {"later_starts": "13:30", "later_ends": "17:00"},
    "programme.register.create": {"name": "Quỹ Sông Mã"},
    "programme.register.save": {"name": "Quỹ Sông Chu", "revision": "1"},
    "classroom.my_certificate.confirm": {"name": "Nguyễn Thị Hằng"},
}
PREPARED: dict[str, str] = {}


def add(world: World) -> None:
    """A certificate that was taken back, a good one, and somebody who has earned one."""
    workshop = db.session.get_one(Workshop, int(world.values["workshop_id"]))
    learner = db.session.get_one(Learner, int(world.values["learner_id"]))
    learner.paper_name = "Lê Văn Ba"
    good, ready = (make_learner(workshop, paper_name="Trần Thị Tư") for _ in range(2))
    mission = make_mission(workshop)
    for one in (learner, good, ready):
        _reach(one, mission)
    db.session.commit()
    chosen = [certificates.candidate(one, Kind.CLASS) for one in (learner, good)]
    gone, held = certificates.issue(chosen, by=events.SYSTEM)
    certificates.revoke(gone, reason="Sai tên", by=events.SYSTEM)
    now = clock.now()
    meeting = add_session(workshop, SessionData(now, now + dt.timedelta(hours=3)), by=events.SYSTEM)
    rows = invitations.check(workshop, [["Bà Sáu", "0912345671"]])
    invitations.invite(workshop, rows, inviter="Thầy Minh", locale="vi", by=events.SYSTEM)
    donor = register.add(register.KINDS["donors"], {"name": "Quỹ Lam Sơn"}, by=events.SYSTEM)
    letter = sent_messages()[0].body
    world.values |= {
        "register_kind": "donors",
        "donor_id": str(donor.id),
        "session_id": str(meeting.id),
        "class_invitation_id": str(db.session.scalars(invitations.find(workshop.id)).one().id),
        "class_invitation_token": letter.rsplit("/join/invitation/", 1)[1].split()[0],
        "certificate_id": str(gone.id),
        "good_certificate_id": str(held.id),
        "ready_learner_id": str(ready.id),
        "certificate_code": held.code,
        "absent_certificate": "2222-2222-2222-2222",
    }


def _reach(learner: Learner, mission: Mission) -> None:
    progress = LearnerProgress(learner_id=learner.id, mission_id=mission.id, reached_at=clock.now())
    db.session.add(progress)
    db.session.flush()
