"""What happened to a learner: the events of one of their shops, and the platform's own about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

from sqlalchemy import Select, select

from storefront.domain.workshops.missions import vocabulary
from storefront.domain.workshops.missions.tally import Elapsed, Happened
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.events import Event
from storefront.infra.tenancy import ShopScoped, enter_shop, platform_scope
from storefront.models.user import Identity
from storefront.models.workshop import Learner

MOST_READ = 5000
"""A rule is judged by so many events of its topics, the first ones: a graduated shop may have very many."""
FAR_AWAY = 0
"""No event's id: the proof is in the log of the laptop the class was carried home from."""
HELPER = "helper"
"""Who acted in somebody's name, as a trainer who helps: no rule takes that for the learner's own doing."""
_COLUMNS = (
    *(Event.id, Event.topic, Event.at, Event.actor_kind, Event.on_behalf_of),
    *(Event.subject_kind, Event.subject_id, Event.facts),
)


def of_shop(shop_id: int, topics: Collection[str]) -> list[Happened]:
    """Events of these topics in a shop, oldest first."""
    with in_shop(shop_id):
        return _read(select(*_COLUMNS).where(Event.topic.in_(topics)))


def of_person(learner: Learner, topics: Collection[str]) -> list[Happened]:
    """The platform's events of these topics about the learner, as a user and in the class."""
    wanted = [topic for topic in topics if topic in _platform_topics()]
    if not wanted:
        return []
    identities = list(db.session.scalars(select(Identity.id).where(Identity.user_id == learner.user_id)))
    subjects = {"user": [learner.user_id], "learner": [learner.id], "identity": identities}
    with platform_scope():
        # one kind at a time, as each is found by the index of subjects
        return [
            event
            for kind, ids in subjects.items()
            for event in _read(_about(kind, ids).where(Event.topic.in_(wanted)))
        ]


def still_there(learner: Learner, event_ids: Collection[int]) -> set[int]:
    """Those of the events that the logs of the learner's shops and of the platform still hold."""
    wanted = select(Event.id).where(Event.id.in_(event_ids))
    with platform_scope():
        found = set(db.session.scalars(wanted))
    for shop_id in {learner.shop_id, learner.graduated_shop_id} - {None}:
        with in_shop(shop_id or 0):
            found |= set(db.session.scalars(wanted))
    return found


def elapsed_in(workshop_id: int, paused_at: dt.datetime | None) -> Elapsed:
    """Time as the class has it: while it is paused, none passes."""
    with platform_scope():
        told = _read(
            _about("workshop", [workshop_id]).where(Event.topic.in_(("workshop.paused", "workshop.resumed")))
        )
    pauses = _pauses(told, paused_at)

    def elapsed(start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        still = (min(end, stop) - max(start, begin) for begin, stop in pauses)
        return end - start - sum((each for each in still if each > dt.timedelta()), dt.timedelta())

    return elapsed


def elapsed_of(learner: Learner) -> Elapsed:
    """The same for a learner's class; it is looked up only when somebody asks."""

    @cache
    def known() -> Elapsed:
        return elapsed_in(learner.workshop_id, learner.workshop.paused_at)

    return lambda start, end: known()(start, end)


def in_shop(shop_id: int) -> AbstractContextManager[None]:
    """Work in one learner's shop after another's: rows of the former are let go first."""
    for row in list(db.session.identity_map.values()):
        if isinstance(row, ShopScoped) and row.shop_id not in (shop_id, 0):
            db.session.flush()
            db.session.expunge(row)
    return enter_shop(shop_id)


def _pauses(told: Sequence[Happened], paused_at: dt.datetime | None) -> list[tuple[dt.datetime, dt.datetime]]:
    found, begin = [], None
    for event in told:
        if event.topic == "workshop.paused":
            begin = begin or event.at
        elif begin is not None:
            found.append((begin, event.at))
            begin = None
    still = begin or paused_at
    return [*found, (still, clock.now() + dt.timedelta(days=365))] if paused_at and still else found


def _platform_topics() -> frozenset[str]:
    return frozenset(key for key, topic in vocabulary.topics().items() if topic.platform)


def _about(kind: str, ids: Sequence[int]) -> Select[Any]:
    return select(*_COLUMNS).where(Event.subject_kind == kind, Event.subject_id.in_(ids))


def _read(wanted: Select[Any]) -> list[Happened]:
    rows = db.session.execute(wanted.order_by(Event.id).limit(MOST_READ))
    return [
        Happened(row.id, row.topic, row.at, _doer(row), row.subject_kind, row.subject_id, row.facts)
        for row in rows
    ]


def _doer(row: Any) -> str:
    return HELPER if row.on_behalf_of else str(row.actor_kind.value)
