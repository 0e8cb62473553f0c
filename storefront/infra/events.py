"""The event log: one row for each change that matters, in the transaction that made it.

The same rows are the order's timeline, the audit trail, the outbox of later work, and the evidence behind
indicators. With each event goes one dispatch job; the worker finds out who wants to hear of it.
"""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Any, Protocol

from flask import g, has_app_context
from sqlalchemy import BigInteger, Index, insert
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra import clock, ids, queue
from storefront.infra.db import Base, db
from storefront.infra.tenancy import PLATFORM, ShopScoped, scope


class ActorKind(enum.Enum):
    """Who did it."""

    USER = "user"
    CUSTOMER = "customer"
    GATEWAY = "gateway"
    JOB = "job"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Who did it, and for whom when a helper or staff member acts inside a shop."""

    kind: ActorKind
    id: int | None = None
    on_behalf_of: int | None = None


SYSTEM = Actor(ActorKind.SYSTEM)
JOB = Actor(ActorKind.JOB)
CUSTOMER = Actor(ActorKind.CUSTOMER)
GATEWAY = Actor(ActorKind.GATEWAY)


class Subject(Protocol):
    """Anything with an id: the row an event is about."""

    @property
    def id(self) -> Any:
        """Its id."""


class Event(ShopScoped, Base):
    """One thing that happened. `facts` are small and hold no personal data; shop_id 0 is the platform."""

    __tablename__ = "event"
    __table_args__ = (
        Index(None, "shop_id", "subject_kind", "subject_id"),
        Index(None, "shop_id", "topic"),
    )

    topic: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[int] = mapped_column(BigInteger)
    actor_kind: Mapped[ActorKind]
    actor_id: Mapped[int | None]
    on_behalf_of: Mapped[int | None]
    at: Mapped[dt.datetime]
    facts: Mapped[dict[str, Any]]


def record(topic: str, subject: Subject, *, by: Actor, **facts: Any) -> int:
    """Append an event about a shop's row, in the shop in force; returns its id."""
    current = scope()
    shop_id = subject.shop_id if isinstance(subject, ShopScoped) else None
    if shop_id is None and current is not None:
        shop_id = current.shop_id
    db.session.flush()
    return _append(PLATFORM if shop_id is None else shop_id, topic, subject, by, facts)


def record_platform(topic: str, subject: Subject, *, by: Actor, **facts: Any) -> int:
    """Append an event of the platform itself (sign-up, staff work); allowed in any scope."""
    db.session.flush()
    return _append(PLATFORM, topic, subject, by, facts)


def _append(shop_id: int, topic: str, subject: Subject, by: Actor, facts: dict[str, Any]) -> int:
    event_id = ids.new_id()
    db.session.execute(
        insert(Event.__table__).values(  # type: ignore[arg-type]
            shop_id=shop_id,
            id=event_id,
            topic=topic,
            subject_kind=kind_of(subject),
            subject_id=subject.id,
            actor_kind=by.kind,
            actor_id=by.id,
            on_behalf_of=by.on_behalf_of,
            at=clock.now(),
            facts=facts,
        )
    )
    queue.enqueue(queue.DISPATCH, shop_id=shop_id, event_id=event_id)
    return event_id


def kind_of(subject: Subject) -> str:
    """The kind written for a subject: its table's name."""
    return str(type(subject).__tablename__)  # type: ignore[attr-defined]


def acting_user() -> Actor:
    """The signed-in user of this request, as the door noted it; the system outside a request."""
    actor: Actor | None = g.get("_actor") if has_app_context() else None
    return actor or SYSTEM
