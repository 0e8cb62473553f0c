"""Who does what when: five months of the province, the same for the same last day."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from storefront.demo import accounts, files, goods, shops
from storefront.demo.buying import Wish
from storefront.demo.calendar import Calendar, Place, Story
from storefront.demo.questions import asked, enquiries_of
from storefront.demo.stories import (
    COD,
    TRANSFER,
    USUAL,
    Case,
    Ending,
    cash_at_the_door,
    paid_by_transfer,
    paid_over,
    paid_short,
    paid_then_cancelled,
    returned,
    sent_in_two,
)
from storefront.demo.wizard import half_way
from storefront.infra import events
from storefront.infra.clock import VN
from storefront.models.shop import ShopMode
from storefront.models.user import Role

Firm = Mapping[str, Any]

DAYS = 150
FIRST_DAYS = 40
"""Firms come one after another during the first of these days."""
NIGHT = dt.time(0, 45)
"""When the history ends on its last day: early, so that nothing lies ahead of whoever looks at it."""
ORDERS = {"food": 14, "craft": 11, "stay": 8, "wholesale": 6, "general": 11}
SHOWN = "nem-ho-thanh"
"""The shop that the demo's sign-ins lead to: every kind of order happened there."""
SHOWN_ORDERS = 30
PRACTICE_ORDERS = 5
QUESTIONS = 3
REDUCED_AFTER = dt.timedelta(days=20)
REFILL = dt.timedelta(days=14)

UNFINISHED: tuple[tuple[Ending, str, float], ...] = (
    (cash_at_the_door, COD, 0.4),
    (paid_by_transfer, TRANSFER, 0.6),
    (cash_at_the_door, COD, 5),
    (sent_in_two, COD, 40),
    (paid_short, TRANSFER, 30),
    (paid_over, TRANSFER, 50),
    (paid_then_cancelled, TRANSFER, 44),
    (paid_by_transfer, TRANSFER, 9),
    (returned, TRANSFER, 170),
)
"""What is still under way on the last night: how it goes on, how it is paid, hours before the end."""


class Province:
    """The plan of the whole history, and its calendar."""

    def __init__(self, today: dt.date, firms: Sequence[Firm]) -> None:
        self.end = dt.datetime.combine(today, NIGHT, VN)
        self.start = dt.datetime.combine(today - dt.timedelta(days=DAYS), dt.time(19, 30), VN)
        self.calendar = Calendar()
        self._firms = firms

    def play(self) -> None:
        """Let it all happen."""
        self.calendar.add(self.start, Place(), _staff())
        for number, firm in enumerate(self._firms):
            days = dt.timedelta(days=number * FIRST_DAYS / len(self._firms))
            orders = SHOWN_ORDERS if firm["key"] == SHOWN else ORDERS[firm["kit"]]
            self._firm(firm, self.start + dt.timedelta(hours=1) + days, orders)
        learner, draft = files.practice()["practice"], files.practice()["draft"]
        like = next(firm for firm in files.firms() if firm["key"] == learner["like"])
        begins = self.end - dt.timedelta(days=20)
        self._firm({**like, **learner}, begins, PRACTICE_ORDERS, ShopMode.PRACTICE)
        place = Place()
        self.calendar.add(self.end - dt.timedelta(days=2), place, half_way(draft, place))
        self.calendar.play_until(self.end)

    def _firm(self, firm: Firm, begins: dt.datetime, orders: int, mode: ShopMode = ShopMode.REAL) -> None:
        chance = random.Random(firm["key"])
        place = Place()
        self.calendar.add(begins, place, shops.set_up(firm, place, mode))
        opened = begins + dt.timedelta(hours=13)
        self.calendar.add(opened + REDUCED_AFTER, place, _reduced(firm))
        self.calendar.add(opened + REFILL, place, _kept_full(firm))
        for number, (at, ending, gateway) in enumerate(self._orders(firm, opened, orders, chance)):
            mark = f"{firm['key']}-{number}"
            case = Case(_wish(firm, ending, gateway, chance), random.Random(mark), mark)
            self.calendar.add(at, place, ending(case))
        self._questions(firm, place, opened, chance)

    def _orders(
        self, firm: Firm, opened: dt.datetime, orders: int, chance: random.Random
    ) -> Iterator[tuple[dt.datetime, Ending, str]]:
        """Orders as often as life has them; the last ones are still under way."""
        kinds = [(ending, gateway) for ending, gateway, _often in USUAL]
        often = [weight for _ending, _gateway, weight in USUAL]
        is_shown = firm["key"] == SHOWN
        known = kinds if is_shown else []
        for ending, gateway in known + chance.choices(kinds, often, k=orders - len(known)):
            yield self._some_hour(opened, chance), ending, gateway
        for ending, gateway, hours in UNFINISHED if is_shown else chance.sample(UNFINISHED, 3):
            late = dt.timedelta(hours=hours, minutes=0 if is_shown else chance.randrange(20))
            yield self.end - late, ending, gateway

    def _some_hour(self, opened: dt.datetime, chance: random.Random) -> dt.datetime:
        """More often lately than at the beginning, and when people are awake."""
        days = (self.end - opened).days
        day = opened + dt.timedelta(days=int(days * chance.random() ** 0.7))
        hour = dt.time(chance.choice((7, 8, 9, 10, 11, 12, 13, 15, 17, 19, 20, 20, 21, 21)))
        moment = dt.datetime.combine(day.astimezone(VN).date(), hour, VN)
        return max(moment, opened) + dt.timedelta(minutes=chance.randrange(60), seconds=chance.randrange(60))

    def _questions(self, firm: Firm, place: Place, opened: dt.datetime, chance: random.Random) -> None:
        heard = enquiries_of(firm["kit"])
        for enquiry in chance.sample(heard, min(QUESTIONS, len(heard))):
            person = chance.choice(files.people())
            at = self._some_hour(opened, chance)
            self.calendar.add(at, place, asked(person, enquiry, chance))
        last = self.end - dt.timedelta(hours=chance.randint(3, 9), minutes=chance.randrange(60))
        if heard and chance.random() < 0.6:
            story = asked(chance.choice(files.people()), chance.choice(heard), chance)
            self.calendar.add(last, place, story)


def _staff() -> Story:
    accounts.make_staff()
    yield from ()


def _reduced(firm: Firm) -> Story:
    goods.reduce_prices(firm, by=_editor())
    yield from ()


def _kept_full(firm: Firm) -> Story:
    """Goods come in every two weeks; every second time the shelves are counted first."""
    rounds = 0
    while True:
        rounds += 1
        if rounds % 2 == 0:
            goods.count_shelves(firm, lost=rounds // 2, by=_editor())
        goods.receive(firm, by=_editor(), note="Nhập hàng định kỳ")
        yield REFILL


def _editor() -> events.Actor:
    return accounts.actor_here(Role.CATALOGUE_EDITOR)


def _wish(firm: Firm, ending: Ending, gateway: str, chance: random.Random) -> Wish:
    return Wish(
        person=chance.choice(files.people()),
        gateway=gateway,
        note=chance.choice(files.notes()["order_notes"]) if chance.random() < 0.2 else "",
        lines=2 if ending is sent_in_two else 0,
        pickup=not firm["delivery"]["zones"] or chance.random() < 0.1,
    )
