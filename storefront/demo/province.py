"""Who does what when: five months of the province, the same for the same last day."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
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

DAYS = 150
FIRST_DAYS = 40
"""Firms come one after another during the first of these days."""
NIGHT = dt.time(0, 45)
"""When the history ends on its last day: early, so that nothing lies ahead of whoever looks at it."""
ORDERS = {"food": 30, "craft": 20, "stay": 14, "wholesale": 9, "general": 20}
PRACTICE_ORDERS = 6
QUESTIONS = 3
REDUCED_AFTER = dt.timedelta(days=20)
REFILL = dt.timedelta(days=9)

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

Firm = Mapping[str, Any]


class Province:
    """The plan of the whole history, and its calendar."""

    def __init__(self, today: dt.date) -> None:
        self.end = dt.datetime.combine(today, NIGHT, VN)
        self.start = dt.datetime.combine(today - dt.timedelta(days=DAYS), dt.time(19, 30), VN)
        self.calendar = Calendar()
        self.places: dict[str, Place] = {}

    def play(self) -> None:
        """Let it all happen."""
        self.calendar.add(self.start, Place(), _staff())
        firms = files.firms()
        for number, firm in enumerate(firms):
            days = dt.timedelta(days=number * FIRST_DAYS / len(firms))
            self._firm(firm, self.start + dt.timedelta(hours=1) + days, ORDERS[firm["kit"]])
        likes = {firm["key"]: firm for firm in firms}
        learner = files.practice()["practice"]
        self._firm(
            {**likes[learner["like"]], **learner},
            self.end - dt.timedelta(days=20),
            PRACTICE_ORDERS,
            ShopMode.PRACTICE,
        )
        place = self._place("draft")
        self.calendar.add(self.end - dt.timedelta(days=2), place, half_way(files.practice()["draft"], place))
        self.calendar.play_until(self.end)

    def _place(self, key: str) -> Place:
        return self.places.setdefault(key, Place())

    def _firm(self, firm: Firm, begins: dt.datetime, orders: int, mode: ShopMode = ShopMode.REAL) -> None:
        chance = random.Random(firm["key"])
        place = self._place(firm["key"])
        self.calendar.add(begins, place, shops.set_up(firm, place, mode))
        opened = begins + dt.timedelta(hours=13)
        self.calendar.add(opened + REDUCED_AFTER, place, _reduced(firm))
        self.calendar.add(opened + REFILL, place, _kept_full(firm))
        for number, (at, ending, gateway) in enumerate(self._orders(firm, opened, orders, chance)):
            wish = _wish(firm, ending, gateway, chance)
            case = Case(wish, random.Random(f"{firm['key']}-{number}"), f"{firm['key']}-{number}")
            self.calendar.add(at, place, ending(case))
        self._questions(firm, place, opened, chance)

    def _orders(
        self, firm: Firm, opened: dt.datetime, orders: int, chance: random.Random
    ) -> Iterator[tuple[dt.datetime, Ending, str]]:
        """Each kind of order once, then as often as life has them; the last ones are still under way."""
        kinds = [(ending, gateway) for ending, gateway, _often in USUAL]
        often = [weight for _ending, _gateway, weight in USUAL]
        usual = kinds + chance.choices(kinds, often, k=max(orders - len(kinds), 0))
        chance.shuffle(usual)
        for ending, gateway in usual[:orders]:
            yield self._some_hour(opened, chance), ending, gateway
        for ending, gateway, hours in UNFINISHED[: 9 if firm["kit"] in ("food", "craft") else 4]:
            yield self.end - dt.timedelta(hours=hours), ending, gateway

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
    """Goods come in every nine days; every third time the shelves are counted first."""
    rounds = 0
    while True:
        rounds += 1
        if rounds % 3 == 0:
            goods.count_shelves(firm, lost=rounds // 3, by=_editor())
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
