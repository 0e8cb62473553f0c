"""What happens to a class that is over: archived by its trainer, its practice data deleted by rule.

Certificates, attendance, what was reached and what learners thought stay: the programme reports by them.
Practice shops with all their rows, what phones asked for, messages, visits, invitations and the names of
people whom only the class knew go.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask import current_app
from flask_babel import gettext, lazy_gettext
from sqlalchemy import delete, func, select

from storefront.domain.workshops import board
from storefront.domain.workshops.cleaning.erase import delete_shop
from storefront.domain.workshops.return_codes import is_class_account
from storefront.infra import clock, events, queue
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict
from storefront.infra.text import fold
from storefront.models.practice import PracticeScene, PracticeVisit
from storefront.models.user import Identity, RecoveryCode, SignIn, User
from storefront.models.workshop import (
    ClassMessage,
    Learner,
    LearnerPresence,
    LearnerState,
    Visit,
    Workshop,
    WorkshopInvitation,
    WorkshopState,
)

DELETE = "classroom.delete_practice"
"""The job that deletes one learner's practice, and leaves the next learner to the next job."""
FORGET = "classroom.forget_merchant"
"""The job that has the sandbox delete what it knows of a practice shop."""
BATCH = 20
"""Classes that one turn of the clock begins with."""


class StillRunning(Conflict):
    """The class has not been finished."""

    code = "class_still_running"
    message = lazy_gettext("This class is still running. Finish it first.")


def archive(workshop: Workshop, *, by: events.Actor) -> None:
    """Put a finished class away; everything in it can still be read. Raises StillRunning. Twice is once."""
    workshop = locked(workshop)
    if workshop.state is WorkshopState.OPEN:
        raise StillRunning
    if workshop.state is WorkshopState.ARCHIVED:
        return
    workshop.state = WorkshopState.ARCHIVED
    events.record_platform("workshop.archived", workshop, by=by)


def kept_until(workshop: Workshop) -> dt.date:
    """The last day of the class's practice data, by the installation's rule."""
    return workshop.ends_on + dt.timedelta(days=current_app.config["SETTINGS"].practice_days)


def due() -> Sequence[Workshop]:
    """Classes whose practice data has been kept for its time."""
    latest = clock.today_vn() - dt.timedelta(days=current_app.config["SETTINGS"].practice_days)
    return db.session.scalars(
        select(Workshop)
        .where(Workshop.practice_deleted_at.is_(None), Workshop.ends_on < latest)
        .order_by(Workshop.ends_on, Workshop.id)
        .limit(BATCH)
    ).all()


def ask_for_deletion(workshop: Workshop, *, by: events.Actor) -> None:
    """Begin to delete the practice data of a class: nobody joins or learns in it any more.

    Asked again, it goes on where it gave up.
    """
    workshop = locked(workshop)
    if workshop.practice_deleted_at is not None:
        return
    if under_way := deletion(workshop):
        queue.run_again(under_way.id)
        return
    workshop.state, workshop.joining = WorkshopState.ARCHIVED, False
    queue.enqueue(
        DELETE, shop_id=0, unique_key=f"{DELETE}:{workshop.id}", workshop=str(workshop.id), after="0"
    )
    events.record_platform("workshop.practice_deletion_begun", workshop, by=by)


def deletion(workshop: Workshop) -> queue.Job | None:
    """The job that is deleting the class's practice data, or gave up."""
    mine = f"{DELETE}:{workshop.id}"
    return db.session.scalar(
        select(queue.Job)
        .where((queue.Job.unique_key == mine) | queue.Job.unique_key.startswith(f"{mine}:", autoescape=True))
        .limit(1)
    )


def delete_next(workshop: Workshop, after: int) -> None:
    """Delete the practice of the first learner whose id is above `after`, and come again for the next one.

    One learner a transaction: killed, it goes on where it was. After the last one the class itself is tidied.
    """
    learner = db.session.scalars(
        select(Learner)
        .where(Learner.workshop_id == workshop.id, Learner.id > after)
        .order_by(Learner.id)
        .limit(1)
    ).first()
    if learner is None:
        _tidy(locked(workshop))
        return
    _delete_practice(locked(learner))
    queue.enqueue(
        DELETE,
        shop_id=0,
        unique_key=f"{DELETE}:{workshop.id}:{learner.id}",
        workshop=str(workshop.id),
        after=str(learner.id),
    )


def left(workshop: Workshop) -> int:
    """How many practice shops of the class are still there."""
    mine = select(func.count(Learner.id)).where(
        Learner.workshop_id == workshop.id, Learner.shop_id.is_not(None)
    )
    return db.session.scalar(mine) or 0


def _delete_practice(learner: Learner) -> None:
    if learner.shop is not None:
        _forget_at_sandbox(learner.shop.id)
        delete_shop(learner.shop)
    for model in (LearnerPresence, Visit, PracticeVisit):
        db.session.execute(delete(model).where(model.learner_id == learner.id))
    learner.return_code, learner.practice_phone, learner.paper_name = None, "", None
    learner.note, learner.hand_words, learner.hand_at = "", "", None
    if is_class_account(learner.user) and not _learns_elsewhere(learner):
        _forget_name(learner)
    db.session.flush()


def _forget_at_sandbox(shop_id: int) -> None:
    """The shop's practice gateways and account are deleted by a job of their own, as the call may fail."""
    if current_app.config["SETTINGS"].sandbox:
        queue.enqueue(FORGET, shop_id=0, unique_key=f"{FORGET}:{shop_id}", shop=str(shop_id))


def _learns_elsewhere(learner: Learner) -> bool:
    """Whether another class, whose practice is still kept, knows the same account."""
    other = (
        select(Learner.id)
        .join(Workshop, Workshop.id == Learner.workshop_id)
        .where(
            Learner.user_id == learner.user_id,
            Learner.id != learner.id,
            Learner.state != LearnerState.LEFT,
            Workshop.practice_deleted_at.is_(None),
        )
    )
    return db.session.scalar(other.limit(1)) is not None


def _forget_name(learner: Learner) -> None:
    """Only the class knew this person: what is left of them is a number among the results."""
    name = gettext("Learner %(number)s", number=learner.id)
    learner.nickname, learner.nickname_folded = name, fold(name)
    user: User = learner.user
    user.name, user.password_hash, user.totp_secret, user.totp_confirmed_at = name, None, None, None
    user.disabled_at = clock.now()
    for model in (Identity, SignIn, RecoveryCode):
        db.session.execute(delete(model).where(model.user_id == user.id))
    db.session.expire(user, ["identities"])


def _tidy(workshop: Workshop) -> None:
    for model in (ClassMessage, WorkshopInvitation, PracticeScene):
        db.session.execute(delete(model).where(model.workshop_id == workshop.id))
    workshop.practice_deleted_at = clock.now()
    events.record_platform("workshop.practice_deleted", workshop, by=events.JOB)
    board.touch(workshop.id)
