"""What became of the scenes a trainer let begin: shop by shop, in words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from storefront.domain.workshops.customers.playing import OVER
from storefront.domain.workshops.customers.scenes import Scene, scene
from storefront.infra.db import db
from storefront.infra.errors import Sentence
from storefront.models.practice import PracticeScene, PracticeVisit, VisitState
from storefront.models.workshop import Workshop

SHOWN = 6
PROBLEMS: dict[str, Sentence] = {
    "shop_not_selling": lazy_gettext("The shop is not open yet."),
    "nothing_to_sell": lazy_gettext("The shop has nothing to sell yet, or everything is sold out."),
    "no_delivery": lazy_gettext("The shop offers no way of delivery yet."),
    "no_way_of_paying": lazy_gettext("The shop does not take the way of paying that this needs."),
    "order_changed": lazy_gettext("The goods went out or changed while the customer was ordering."),
    "shop_was_quicker": lazy_gettext("The shop was quicker: the order can no longer be cancelled."),
    "payment_over": lazy_gettext("The time to pay was over."),
    "bank_silent": lazy_gettext("The practice bank did not answer."),
}
"""What stopped a customer, by code."""
SOMETHING = lazy_gettext("The customer could not finish the order.")


@dataclass(frozen=True, slots=True)
class AtShop:
    """One learner's part of a scene: customers who came, orders they placed, those who are done."""

    nickname: str
    learner_id: int
    customers: int
    orders: int
    over: int
    problems: tuple[tuple[Sentence, int], ...]


@dataclass(frozen=True, slots=True)
class Played:
    """A scene that was let begin, and how far it is; `orders` and `customers` over all shops."""

    scene: Scene
    begun_at: dt.datetime
    shops: tuple[AtShop, ...]
    customers: int
    orders: int
    running: bool


def played_in(workshop: Workshop) -> list[Played]:
    """The last scenes of the class, newest first. Three statements, however many learners."""
    rows = db.session.scalars(
        select(PracticeScene)
        .where(PracticeScene.workshop_id == workshop.id)
        .options(selectinload(PracticeScene.visits).selectinload(PracticeVisit.learner))
        .order_by(PracticeScene.created_at.desc(), PracticeScene.id.desc())
        .limit(SHOWN)
    )
    return [_played(row) for row in rows]


def _played(row: PracticeScene) -> Played:
    shops = tuple(
        _at_shop(list(visits)) for _learner, visits in groupby(row.visits, key=lambda visit: visit.learner_id)
    )
    return Played(
        scene(row.code),
        row.created_at,
        tuple(sorted(shops, key=lambda shop: shop.nickname)),
        customers=len(row.visits),
        orders=sum(shop.orders for shop in shops),
        running=any(visit.state not in OVER for visit in row.visits),
    )


def _at_shop(visits: list[PracticeVisit]) -> AtShop:
    learner = visits[0].learner
    return AtShop(
        learner.nickname,
        learner.id,
        customers=len(visits),
        orders=sum(visit.order_id is not None for visit in visits),
        over=sum(visit.state in OVER for visit in visits),
        problems=_problems(visit.problem for visit in visits if visit.state is VisitState.FAILED),
    )


def _problems(codes: Iterable[str]) -> tuple[tuple[Sentence, int], ...]:
    return tuple((PROBLEMS.get(code, SOMETHING), count) for code, count in Counter(codes).most_common())
