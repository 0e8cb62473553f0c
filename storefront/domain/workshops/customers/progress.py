"""What became of the scenes a trainer let begin: shop by shop, in words."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import Row, func, select

from storefront.domain.workshops.customers.playing import OVER, STOPPED
from storefront.domain.workshops.customers.scenes import Scene, scene
from storefront.infra.db import db
from storefront.infra.errors import Sentence
from storefront.models.practice import PracticeScene, PracticeVisit, VisitState
from storefront.models.workshop import Learner, Workshop

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
    "gateway_down": lazy_gettext("The practice bank did not answer."),
    STOPPED: lazy_gettext("You ended it before the customer was done."),
}
"""What stopped a customer, by code."""
SOMETHING = lazy_gettext("The customer could not finish the order.")

Counted = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class AtShop:
    """One learner's part of a scene: customers sent, orders they placed, and what stopped how many."""

    nickname: str
    customers: int
    orders: int
    problems: tuple[tuple[Sentence, int], ...]


@dataclass(frozen=True, slots=True)
class Played:
    """A scene that was let begin, and how far it is; `orders` and `customers` over all shops."""

    id: int
    scene: Scene
    begun_at: dt.datetime
    shops: tuple[AtShop, ...]
    customers: int
    orders: int
    running: bool


def played_in(workshop: Workshop) -> list[Played]:
    """The last scenes of the class, newest first. Two statements, however many customers."""
    rows = db.session.scalars(
        select(PracticeScene)
        .where(PracticeScene.workshop_id == workshop.id)
        .order_by(PracticeScene.created_at.desc(), PracticeScene.id.desc())
        .limit(SHOWN)
    ).all()
    counted = _counted([row.id for row in rows])
    return [_played(row, counted[row.id]) for row in rows]


def _counted(scene_ids: Collection[int]) -> defaultdict[int, list[Counted]]:
    """Visits counted by scene, learner, state and problem; the learners by nickname."""
    visit = PracticeVisit
    kinds = (visit.scene_id, visit.learner_id, Learner.nickname, visit.state, visit.problem)
    statement = (
        select(*kinds, func.count(visit.id).label("customers"), func.count(visit.order_id).label("placed"))
        .join(Learner, Learner.id == visit.learner_id)
        .where(visit.scene_id.in_(scene_ids))
        .group_by(*kinds, Learner.nickname_folded)
        .order_by(Learner.nickname_folded, visit.learner_id)
    )
    found: defaultdict[int, list[Counted]] = defaultdict(list)
    for row in db.session.execute(statement):
        found[row.scene_id].append(row)
    return found


def _played(row: PracticeScene, counted: Sequence[Counted]) -> Played:
    shops = tuple(_at_shop(list(rows)) for _learner, rows in groupby(counted, key=lambda one: one.learner_id))
    return Played(
        row.id,
        scene(row.code),
        row.created_at,
        shops,
        customers=sum(shop.customers for shop in shops),
        orders=sum(shop.orders for shop in shops),
        running=any(one.state not in OVER for one in counted),
    )


def _at_shop(rows: Sequence[Counted]) -> AtShop:
    return AtShop(
        rows[0].nickname,
        customers=sum(row.customers for row in rows),
        orders=sum(row.placed for row in rows),
        problems=_problems(row for row in rows if row.state is VisitState.FAILED),
    )


def _problems(rows: Iterable[Counted]) -> tuple[tuple[Sentence, int], ...]:
    return tuple((PROBLEMS.get(row.problem, SOMETHING), row.customers) for row in rows)
