"""Jobs of the classes' records: who is at a meeting, who has a certificate, what shops became of."""

from __future__ import annotations

from storefront.domain.workshops import attendance, follow_up
from storefront.infra.db import db
from storefront.infra.links import public_url
from storefront.infra.tokens import spaced_card_code
from storefront.jobs.messages import recipient_of_user, send
from storefront.jobs.registry import Work
from storefront.models.workshop import Certificate


def note_attendance() -> None:
    """Note who acts in the meetings that are on."""
    attendance.note_who_acts()
    db.session.commit()


def certificate_issued(work: Work) -> None:
    """Tell a learner who can be reached outside the class; the class's own pages tell everybody."""
    certificate = db.session.get_one(Certificate, work.subject_id)
    learner = certificate.learner
    to = recipient_of_user(learner.user)
    if to is None or certificate.revoked_at:
        return
    params = {
        "title": learner.workshop.title,
        "code": spaced_card_code(certificate.code),
        "link": public_url(f"/class/{learner.workshop_id}/certificate/", to.locale),
        "check": public_url(f"/certificates/{certificate.code}", to.locale),
    }
    send("certificate_issued", to, params, work, f"{work.event_id}:certificate_issued")


def look_after_shops() -> None:
    """Look at the shops of classes that ended 30 and 90 days ago, each in a transaction of its own."""
    for days in follow_up.DAYS:
        for learner_id in follow_up.due(days):
            follow_up.look(learner_id, days)
            db.session.commit()
            db.session.expunge_all()
