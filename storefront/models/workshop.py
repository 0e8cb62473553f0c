"""Workshops: a class, its lessons and missions, its learners, and what each of them really did."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storefront.infra.crypto import SealedPlatform
from storefront.infra.db import Base
from storefront.models.common import Created, PlatformRow, Versioned
from storefront.models.programme import Cohort, Donor, Venue
from storefront.models.shop import Shop
from storefront.models.user import IdentityKind, User


class Track(enum.Enum):
    """For whom a workshop is."""

    OWNER = "owner"
    CLERK = "clerk"
    OFFICIAL = "official"


class WorkshopState(enum.Enum):
    """Planned and running are one state: people may join while `joining` is on."""

    OPEN = "open"
    FINISHED = "finished"
    ARCHIVED = "archived"


class LearnerState(enum.Enum):
    """Where somebody stands who came with the join code."""

    WAITING = "waiting"
    JOINED = "joined"
    LEFT = "left"


class Workshop(PlatformRow, Created, Versioned, Base):
    """A class. `kits` are keys of starter kits or model shops; `board_version` rises as its board changes.

    `joined` counts the places taken, `capacity` bounds them. A class meets in a venue of the register, at a
    `place` told in words, or online at `online_url`.
    """

    __tablename__ = "workshop"
    __table_args__ = (Index(None, "state", "starts_on"),)

    title: Mapped[str] = mapped_column(String(160))
    track: Mapped[Track] = mapped_column(default=Track.OWNER)
    state: Mapped[WorkshopState] = mapped_column(default=WorkshopState.OPEN)
    joining: Mapped[bool] = mapped_column(default=True)
    join_code: Mapped[str] = mapped_column(String(12), unique=True)
    starts_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"))
    place: Mapped[str] = mapped_column(String(200), default="")
    online_url: Mapped[str] = mapped_column(default="")
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    donor_id: Mapped[int | None] = mapped_column(ForeignKey("donor.id"), index=True)
    kits: Mapped[list[str]] = mapped_column(default=list)
    languages: Mapped[list[str]] = mapped_column(default=list)
    capacity: Mapped[int] = mapped_column(default=30)
    joined: Mapped[int] = mapped_column(default=0)
    paused_at: Mapped[dt.datetime | None]
    board_version: Mapped[int] = mapped_column(BigInteger, default=1)
    made_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    practice_deleted_at: Mapped[dt.datetime | None]
    venue: Mapped[Venue | None] = relationship()
    cohort: Mapped[Cohort | None] = relationship()
    donor: Mapped[Donor | None] = relationship()

    @property
    def room(self) -> str:
        """Where it meets: the venue of the register, or the place that was typed; empty online."""
        return self.venue.name if self.venue else self.place


class WorkshopTrainer(PlatformRow, Created, Base):
    """A trainer of a workshop; the first one made it."""

    __tablename__ = "workshop_trainer"
    __table_args__ = (UniqueConstraint("workshop_id", "user_id"),)

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    user: Mapped[User] = relationship()


class ClassSession(PlatformRow, Created, Base):
    """One meeting of a workshop."""

    __tablename__ = "class_session"
    __table_args__ = (UniqueConstraint("workshop_id", "number"),)

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(160), default="")
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]


class Learner(PlatformRow, Created, Base):
    """Somebody in a workshop, with a practice shop of their own once they have a place.

    `return_code` lets them back in from another phone, with the join code and the nickname. `practice_phone`
    is a number or e-mail proved on the practice phone; `sex`, `unit_code` are told freely, for the
    programme's counts; `paper_name` is the name they want on their certificate.
    """

    __tablename__ = "learner"
    __table_args__ = (UniqueConstraint("workshop_id", "nickname_folded"), UniqueConstraint("shop_id"))

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    shop_id: Mapped[int | None] = mapped_column(ForeignKey("shop.id"))
    nickname: Mapped[str] = mapped_column(String(60))
    nickname_folded: Mapped[str] = mapped_column(String(60))
    return_code: Mapped[str | None] = mapped_column(SealedPlatform)
    kit: Mapped[str] = mapped_column(String(60))
    state: Mapped[LearnerState] = mapped_column(default=LearnerState.JOINED)
    sex: Mapped[str] = mapped_column(String(10), default="")
    unit_code: Mapped[str] = mapped_column(String(5), default="")
    practice_phone: Mapped[str] = mapped_column(String(254), default="")
    joined_at: Mapped[dt.datetime | None]
    hand_at: Mapped[dt.datetime | None]
    hand_words: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    paper_name: Mapped[str | None] = mapped_column(SealedPlatform)
    graduated_shop_id: Mapped[int | None] = mapped_column(ForeignKey("shop.id"), index=True)
    workshop: Mapped[Workshop] = relationship()
    user: Mapped[User] = relationship()
    shop: Mapped[Shop | None] = relationship(foreign_keys=[shop_id])


class Attendance(PlatformRow, Created, Base):
    """A learner was at a meeting, or was not; `noted_by` is the trainer, or nothing when they acted in it."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("class_session_id", "learner_id"),)

    class_session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    present: Mapped[bool] = mapped_column(default=True)
    noted_by: Mapped[int | None] = mapped_column(BigInteger)


class Lesson(PlatformRow, Created, Versioned, Base):
    """One lesson of a workshop's syllabus, copied from the built-in one and the trainer's from then on.

    `title` and `body` are words by language; the body is marked-up text as pages have it.
    """

    __tablename__ = "lesson"
    __table_args__ = (Index(None, "workshop_id", "position"),)

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[dict[str, Any]]
    body: Mapped[dict[str, Any]]
    missions: Mapped[list[Mission]] = relationship(back_populates="lesson", order_by="Mission.position")


class Mission(PlatformRow, Created, Versioned, Base):
    """Something to do, proved by events: `rule` is data, `minutes` the time limit."""

    __tablename__ = "mission"
    __table_args__ = (Index(None, "workshop_id", "position"),)

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    lesson_id: Mapped[int] = mapped_column(ForeignKey("lesson.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[dict[str, Any]]
    hint: Mapped[dict[str, Any]]
    rule: Mapped[dict[str, Any]]
    minutes: Mapped[int | None]
    required: Mapped[bool] = mapped_column(default=True)
    in_class: Mapped[bool] = mapped_column(default=True)
    certified: Mapped[bool] = mapped_column(default=True)
    lesson: Mapped[Lesson] = relationship(back_populates="missions")


class LearnerProgress(PlatformRow, Base):
    """Projection: how far a learner is with a mission, by events only; jobs fill it.

    `seen` holds what already counted (ids of subjects), `event_id` is the last event, the evidence.
    """

    __tablename__ = "learner_progress"
    __table_args__ = (UniqueConstraint("learner_id", "mission_id"),)

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    mission_id: Mapped[int] = mapped_column(ForeignKey("mission.id"), index=True)
    count: Mapped[int] = mapped_column(default=0)
    seen: Mapped[list[str]] = mapped_column(default=list)
    began_at: Mapped[dt.datetime | None]
    reached_at: Mapped[dt.datetime | None]
    event_id: Mapped[int | None] = mapped_column(BigInteger)
    late: Mapped[bool] = mapped_column(default=False)
    extra_minutes: Mapped[int] = mapped_column(default=0)
    skipped_at: Mapped[dt.datetime | None]
    skipped_by: Mapped[int | None] = mapped_column(BigInteger)


class LearnerPresence(PlatformRow, Base):
    """What a learner's phone asked for and how it was answered: never values, and no evidence of anything."""

    __tablename__ = "learner_presence"
    __table_args__ = (Index(None, "learner_id", "at"),)

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    at: Mapped[dt.datetime]
    endpoint: Mapped[str] = mapped_column(String(80))
    method: Mapped[str] = mapped_column(String(8), default="GET")
    status: Mapped[int]
    errors: Mapped[list[str]] = mapped_column(default=list)


class ClassMessage(PlatformRow, Created, Base):
    """What a trainer said to a learner; words for the whole class are one row for each."""

    __tablename__ = "class_message"
    __table_args__ = (Index(None, "workshop_id", "created_at"),)

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    said_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    body: Mapped[str] = mapped_column(String(500))
    read_at: Mapped[dt.datetime | None]


class Visit(PlatformRow, Created, Base):
    """A trainer at a learner's shop: `look` is read-only and announced, `help` waits for consent."""

    __tablename__ = "class_visit"
    __table_args__ = (Index(None, "learner_id", "ended_at"),)

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    trainer_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    agreed_at: Mapped[dt.datetime | None]
    refused_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    ends_at: Mapped[dt.datetime]
    learner: Mapped[Learner] = relationship()
    trainer: Mapped[User] = relationship()


class Certificate(PlatformRow, Base):
    """What a learner really did, signed; `code` opens the public check page.

    `facts` are what the paper says, `signature` is made over the PDF's hash with the key of the installation
    that issued it (`origin`, `public_key`); one that was carried home keeps both.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("origin", "number"),
        Index(
            "uq_certificate_valid",
            "learner_id",
            "kind",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    origin: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    facts: Mapped[dict[str, Any]]
    pdf: Mapped[bytes] = mapped_column(deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str]
    public_key: Mapped[str]
    issued_at: Mapped[dt.datetime]
    issued_by: Mapped[int] = mapped_column(BigInteger)
    revoked_at: Mapped[dt.datetime | None]
    revoked_reason: Mapped[str] = mapped_column(String(300), default="")
    learner: Mapped[Learner] = relationship()


class Feedback(PlatformRow, Created, Base):
    """What a learner thought of the class: marks from 1 to 5 by question, and words."""

    __tablename__ = "feedback"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), unique=True)
    marks: Mapped[dict[str, Any]]
    words: Mapped[str] = mapped_column(Text, default="")


class WorkshopInvitation(PlatformRow, Created, Base):
    """A person on the list of a workshop, invited by phone or e-mail; the link in the message joins."""

    __tablename__ = "workshop_invitation"
    __table_args__ = (Index(None, "workshop_id"),)

    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[IdentityKind]
    value: Mapped[str | None] = mapped_column(SealedPlatform)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    sent_at: Mapped[dt.datetime | None]
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.id"))
    revoked_at: Mapped[dt.datetime | None]


class FollowUp(PlatformRow, Base):
    """Projection: what became of a learner's real shop, so many days after the class."""

    __tablename__ = "follow_up"
    __table_args__ = (UniqueConstraint("learner_id", "days"),)

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    days: Mapped[int]
    looked_at: Mapped[dt.datetime]
    shop_open: Mapped[bool]
    placed_orders: Mapped[int]
    paid_orders: Mapped[int]
