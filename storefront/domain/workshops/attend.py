"""Joining a class with its code and a nickname, waiting for a place, coming back, and leaving."""

from __future__ import annotations

from flask_babel import lazy_gettext
from sqlalchemy import Select, func, select, update

from storefront.domain.workshops import board, nicknames, seeding
from storefront.domain.workshops.kits import kit_for
from storefront.domain.workshops.return_codes import give_way_back, is_class_account
from storefront.domain.workshops.schedule import WorkshopOver
from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict
from storefront.infra.text import fold
from storefront.models.user import User
from storefront.models.workshop import Learner, LearnerState, Workshop, WorkshopState


class JoiningClosed(Conflict):
    """The class is finished, or the trainer lets nobody join now."""

    code = "joining_closed"


class ClassFull(Conflict):
    """Every place is taken."""

    code = "class_full"
    message = lazy_gettext("Every place of this class is taken. Give it more places first.")


def join(workshop: Workshop, *, nickname: str, kit: str, user: User | None, locale: str) -> Learner:
    """Take a place with a practice shop, or stand in the waiting list; `user` is who is signed in, if any.

    Who is in already comes back as they were. Raises JoiningClosed, Invalid, and ClassFull when the waiting
    list is full as well.
    """
    nickname = nicknames.checked(nickname)
    begins = kit_for(workshop, kit)
    seeding.prepare(begins)
    workshop = locked(workshop)
    standing = user and _learner_of(user, workshop)
    if standing:
        return standing
    _check_open(workshop)
    nicknames.check_free(workshop, nickname)
    placed = _take_place(workshop)
    if not placed and waiting(workshop) >= workshop.capacity:
        raise ClassFull(lazy_gettext("This class and its waiting list are full. Ask the trainer."))
    learner = _add(workshop, nickname, begins.key, user or _new_user(nickname, locale), placed=placed)
    _came(learner)
    return learner


def check_nickname(workshop: Workshop, nickname: str, *, user: User | None) -> None:
    """Say what speaks against joining so, before more is asked. Raises JoiningClosed, Invalid."""
    nickname = nicknames.checked(nickname)
    if user and _learner_of(user, workshop):
        return
    _check_open(workshop)
    nicknames.check_free(workshop, nickname)


def leave(learner: Learner, *, by: events.Actor) -> None:
    """Take a learner out of the class; their shop stays. The first who waits gets the place."""
    learner = locked(learner)
    workshop = locked(learner.workshop)
    before, learner.state = learner.state, LearnerState.LEFT
    if before is LearnerState.LEFT:
        return
    events.record_platform("learner.left", learner, by=by, workshop=workshop.id)
    if before is LearnerState.JOINED:
        _change_taken(workshop.id, -1)
        move_up(workshop, by=by)
    board.touch(workshop.id)


def let_in(learner: Learner, *, by: events.Actor) -> None:
    """Give a place to somebody who waits or had left. Raises ClassFull. Twice is once.

    A class that is over takes back who has a shop of it, and nobody else. Raises WorkshopOver.
    """
    learner = locked(learner)
    workshop = locked(learner.workshop)
    if learner.state is LearnerState.JOINED:
        return
    if workshop.state is not WorkshopState.OPEN and learner.shop_id is None:
        raise WorkshopOver
    if not _take_place(workshop):
        raise ClassFull
    learner.state, learner.joined_at = LearnerState.JOINED, learner.joined_at or clock.now()
    _came(learner, by=by)


def move_up(workshop: Workshop, *, by: events.Actor) -> int:
    """Let in those who wait, in their order, while there are places; returns how many came in.

    A class that is over takes nobody in.
    """
    workshop = locked(workshop)
    if workshop.state is not WorkshopState.OPEN:
        return 0
    free = workshop.capacity - workshop.joined
    first = _waiting(workshop).order_by(Learner.id).limit(max(free, 0))
    # learners are locked before their class everywhere else: one who leaves just now is passed over
    learners = db.session.scalars(first.with_for_update(skip_locked=True)).all()
    for learner in learners:
        let_in(learner, by=by)
    return len(learners)


def waiting(workshop: Workshop) -> int:
    """How many wait for a place."""
    return db.session.scalar(select(func.count()).select_from(_waiting(workshop).subquery())) or 0


def place_in_line(learner: Learner) -> int:
    """Where a waiting learner stands: 1 is next."""
    ahead = _waiting(learner.workshop).where(Learner.id <= learner.id).subquery()
    return db.session.scalar(select(func.count()).select_from(ahead)) or 0


def rename(learner: Learner, nickname: str, *, by: events.Actor) -> None:
    """Give a learner another nickname. Raises Invalid."""
    nickname = nicknames.checked(nickname)
    learner = locked(learner)
    workshop = locked(learner.workshop)
    if fold(nickname) != learner.nickname_folded:
        nicknames.check_free(workshop, nickname)
    learner.nickname, learner.nickname_folded = nickname, fold(nickname)
    if is_class_account(learner.user):
        learner.user.name = nickname
    events.record_platform("learner.renamed", learner, by=by, workshop=workshop.id)
    board.touch(workshop.id)


def _check_open(workshop: Workshop) -> None:
    if workshop.state is not WorkshopState.OPEN:
        raise JoiningClosed(lazy_gettext("This class is finished. Ask the trainer for the next one."))
    if not workshop.joining:
        raise JoiningClosed(lazy_gettext("This class takes nobody in now. Ask the trainer."))


def _take_place(workshop: Workshop) -> bool:
    """Count one place more, if one is free: one statement, so that two never share the last one."""
    taken = _change_taken(workshop.id, 1, Workshop.joined < Workshop.capacity)
    db.session.expire(workshop, ["joined"])
    return taken


def _change_taken(workshop_id: int, number: int, *conditions: object) -> bool:
    changed = db.session.execute(
        update(Workshop)
        .where(Workshop.id == workshop_id, *conditions)  # type: ignore[arg-type]
        .values(joined=Workshop.joined + number)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def _add(workshop: Workshop, nickname: str, kit: str, user: User, *, placed: bool) -> Learner:
    learner = Learner(
        workshop=workshop,
        user=user,
        nickname=nickname,
        nickname_folded=fold(nickname),
        kit=kit,
        state=LearnerState.JOINED if placed else LearnerState.WAITING,
        joined_at=clock.now() if placed else None,
    )
    db.session.add(learner)
    db.session.flush()
    give_way_back(learner)
    return learner


def _came(learner: Learner, *, by: events.Actor | None = None) -> None:
    """What follows from a place: the event and the shop; a trainer who lets several in leaves it to a job."""
    itself = events.Actor(events.ActorKind.USER, learner.user_id)
    topic = "learner.joined" if learner.state is LearnerState.JOINED else "learner.waiting"
    events.record_platform(topic, learner, by=by or itself, workshop=learner.workshop_id)
    if learner.state is LearnerState.JOINED and by is None:
        seeding.give_shop(learner)
    board.touch(learner.workshop_id)


def _new_user(nickname: str, locale: str) -> User:
    user = User(name=nickname, locale=locale)
    db.session.add(user)
    db.session.flush()
    events.record_platform("user.signed_up", user, by=events.Actor(events.ActorKind.USER, user.id))
    return user


def _learner_of(user: User, workshop: Workshop) -> Learner | None:
    mine = select(Learner).where(Learner.workshop_id == workshop.id, Learner.user_id == user.id)
    learner = db.session.scalar(mine)
    if learner and learner.state is LearnerState.LEFT:
        raise JoiningClosed(
            lazy_gettext("You were taken out of this class. Ask the trainer to let you in again.")
        )
    return learner


def _waiting(workshop: Workshop) -> Select[Learner]:
    return select(Learner).where(Learner.workshop_id == workshop.id, Learner.state == LearnerState.WAITING)
