"""What every way of sending a message can do: plain values in, one of two outcomes or two errors out."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Protocol


class Channel(enum.Enum):
    """The ways a message can go."""

    EMAIL = "email"
    SMS = "sms"
    ZALO = "zalo"


@dataclass(frozen=True)
class Letter:
    """One message as its reader will see it; `reference` is ours, the same at every try."""

    to: str
    subject: str
    body: str
    reference: str
    sender_name: str = ""
    reply_to: str = ""


class Outcome(enum.Enum):
    """What became of it."""

    SENT = "sent"
    KEPT = "kept"


class NotSentYet(Exception):
    """It did not leave; trying again later may help."""


class NeverSent(Exception):
    """It can never reach this person this way."""


class Messenger(Protocol):
    """One way of sending."""

    @property
    def code(self) -> str:
        """What it is called in rows and logs."""
        ...

    def send(self, letter: Letter) -> Outcome:
        """Send once. Raises NotSentYet, NeverSent."""
        ...
