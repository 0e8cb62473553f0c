"""What the class says on a learner's pages: it is paused, a trainer looks or asks, words to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from storefront.domain.workshops.steering import unread
from storefront.domain.workshops.visits import HELP, LOOK, visits_to
from storefront.infra.db import db
from storefront.models.workshop import ClassMessage, Learner, LearnerState, Visit, WorkshopState


@dataclass(frozen=True)
class News:
    """For one learner at one moment."""

    learner: Learner
    visits: Sequence[Visit]
    messages: Sequence[ClassMessage]

    @property
    def stamp(self) -> str:
        """Differs when anything else is said."""
        said = [f"{visit.id}{'+' if visit.agreed_at else ''}" for visit in self.visits]
        said += [str(message.id) for message in self.messages]
        always = [self.learner.workshop.paused_at is not None, self.learner.hand_at is not None]
        return "-".join([*map(str, always), *said])

    @property
    def lookers(self) -> list[Visit]:
        """Trainers who look at the shop now."""
        return [visit for visit in self.visits if visit.kind == LOOK]

    @property
    def helpers(self) -> list[Visit]:
        """Trainers who act in the shop now, as the learner agreed."""
        return [visit for visit in self.visits if visit.kind == HELP and visit.agreed_at]

    @property
    def questions(self) -> list[Visit]:
        """Trainers who ask whether they may act."""
        return [visit for visit in self.visits if visit.kind == HELP and not visit.agreed_at]


def learner_at_desk(shop_id: int, user_id: int) -> Learner | None:
    """The learner whose practice shop this is, with the class, when the user is that learner."""
    learner = db.session.scalar(
        select(Learner)
        .where(Learner.shop_id == shop_id, Learner.user_id == user_id, Learner.state == LearnerState.JOINED)
        .options(joinedload(Learner.workshop))
    )
    over = learner is None or learner.workshop.state is WorkshopState.ARCHIVED
    return None if over else learner


def news_for(learner: Learner) -> News:
    """What stands above every page of this learner; two statements."""
    return News(learner, visits_to(learner), unread(learner))
