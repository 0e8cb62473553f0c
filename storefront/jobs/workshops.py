"""Jobs of the classes: how far learners are follows the events they cause."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from storefront.domain.workshops.carry.bring_in import bring_part
from storefront.domain.workshops.missions import progress
from storefront.infra import queue
from storefront.infra.db import db
from storefront.infra.events import Event
from storefront.infra.tenancy import PLATFORM
from storefront.jobs.registry import Work
from storefront.models.user import Identity
from storefront.models.workshop import Learner, Mission

JOINED = "learner.joined"
STEERED = ("mission.skipped", "mission.skip_taken_back", "mission.time_given")
"""A trainer's acts that move the time limits of missions."""


def follow_missions(work: Work) -> None:
    """Judge the missions that an event may bring further, for the learner it is about."""
    if work.topic is None or work.subject_id is None or work.event_id is None:
        return
    if work.topic in STEERED:
        progress.refresh_limits(db.session.get_one(Mission, work.subject_id).workshop_id)
        return
    if work.topic == JOINED:
        progress.ask_for_recount_of(db.session.get_one(Learner, work.subject_id))
        return
    if work.shop_id == PLATFORM:
        for learner in _of_person(work):
            progress.follow(learner, None, {work.event_id: work.topic})
        return
    _follow_shop(work.shop_id)


def _follow_shop(shop_id: int) -> None:
    """Judge a shop's events that wait, all in one go: the log is read once for however many there are."""
    waiting = queue.open_of_shop(progress.PROGRESS, shop_id)
    rows = db.session.execute(select(Event.id, Event.topic).where(Event.id.in_(waiting.values())))
    topics = {row.id: row.topic for row in rows}
    for learner in progress.learners_of_shop(shop_id):
        progress.follow(learner, shop_id, topics)
    queue.mark_done(list(waiting))


def refresh_limits(work: Work) -> None:
    """Find out again when each mission of a class began for everybody, and what was late."""
    progress.refresh_limits(int(work.payload["workshop"]))


def recount_missions(work: Work) -> None:
    """Make a learner's progress anew from the log."""
    learner = db.session.get(Learner, int(work.payload["learner"]))
    if learner is not None:
        progress.recount(learner, [int(each) for each in work.payload["missions"]])


def bring_in(work: Work) -> None:
    """Bring the next part of a carried class in; harmless twice."""
    bring_part(int(work.payload["user"]), str(work.payload["file"]), int(work.payload["part"]))


def _of_person(work: Work) -> Sequence[Learner]:
    subject_id, kind = work.subject_id or 0, (work.topic or "").partition(".")[0]
    if kind == "learner":
        learner = db.session.get(Learner, subject_id)
        return [learner] if learner else []
    identity = db.session.get(Identity, subject_id) if kind == "identity" else None
    return progress.learners_of_user(identity.user_id if identity else subject_id)
