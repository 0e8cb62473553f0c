"""The scenes a trainer may let begin, as data: who comes, how they would like to pay, and what they do."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from flask_babel import lazy_gettext

from storefront.infra.errors import NotFound, Sentence

COD, TRANSFER, GATEWAY = "cod", "bank_transfer", "practice"


class Act(enum.Enum):
    """What a practice customer can do."""

    ORDER = "order"
    PAY = "pay"
    CANCEL = "cancel"
    COMPLAIN = "complain"


@dataclass(frozen=True, slots=True)
class Step:
    """One act, so many seconds after the one before; `short` is the percentage of a payment left out."""

    act: Act
    after: int = 0
    short: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What one customer plays. `ways` of paying in the order of their liking; no other one is taken."""

    ways: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """Customers of one shop, who come within `spread` seconds."""

    code: str
    title: Sentence
    about: Sentence
    parts: tuple[Part, ...]
    spread: int = 0


class NoSuchScene(NotFound):
    """There is no scene of this name."""

    code = "no_such_scene"


ORDER = Step(Act.ORDER)
AT_THE_DOOR = Part((COD, TRANSFER, GATEWAY), (ORDER,))
BY_TRANSFER = Part((TRANSFER, GATEWAY, COD), (ORDER, Step(Act.PAY, after=20)))
BY_GATEWAY = Part((GATEWAY, TRANSFER, COD), (ORDER, Step(Act.PAY, after=5)))

SCENES: tuple[Scene, ...] = (
    Scene(
        "rush",
        lazy_gettext("A rush of ten orders"),
        lazy_gettext("Ten customers within a minute and a half: some pay at the door, some at once."),
        (
            AT_THE_DOOR,
            BY_TRANSFER,
            AT_THE_DOOR,
            BY_GATEWAY,
            AT_THE_DOOR,
            BY_TRANSFER,
            AT_THE_DOOR,
            BY_GATEWAY,
            AT_THE_DOOR,
            BY_TRANSFER,
        ),
        spread=90,
    ),
    Scene(
        "pays_twice",
        lazy_gettext("One pays twice"),
        lazy_gettext(
            "The customer sends the transfer a second time. The learner finds it and gives it back."
        ),
        (Part((TRANSFER,), (ORDER, Step(Act.PAY, after=10), Step(Act.PAY, after=30))),),
    ),
    Scene(
        "pays_short",
        lazy_gettext("One pays too little"),
        lazy_gettext("The transfer is a tenth short. The learner asks for the rest before anything is sent."),
        (Part((TRANSFER,), (ORDER, Step(Act.PAY, after=15, short=10))),),
    ),
    Scene(
        "pays_late",
        lazy_gettext("One pays late"),
        lazy_gettext("The order waits four minutes for its money. The learner does not send too early."),
        (Part((TRANSFER, GATEWAY), (ORDER, Step(Act.PAY, after=240))),),
    ),
    Scene(
        "cancels",
        lazy_gettext("One cancels"),
        lazy_gettext("A minute after ordering the customer changes their mind."),
        (Part((COD, TRANSFER, GATEWAY), (ORDER, Step(Act.CANCEL, after=60))),),
    ),
    Scene(
        "complains",
        lazy_gettext("One complains"),
        lazy_gettext(
            "A minute after ordering the customer complains. The learner answers within the deadline."
        ),
        (Part((COD, TRANSFER, GATEWAY), (ORDER, Step(Act.COMPLAIN, after=60))),),
    ),
)


def scene(code: str) -> Scene:
    """The scene of this name. Raises NoSuchScene."""
    found = next((one for one in SCENES if one.code == code), None)
    if found is None:
        raise NoSuchScene(code=code)
    return found
