"""Who is in a class, as its trainer sees them."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext
from sqlalchemy import case, select
from sqlalchemy.orm import joinedload

from storefront.infra.db import db, locked
from storefront.infra.errors import NotFound
from storefront.models.workshop import Learner, LearnerState, Workshop

ORDER = (LearnerState.JOINED, LearnerState.WAITING, LearnerState.LEFT)


class NoSuchLearner(NotFound):
    """Nobody of this class."""

    code = "no_such_learner"
    message = lazy_gettext("Nobody in this class has this number.")


def of_workshop(workshop: Workshop) -> Sequence[Learner]:
    """Everybody who came: those with a place by name, who waits in their order, who left at the end."""
    rank = case(*[(Learner.state == state, place) for place, state in enumerate(ORDER)])
    waits = case((Learner.state == LearnerState.WAITING, Learner.id), else_=0)
    return db.session.scalars(
        select(Learner)
        .where(Learner.workshop_id == workshop.id)
        .options(joinedload(Learner.shop))
        .order_by(rank, waits, Learner.nickname_folded)
    ).all()


def tell_about(learner: Learner, *, sex: str, unit_code: str) -> None:
    """Keep what a learner likes to tell of themselves, for the programme's counts."""
    learner = locked(learner)
    learner.sex, learner.unit_code = sex, unit_code


def learner_of(workshop: Workshop, learner_id: int) -> Learner:
    """One of them. Raises NoSuchLearner."""
    learner = db.session.get(Learner, learner_id)
    if learner is None or learner.workshop_id != workshop.id:
        raise NoSuchLearner
    return learner
