"""Opening the shop: what it lacks today, and the one way out of the draft."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask_babel import lazy_gettext

from storefront.domain.onboarding.requirements import REQUIREMENTS, Facts
from storefront.domain.shops import publish
from storefront.infra import clock, events
from storefront.infra.db import locked
from storefront.infra.errors import Conflict, Sentence
from storefront.models.shop import Shop


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing, why it matters, and the wizard's step where it is mended."""

    code: str
    step: str
    blocks: bool
    title: Sentence
    why: Sentence
    law: str
    valid_from: dt.date | None


class ShopNotReady(Conflict):
    """A real shop lacks something obligatory; `missing` says what."""

    code = "shop_not_ready"
    message = lazy_gettext("The shop cannot open yet. The list says what is missing and why.")

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(missing=[each.code for each in missing])
        self.missing = missing


def missing(shop: Shop) -> list[Missing]:
    """What the shop lacks today, what blocks opening first. A practice shop is only told."""
    facts, today = Facts(shop), clock.today_vn()
    lacking = [
        each
        for each in REQUIREMENTS
        if (each.valid_from is None or each.valid_from <= today) and not each.holds(facts)
    ]
    return [
        Missing(
            each.code,
            facts.mended_at(each),
            each.blocks and not shop.is_practice,
            each.title,
            each.why,
            each.law,
            each.valid_from,
        )
        for each in sorted(lacking, key=lambda each: not each.blocks)
    ]


def open_shop(shop: Shop, *, by: events.Actor) -> None:
    """Open the shop to shoppers. Raises ShopNotReady with what blocks it, ShopCannotMove."""
    shop = locked(shop)
    blocking = [each for each in missing(shop) if each.blocks]
    if blocking:
        raise ShopNotReady(blocking)
    publish.open_now(shop, by=by)
