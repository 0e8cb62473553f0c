"""What the class says on a learner's pages: it is paused, a trainer looks or asks, words to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from storefront.domain.accounts.devices import SIGNED_IN, by_token
from storefront.domain.workshops.steering import unread
from storefront.domain.workshops.visits import HELP, LOOK, visits_to
from storefront.infra import clock
from storefront.infra.db import db
from storefront.models.user import User
from storefront.models.workshop import (
    ClassMessage,
    Learner,
    LearnerState,
    Visit,
    Workshop,
    WorkshopState,
)


@dataclass(frozen=True)
class News:
    """For one learner at one moment."""

    learner: Learner
    visits: Sequence[Visit]
    messages: Sequence[ClassMessage]
    stamp: str

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
    """What stands above every page of this learner; three statements."""
    stamp = _stamp(_BY_LEARNER, {"learner_id": learner.id})
    return News(learner, visits_to(learner), unread(learner), stamp or "")


_live = (Visit.learner_id == Learner.id, Visit.ended_at.is_(None), Visit.ends_at > bindparam("now"))
_unread = (ClassMessage.learner_id == Learner.id, ClassMessage.read_at.is_(None))
_STAMP = select(
    Workshop.paused_at.is_not(None),
    Learner.hand_at.is_not(None),
    select(func.count(Visit.id)).where(*_live).scalar_subquery(),
    select(func.max(Visit.id)).where(*_live).scalar_subquery(),
    select(func.count(Visit.agreed_at)).where(*_live).scalar_subquery(),
    select(func.count(ClassMessage.id)).where(*_unread).scalar_subquery(),
    select(func.max(ClassMessage.id)).where(*_unread).scalar_subquery(),
).join_from(Learner, Workshop, Workshop.id == Learner.workshop_id)
"""SQL: differs when anything else is said, as ids only rise and what is over never comes back.

Made once: every open page of a class asks every few seconds."""
_BY_DEVICE = _STAMP.where(
    Learner.workshop_id == bindparam("workshop_id"),
    Learner.state != LearnerState.LEFT,
    Learner.user_id == User.id,
    *SIGNED_IN,
)
_BY_LEARNER = _STAMP.where(Learner.id == bindparam("learner_id"))


def stamp_for(token: str, workshop_id: int) -> str | None:
    """The stamp of the news now, when the signed-in device behind the token is a learner's of this class.

    One statement says both.
    """
    return _stamp(_BY_DEVICE, {"workshop_id": workshop_id, **by_token(token)})


def _stamp(statement: Select[Any], asked: dict[str, Any]) -> str | None:
    row = db.session.execute(statement, {"now": clock.now(), **asked}).first()
    return "-".join(str(int(part or 0)) for part in row) if row else None
