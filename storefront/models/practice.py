"""Practice customers: scenes a trainer let begin, and each visit of a made-up customer in one of them."""

from __future__ import annotations

import enum

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storefront.infra.db import Base
from storefront.models.common import Created, PlatformRow
from storefront.models.workshop import Learner


class VisitState(enum.Enum):
    """How far a practice customer is."""

    WAITING = "waiting"
    UNDER_WAY = "under_way"
    DONE = "done"
    FAILED = "failed"


class PracticeScene(PlatformRow, Created, Base):
    """A trainer let a scene begin; `press_key` is the form's, so that a second press of it is the first."""

    __tablename__ = "practice_scene"
    __table_args__ = (Index(None, "workshop_id", "created_at"),)

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    code: Mapped[str] = mapped_column(String(30))
    press_key: Mapped[str] = mapped_column(String(60), unique=True)
    pressed_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    visits: Mapped[list[PracticeVisit]] = relationship(
        back_populates="scene", order_by="PracticeVisit.learner_id, PracticeVisit.number"
    )


class PracticeVisit(PlatformRow, Created, Base):
    """One made-up customer at one learner's shop: the next step of their part, and what came of it.

    `order_id` and `order_number` are the practice order's; `problem` is the code of what stopped them.
    """

    __tablename__ = "practice_visit"
    __table_args__ = (UniqueConstraint("scene_id", "learner_id", "number"),)

    scene_id: Mapped[int] = mapped_column(ForeignKey("practice_scene.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    shop_id: Mapped[int] = mapped_column(BigInteger, index=True)
    number: Mapped[int]
    step: Mapped[int] = mapped_column(default=0)
    state: Mapped[VisitState] = mapped_column(default=VisitState.WAITING)
    order_id: Mapped[int | None] = mapped_column(BigInteger)
    order_number: Mapped[str] = mapped_column(String(20), default="")
    problem: Mapped[str] = mapped_column(String(30), default="")
    scene: Mapped[PracticeScene] = relationship(back_populates="visits")
    learner: Mapped[Learner] = relationship()
