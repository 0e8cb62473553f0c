"""Samples of certificates, class sessions, invitations by list and the programme's register."""

from __future__ import annotations

from storefront.domain.workshops import certificates
from storefront.domain.workshops.certificates import Kind
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.models.workshop import Learner, LearnerProgress, Mission, Workshop
from tests.architecture.world import World
from tests.factories import make_learner, make_mission

PLACES: dict[str, dict[str, str]] = {
    "classroom.certificates.ask_to_revoke": {"certificate_id": "good_certificate_id"},
    "classroom.certificates.issue": {"learner_id": "ready_learner_id"},
    "classroom.certificates.revoke": {"certificate_id": "good_certificate_id"},
}
FORMS: dict[str, dict[str, str]] = {
    "classroom.certificates.revoke": {"reason": "Sai tên"},
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
    world.values |= {
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
