"""The rules a shop sells by: how long offers, transfers and answers may take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.infra import events
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid, Sentence
from storefront.models.shop import ShopSettings

LIMITS = {
    "gateway_minutes": (10, 120),
    "transfer_hours": (1, 168),
    "answer_hours": (2, 168),
    "complaint_answer_days": (1, 15),
    "complaint_resolve_days": (1, 60),
    "return_days": (0, 60),
}
"""Smallest and largest wait of each rule."""

CANCEL_STAGES: dict[str, Sentence] = {
    "accepted": lazy_gettext("Until the shop confirms the order"),
    "fulfilled": lazy_gettext("Until the goods are sent"),
}


class SettingsChanged(Conflict):
    """Another device saved the settings in the meantime."""

    code = "settings_changed"
    message = lazy_gettext("Somebody else has changed the settings meanwhile. Check them and save again.")


@dataclass(frozen=True, slots=True)
class SellingRules:
    """The whole form; minutes, hours and days."""

    gateway_minutes: int
    transfer_hours: int
    answer_hours: int
    complaint_answer_days: int
    complaint_resolve_days: int
    return_days: int
    cancel_until: str


def selling_rules() -> ShopSettings:
    """The settings of the shop in force."""
    return db.session.scalars(select(ShopSettings)).one()


def save_rules(rules: SellingRules, *, revision: int, by: events.Actor) -> None:
    """Write the rules; orders placed before keep theirs. Raises Invalid, SettingsChanged."""
    _check(rules)
    mine = locked(selling_rules())
    if mine.revision != revision:
        raise SettingsChanged
    for name in (*LIMITS, "cancel_until"):
        setattr(mine, name, getattr(rules, name))
    mine.revision += 1
    events.record("shop.rules_edited", mine, by=by)


def beyond_limits(values: Mapping[str, int]) -> dict[str, list[Sentence]]:
    """What is wrong with some of the waits, by the name of the rule."""
    return {
        name: [lazy_gettext("Enter a number from %(low)s to %(high)s.", low=low, high=high)]
        for name, (low, high) in LIMITS.items()
        if name in values and not low <= values[name] <= high
    }


def _check(rules: SellingRules) -> None:
    errors = beyond_limits({name: getattr(rules, name) for name in LIMITS})
    if rules.cancel_until not in CANCEL_STAGES:
        errors["cancel_until"] = [lazy_gettext("Choose one of the list.")]
    if errors:
        raise Invalid(errors)
