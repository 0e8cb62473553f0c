"""What learners call themselves: one of a kind in a class, whatever the marks and capitals."""

from __future__ import annotations

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.text import clean, fold
from storefront.models.workshop import Learner, Workshop

LONGEST = 40


class NicknameTaken(Invalid):
    """Somebody of the class is called so; `free` is a nickname nobody has."""

    code = "nickname_taken"

    def __init__(self, free: str) -> None:
        sentence = lazy_gettext(
            "Somebody in this class is called so already. Add your village or a letter, or take %(free)s.",
            free=free,
        )
        super().__init__({"nickname": [sentence]}, sentence)
        self.free = free


def checked(nickname: str) -> str:
    """The nickname clean. Raises Invalid."""
    nickname = clean(nickname)
    if not fold(nickname):
        raise Invalid.field("nickname", lazy_gettext("Enter what the class calls you."))
    if len(nickname) > LONGEST:
        raise Invalid.field("nickname", lazy_gettext("This is too long: at most 40 characters."))
    return nickname


def check_free(workshop: Workshop, nickname: str) -> None:
    """Raises NicknameTaken."""
    taken = set(db.session.scalars(select(Learner.nickname_folded).where(Learner.workshop_id == workshop.id)))
    if fold(nickname) not in taken:
        return
    number, stem = 2, nickname[: LONGEST - 4]
    while fold(f"{stem} {number}") in taken:
        number += 1
    raise NicknameTaken(f"{stem} {number}")
