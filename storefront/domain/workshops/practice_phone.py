"""A learner proves a phone or an e-mail in class: the code lands on their shop's practice phone.

What is proved so is practice. It stands on the learner and never becomes an identity, so it takes nobody's
real number away and opens no account.
"""

from __future__ import annotations

from sqlalchemy import select

from storefront.domain.accounts import codes
from storefront.domain.accounts.names import Name
from storefront.domain.notifications.notify import Recipient, notify
from storefront.domain.workshops.people import places_in_running
from storefront.domain.workshops.return_codes import is_class_account
from storefront.infra import events
from storefront.infra.db import db, locked
from storefront.models.user import User
from storefront.models.workshop import Learner

PRACTICE = "practice"


def practising(user: User) -> Learner | None:
    """The user as a learner who has yet to prove a phone in class.

    None for accounts with a phone or e-mail of their own, after the class, and once one is proved here.
    """
    if not is_class_account(user):
        return None
    unproved = Learner.shop_id.is_not(None), Learner.practice_phone == ""
    return db.session.scalar(places_in_running(user).where(*unproved).limit(1))


def practised(user: User) -> str:
    """What a class account proved in class: a number or an e-mail, or nothing."""
    if not is_class_account(user):
        return ""
    mine = select(Learner.practice_phone).where(Learner.user_id == user.id, Learner.practice_phone != "")
    return db.session.scalar(mine.order_by(Learner.id.desc()).limit(1)) or ""


def send_code(learner: Learner, name: Name, *, locale: str) -> None:
    """Put a fresh code on the practice phone. Raises TooManyTries."""
    digits = codes.new_code(_own(learner, name), PRACTICE)
    notify(
        "code",
        Recipient(name.kind, name.value, locale, learner.nickname),
        {"code": digits, "minutes": 10},
        shop_id=learner.shop_id or 0,
        practice=True,
    )


def prove(learner: Learner, name: Name, digits: str) -> None:
    """Take the code back from the learner. Raises WrongCode."""
    codes.use_code(_own(learner, name), PRACTICE, digits)
    learner = locked(learner)
    learner.practice_phone = name.value
    by = events.Actor(events.ActorKind.USER, learner.user_id)
    events.record_platform(
        "learner.phone_verified", learner, by=by, workshop=learner.workshop_id, kind=name.kind.value
    )


def _own(learner: Learner, name: Name) -> Name:
    """The learner's own drawer of codes: classmates may all practise with the same made-up number."""
    return Name(name.kind, f"learner {learner.id}")
