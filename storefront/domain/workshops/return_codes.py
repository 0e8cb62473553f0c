"""The way back into a class from another phone: join code, nickname and a return code of six digits.

It opens only accounts that have no other way in. Once a person has proved a phone or an e-mail of their own,
and so may own a real shop, a code that the trainer can read opens nothing any more.
"""

from __future__ import annotations

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.domain.accounts import identities, throttle
from storefront.domain.accounts.names import Name
from storefront.infra import clock, events
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid
from storefront.infra.text import fold
from storefront.infra.tokens import new_digits, same
from storefront.models.user import Identity, IdentityKind, User
from storefront.models.workshop import Learner, LearnerState, Workshop


class WrongReturnCode(Invalid):
    """Nickname and return code do not belong together; which of the two is wrong is not said."""

    code = "wrong_return_code"

    def __init__(self) -> None:
        sentence = lazy_gettext(
            "Nickname and return code do not fit. The trainer can look up your return code for you."
        )
        super().__init__({"": [sentence]}, sentence)


class OwnWayIn(Conflict):
    """The account has a phone or an e-mail of its own to sign in with."""

    code = "own_way_in"
    message = lazy_gettext("This account has its own phone or e-mail by now. Sign in with it.")


def is_class_account(user: User) -> bool:
    """Whether nothing but classes opens the account: no phone or e-mail was ever proved."""
    return not any(one.verified_at for one in user.identities if one.kind is not IdentityKind.CLASS)


def give_way_back(learner: Learner) -> None:
    """A return code for a learner whose account has no other way in."""
    if not is_class_account(learner.user):
        return
    learner.return_code = new_digits()
    name = _name(learner.user)
    if identities.user_of(name) is None:
        learner.user.identities.append(Identity(kind=name.kind, value=name.value, verified_at=clock.now()))
    db.session.flush()


def renew(learner: Learner, *, by: events.Actor) -> None:
    """A new return code in place of the present one. Raises OwnWayIn."""
    learner = locked(learner)
    if not is_class_account(learner.user):
        raise OwnWayIn
    learner.return_code = new_digits()
    events.record_platform("learner.return_code_renewed", learner, by=by, workshop=learner.workshop_id)


def come_back(workshop: Workshop, *, nickname: str, digits: str, address: str) -> Learner:
    """The learner with this nickname and return code. Raises WrongReturnCode, OwnWayIn, TooManyTries."""
    folded = fold(nickname)
    attempt = throttle.count_try(f"return {workshop.id} {folded}", f"return {workshop.id} {address}")
    learner = db.session.scalar(
        select(Learner).where(
            Learner.workshop_id == workshop.id,
            Learner.nickname_folded == folded,
            Learner.state != LearnerState.LEFT,
        )
    )
    typed = "".join(sign for sign in digits if sign.isdigit())
    if learner is None or not learner.return_code or not same(learner.return_code, typed):
        raise WrongReturnCode
    if not is_class_account(learner.user):
        raise OwnWayIn
    if identities.user_of(_name(learner.user)) is None:
        raise WrongReturnCode
    throttle.succeeded(attempt)
    return learner


def _name(user: User) -> Name:
    return Name(IdentityKind.CLASS, str(user.id))
