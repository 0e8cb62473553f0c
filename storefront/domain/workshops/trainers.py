"""Who may make workshops: appointed by platform staff, found, and ended."""

from __future__ import annotations

from flask_babel import lazy_gettext
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from storefront.domain.accounts import identities
from storefront.domain.accounts.names import Name
from storefront.domain.workshops.finding import ids_holding
from storefront.infra import clock, events
from storefront.infra.db import begin_write, db, locked
from storefront.infra.errors import Invalid
from storefront.infra.text import clean
from storefront.models.programme import Trainer
from storefront.models.user import User


class NoSuchUser(Invalid):
    """Nobody has an account by this phone or e-mail."""

    code = "no_such_user"

    def __init__(self) -> None:
        sentence = lazy_gettext("Nobody has an account with this phone number or e-mail yet.")
        super().__init__({"name": [sentence]}, sentence)


def appoint(name: Name, *, organisation: str, by: events.Actor) -> Trainer:
    """Let a user make workshops, again if they once did. Raises NoSuchUser."""
    user = identities.user_of(name)
    if user is None:
        raise NoSuchUser
    begin_write()
    trainer = db.session.scalar(select(Trainer).where(Trainer.user_id == user.id)) or Trainer(user_id=user.id)
    trainer.organisation, trainer.ended_at = clean(organisation)[:160], None
    db.session.add(trainer)
    db.session.flush()
    events.record_platform("trainer.appointed", trainer, by=by)
    return trainer


def end(trainer: Trainer, *, by: events.Actor) -> None:
    """Take the right away; the classes stay with the other trainers and with staff."""
    trainer = locked(trainer)
    trainer.ended_at = trainer.ended_at or clock.now()
    events.record_platform("trainer.ended", trainer, by=by)


def find(text: str) -> Select[Trainer]:
    """Trainers, present and former, whose name or organisation holds the text."""
    statement = select(Trainer).options(joinedload(Trainer.user).selectinload(User.identities))
    if not clean(text):
        return statement
    words = select(Trainer.id, User.name, Trainer.organisation).join(User, User.id == Trainer.user_id)
    return statement.where(Trainer.id.in_(ids_holding(words, text)))
