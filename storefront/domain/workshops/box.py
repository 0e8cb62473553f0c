"""Class in a box: the trainer and the class of a laptop that serves alone, made once and found again."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask_babel import gettext as _

from storefront.domain.accounts import identities
from storefront.domain.accounts.names import Name, parse_name
from storefront.domain.accounts.staff import create_user, give_password
from storefront.domain.workshops import codes, schedule, trainers
from storefront.domain.workshops.people import is_trainer
from storefront.infra import clock, events
from storefront.infra.dates import format_date
from storefront.infra.db import db
from storefront.infra.text import clean
from storefront.models.user import User
from storefront.models.workshop import Track, Workshop, WorkshopState

KITS = ("food", "craft", "general")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the trainer asked for on the command line; nothing said means: as it was, or as usual."""

    trainer: str
    title: str = ""
    kits: tuple[str, ...] = ()
    new_password: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """The class to show; `password` only when it was made just now, as nobody can read it later."""

    workshop: Workshop
    trainer: str
    password: str
    resumed: bool


def open_box(wish: Wish) -> Box:
    """The class of this laptop with its trainer's account. Raises Invalid."""
    name = parse_name(wish.trainer)
    user, password = _trainer(name, new_password=wish.new_password)
    standing = _standing(user, wish.title)
    return Box(standing or _new(user, wish), name.value, password, standing is not None)


def _trainer(name: Name, *, new_password: bool) -> tuple[User, str]:
    user, password = identities.user_of(name), ""
    if user is None:
        password = _new_password()
        user = create_user(name, called=_("Trainer"), password=password)
        db.session.flush()
    elif new_password:
        password = _new_password()
        give_password(user, password, by=events.SYSTEM)
    if not is_trainer(user):
        trainers.appoint(name, organisation="", by=events.SYSTEM)
    return user, password


def _new_password() -> str:
    """Three groups of signs that are not mistaken for one another."""
    return "-".join(
        "".join(secrets.choice(codes.LETTERS) for _sign in range(4)) for _group in range(3)
    ).lower()


def _standing(user: User, title: str) -> Workshop | None:
    """The newest class that still runs; if a title was asked for, the one of that title."""
    running = schedule.workshops_of(user).where(Workshop.state == WorkshopState.OPEN)
    if title:
        running = running.where(Workshop.title == clean(title))
    return db.session.scalar(running.order_by(Workshop.id.desc()).limit(1))


def _new(user: User, wish: Wish) -> Workshop:
    today = clock.today_vn()
    data = schedule.WorkshopData(
        title=wish.title or _("Class of %(day)s", day=format_date(today)),
        track=Track.OWNER,
        starts_on=today,
        ends_on=today,
        kits=wish.kits or KITS,
    )
    return schedule.make_workshop(data, user=user, by=events.Actor(events.ActorKind.USER, user.id))
