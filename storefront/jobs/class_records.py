"""Jobs of the classes' records: who is at a meeting, and what became of the learners' shops."""

from __future__ import annotations

from storefront.domain.workshops import attendance, follow_up
from storefront.infra.db import db


def note_attendance() -> None:
    """Note who acts in the meetings that are on."""
    attendance.note_who_acts()
    db.session.commit()


def look_after_shops() -> None:
    """Look at the shops of classes that ended 30 and 90 days ago, each in a transaction of its own."""
    for days in follow_up.DAYS:
        for learner_id in follow_up.due(days):
            follow_up.look(learner_id, days)
            db.session.commit()
            db.session.expunge_all()
