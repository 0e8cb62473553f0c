"""The wizard's steps: what was typed, what is done, and where to go on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString, lazy_gettext
from sqlalchemy import select

from storefront.infra import clock, crypto, events
from storefront.infra.db import add_once, begin_write, db, locked
from storefront.infra.errors import NotFound
from storefront.infra.tenancy import current_shop_id
from storefront.models.shop import Shop, WizardStep

Typed = Mapping[str, list[str]]
SEALED = "sealed"
LATER = "later"
SECRET_FIELDS = frozenset({"tax_id"})
"""Typed values that the database only ever holds encrypted."""


class NoSuchStep(NotFound):
    """The wizard has no step of this name."""

    code = "no_such_step"


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the wizard; `waits` says whether it may be left for later."""

    key: str
    title: LazyString
    waits: bool = True


STEPS = (
    Step("who", lazy_gettext("Who you are"), waits=False),
    Step("trade", lazy_gettext("What you sell")),
    Step("address", lazy_gettext("Name and address of the shop"), waits=False),
    Step("look", lazy_gettext("How it looks")),
    Step("goods", lazy_gettext("First goods")),
    Step("delivery", lazy_gettext("Delivery")),
    Step("payment", lazy_gettext("Getting paid")),
    Step("pages", lazy_gettext("Pages the law asks for"), waits=False),
    Step("review", lazy_gettext("Look over and open"), waits=False),
)
KEYS = tuple(step.key for step in STEPS)
REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Standing:
    """Which steps are done and which were put off."""

    done: frozenset[str]
    later: frozenset[str]

    @property
    def next_key(self) -> str:
        """Where to go on: the first step neither done nor put off; review when none is left."""
        return next((key for key in KEYS if key not in self.done and key not in self.later), REVIEW)


def step(key: str) -> Step:
    """The step of a key. Raises NoSuchStep."""
    found = next((each for each in STEPS if each.key == key), None)
    if found is None:
        raise NoSuchStep(step=key)
    return found


def after(key: str) -> str:
    """The key of the step behind this one; review is the last."""
    return KEYS[min(KEYS.index(key) + 1, len(KEYS) - 1)]


def before(key: str) -> str | None:
    """The key of the step in front of this one."""
    return KEYS[KEYS.index(key) - 1] if KEYS.index(key) else None


def standing() -> Standing:
    """Where the shop in force stands in the wizard."""
    rows = list(db.session.scalars(select(WizardStep).where(WizardStep.step.in_(KEYS))))
    done = frozenset(row.step for row in rows if row.done_at)
    return Standing(done, frozenset(row.step for row in rows if row.answers.get(LATER)) - done)


def typed(key: str) -> Typed | None:
    """What was typed at a step and is not in force yet; None when there is nothing of the kind."""
    row = _row(key)
    if row is None or "typed" not in row.answers:
        return None
    kept = {str(name): list(values) for name, values in row.answers["typed"].items()}
    sealed = row.answers.get(SEALED)
    if sealed:
        kept.update(json.loads(crypto.unseal(sealed.encode(), current_shop_id())))
    return kept


def remember(key: str, answers: Typed, *, later: bool = False) -> None:
    """Keep what was typed, good or not, so that it is there again on any device."""
    step(key)
    row = _made(key)
    secret = {name: values for name, values in answers.items() if name in SECRET_FIELDS}
    kept: dict[str, Any] = {"typed": {n: list(v) for n, v in answers.items() if n not in SECRET_FIELDS}}
    if any(secret.values()):
        kept[SEALED] = crypto.seal(json.dumps(secret), current_shop_id()).decode()
    row.answers = kept | ({LATER: True} if later else {})
    db.session.flush()


def finish(shop: Shop, key: str, *, by: events.Actor) -> None:
    """The step's answers are in force: forget what was typed, and say so the first time."""
    row = _made(key)
    row.answers = {}
    if row.done_at is None:
        row.done_at = clock.now()
        events.record("shop.step_done", shop, by=by, step=key)


def kept(key: str) -> WizardStep:
    """A row to write in: a step's own, or a notebook of the wizard under another name."""
    return _made(key)


def notes(key: str) -> Mapping[str, Any]:
    """What such a row holds, without making one."""
    row = _row(key)
    return row.answers if row else {}


def _row(key: str) -> WizardStep | None:
    return db.session.scalars(select(WizardStep).where(WizardStep.step == key)).one_or_none()


def _made(key: str) -> WizardStep:
    begin_write()
    row = _row(key)
    if row is None:
        row = WizardStep(step=key)
        if not add_once(row):  # what is kept while typing and the form itself came in the same moment
            return locked(db.session.scalars(select(WizardStep).where(WizardStep.step == key)).one())
    return row


def seal_anew() -> int:
    """Seal what was typed in secret at any step with the newest key; how many there were. For all shops."""
    rows = [row for row in db.session.scalars(select(WizardStep)) if SEALED in row.answers]
    for row in rows:
        sealed = crypto.sealed_anew(row.answers[SEALED].encode()).decode()
        row.answers = {**row.answers, SEALED: sealed}
    db.session.flush()
    return len(rows)
