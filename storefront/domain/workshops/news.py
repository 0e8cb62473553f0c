"""What the class says on a learner's pages: it is paused, a trainer looks or asks, words to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import joinedload

from storefront.domain.accounts.devices import SIGNED_IN, by_token
from storefront.domain.workshops.steering import unread
from storefront.domain.workshops.visits import HELP, LOOK, visits_to
from storefront.infra import clock
from storefront.infra.db import db
from storefront.models.user import User
from storefront.models.workshop import ClassMessage, Learner, LearnerState, Visit, Workshop, WorkshopState


@dataclass(frozen=True)
class News:
    """For one learner at one moment."""

    learner: Learner
    visits: Sequence[Visit]
    messages: Sequence[ClassMessage]

    @property
    def stamp(self) -> str:
        """Differs when anything else is said: ids only rise, and what is over never comes back."""
        visits, messages = self.visits, self.messages
        return _stamp(
            self.learner.workshop.paused_at is not None,
            self.learner.hand_at is not None,
            len(visits),
            visits[-1].id if visits else None,
            sum(visit.agreed_at is not None for visit in visits),
            len(messages),
            messages[-1].id if messages else None,
        )

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


_live = (Visit.learner_id == Learner.id, Visit.ended_at.is_(None), Visit.ends_at > bindparam("now"))
_unread = (ClassMessage.learner_id == Learner.id, ClassMessage.read_at.is_(None))
_STAMP = (
    select(
        Workshop.paused_at.is_not(None),
        Learner.hand_at.is_not(None),
        select(func.count(Visit.id)).where(*_live).scalar_subquery(),
        select(func.max(Visit.id)).where(*_live).scalar_subquery(),
        select(func.count(Visit.agreed_at)).where(*_live).scalar_subquery(),
        select(func.count(ClassMessage.id)).where(*_unread).scalar_subquery(),
        select(func.max(ClassMessage.id)).where(*_unread).scalar_subquery(),
    )
    .join_from(Learner, Workshop, Workshop.id == Learner.workshop_id)
    .where(
        Learner.workshop_id == bindparam("workshop_id"),
        Learner.state != LearnerState.LEFT,
        Learner.user_id == User.id,
        *SIGNED_IN,
    )
)  # made once: every open page of a class asks every few seconds


def stamp_for(token: str, workshop_id: int) -> str | None:
    """The stamp of the news now, when the signed-in device behind the token is a learner's of this class.

    One statement says both.
    """
    asked = {"workshop_id": workshop_id, "now": clock.now(), **by_token(token)}
    row = db.session.execute(_STAMP, asked).one_or_none()
    return _stamp(*row) if row else None


def _stamp(*parts: int | None) -> str:
    return "-".join(str(int(part or 0)) for part in parts)
