"""Months of trade played in the order they happened: one stopped clock, one transaction a step.

A story is a generator. What stands between two `yield`s happens at one moment in one transaction; what is
yielded is how long it takes until the story goes on. Whatever would come after the end has not happened yet.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import count

from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop

Story = Iterator[dt.timedelta]


@dataclass
class Place:
    """Where a story plays: a shop, once it is there."""

    shop_id: int | None = None


@dataclass(order=True)
class _Turn:
    at: dt.datetime
    number: int
    place: Place = field(compare=False)
    story: Story = field(compare=False)


class Calendar:
    """Stories waiting for their next moment."""

    def __init__(self) -> None:
        self._turns: list[_Turn] = []
        self._numbers = count()

    def add(self, at: dt.datetime, place: Place, story: Story) -> None:
        """Let a story begin at this moment."""
        heapq.heappush(self._turns, _Turn(at, next(self._numbers), place, story))

    def play_until(self, end: dt.datetime) -> None:
        """Play everything up to and including this moment; each step is committed."""
        while self._turns and self._turns[0].at <= end:
            turn = heapq.heappop(self._turns)
            wait = self._play(turn)
            if wait is not None:
                self.add(turn.at + wait, turn.place, turn.story)

    def _play(self, turn: _Turn) -> dt.timedelta | None:
        shop_id = turn.place.shop_id
        with clock.moved_to(turn.at), enter_shop(shop_id) if shop_id is not None else nullcontext():
            wait = next(turn.story, None)
            db.session.commit()
            # the next step may be another shop's: one session never holds rows of two
            db.session.expunge_all()
        return wait
