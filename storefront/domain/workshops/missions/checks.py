"""The few things an event alone cannot say: questions put to the shop as it stands when an event happens.

Each is asked in the shop in force; the first yes is noted in the log (`shop.check_held`), so missions are
proved by events only, and the same log always gives the same answer.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from storefront.domain.onboarding.identity import profile
from storefront.domain.onboarding.requirements import REQUIREMENTS, Facts
from storefront.domain.places.units import is_unit
from storefront.domain.workshops.missions.strangers import bought_by_a_stranger
from storefront.domain.workshops.missions.tally import Happened
from storefront.infra.db import db
from storefront.infra.tenancy import current_shop_id
from storefront.models.order import Mode, Order
from storefront.models.shop import Shop
from storefront.models.workshop import Learner

OWNER_BLOCK = ("legal_name", "address", "representative", "tax_or_registration", "phone")

Check = Callable[[Learner, Happened], bool]


def owner_block_complete(_learner: Learner, _event: Happened) -> bool:
    """What the law wants known of the owner is all there."""
    facts = Facts(db.session.get_one(Shop, current_shop_id()))
    return all(each.holds(facts) for each in REQUIREMENTS if each.code in OWNER_BLOCK)


def unit_code_valid(_learner: Learner, _event: Happened) -> bool:
    """The shop's commune is one of today's."""
    return is_unit(profile().unit_code or "")


def sold_to_a_stranger(learner: Learner, event: Happened) -> bool:
    """The order paid is a real one for money, and nobody of the class bought it."""
    order_id = int(event.facts.get("order", 0))
    order = db.session.scalars(select(Order).where(Order.id == order_id)).one_or_none()
    if order is None or order.mode is not Mode.LIVE or order.self_test or order.total <= 0:
        return False
    return bought_by_a_stranger(order, learner)


CHECKS: dict[str, Check] = {
    "owner_block_complete": owner_block_complete,
    "unit_code_valid": unit_code_valid,
    "sold_to_a_stranger": sold_to_a_stranger,
}
"""By the name a rule's step asks for; their words stand in the vocabulary."""

PER_EVENT = frozenset({"sold_to_a_stranger"})
"""Checks of what the event is about; the others ask the shop as a whole, so only at its last event."""
