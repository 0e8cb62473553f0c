"""What came of classes, counted: joined, finished, certified, sold for real, still open after 90 days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext

from storefront.domain.workshops import follow_up
from storefront.domain.workshops.certificates import Kind, valid_certificates
from storefront.domain.workshops.standing import Standing, standings
from storefront.models.workshop import FollowUp, Learner, Workshop

JOINED = "joined"
MONTH = dt.timedelta(days=30)
FIGURES = {
    JOINED: lazy_gettext("Learners"),
    "finished": lazy_gettext("Did all missions of the class"),
    "class_certificate": lazy_gettext("Class certificates"),
    "first_sale": lazy_gettext("First real paid order (M12)"),
    "first_sale_30": lazy_gettext("First real paid order within 30 days (I22)"),
    "everything": lazy_gettext("Did every required mission (I21)"),
    "programme_certificate": lazy_gettext("Programme certificates"),
    "real_shop": lazy_gettext("Opened a real shop from the class"),
    "looked_30": lazy_gettext("Looked at after 30 days"),
    "open_30": lazy_gettext("Shop open after 30 days"),
    "paid_30": lazy_gettext("Had paid orders within 30 days"),
    "looked_90": lazy_gettext("Looked at after 90 days"),
    "open_90": lazy_gettext("Shop open after 90 days"),
    "orders_90": lazy_gettext("Had orders within 90 days"),
    "paid_90": lazy_gettext("Had paid orders within 90 days"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A learner and the figures they count in."""

    learner: Learner
    workshop: Workshop
    counts: frozenset[str]


def outcomes(workshop: Workshop) -> list[Outcome]:
    """Everybody with a place in the class."""
    found = standings(workshop.id)
    held = {(one.learner_id, one.kind) for one in valid_certificates([one.learner.id for one in found])}
    seen = follow_up.of_workshop(workshop.id)
    return [
        Outcome(
            one.learner,
            workshop,
            frozenset(
                {
                    *_learning(one),
                    *_certificates(one.learner, held),
                    *(key for days in follow_up.DAYS for key in _after(seen.get((one.learner.id, days)))),
                }
            ),
        )
        for one in found
    ]


def sums(found: Sequence[Outcome]) -> dict[str, int]:
    """How many count in each figure."""
    return {key: sum(key in one.counts for one in found) for key in FIGURES}


def grouped(found: Sequence[Outcome], key: Callable[[Outcome], str]) -> Mapping[str, dict[str, int]]:
    """The sums of each group, the groups by name."""
    groups: dict[str, list[Outcome]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return {name: sums(groups[name]) for name in sorted(groups)}


def _learning(one: Standing) -> list[str]:
    told = {
        JOINED: True,
        "finished": one.finished_class,
        "first_sale": one.sold_on is not None,
        "first_sale_30": one.sold_on is not None and one.sold_on <= one.learner.workshop.ends_on + MONTH,
        "everything": one.did_everything,
        "real_shop": one.learner.graduated_shop_id is not None,
    }
    return [key for key, counts in told.items() if counts]


def _certificates(learner: Learner, held: set[tuple[int, str]]) -> list[str]:
    return [f"{kind.value}_certificate" for kind in Kind if (learner.id, kind.value) in held]


def _after(row: FollowUp | None) -> list[str]:
    if row is None:
        return []
    told = {
        "looked": True,
        "open": row.shop_open,
        "orders": row.placed_orders > 0,
        "paid": row.paid_orders > 0,
    }
    return [f"{name}_{row.days}" for name, counts in told.items() if counts]
