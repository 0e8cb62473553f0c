"""Several trainers of one class."""

from __future__ import annotations

from flask_babel import lazy_gettext
from sqlalchemy import delete

from storefront.domain.accounts import identities
from storefront.domain.accounts.names import Name
from storefront.domain.workshops.people import is_trainer, trains
from storefront.domain.workshops.schedule import trainers
from storefront.infra import events
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid
from storefront.models.workshop import Workshop, WorkshopTrainer


class LastTrainer(Conflict):
    """A class keeps one trainer."""

    code = "last_trainer"
    message = lazy_gettext("This is the only trainer of the class. Add another one first.")


def add_trainer(workshop: Workshop, name: Name, *, by: events.Actor) -> None:
    """Let another trainer teach the class as well. Raises Invalid when nobody trains by this name."""
    user = identities.user_of(name)
    if user is None or not is_trainer(user):
        raise Invalid.field("name", lazy_gettext("No trainer has this phone number or e-mail."))
    workshop = locked(workshop)
    if trains(user.id, workshop.id):
        return
    db.session.add(WorkshopTrainer(workshop_id=workshop.id, user_id=user.id))
    events.record_platform("workshop.trainer_added", workshop, by=by, trainer=user.id)


def remove_trainer(workshop: Workshop, user_id: int, *, by: events.Actor) -> None:
    """Take a trainer out of the class. Raises LastTrainer."""
    workshop = locked(workshop)
    standing = {each.id for each in trainers(workshop)}
    if standing == {user_id}:
        raise LastTrainer
    if user_id in standing:
        mine = WorkshopTrainer.workshop_id == workshop.id
        db.session.execute(delete(WorkshopTrainer).where(mine, WorkshopTrainer.user_id == user_id))
        events.record_platform("workshop.trainer_removed", workshop, by=by, trainer=user_id)
