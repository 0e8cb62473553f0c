"""Raising one's hand in a class, and being seen."""

from __future__ import annotations

from storefront.domain.workshops.board import touch
from storefront.infra import clock, events
from storefront.infra.db import locked
from storefront.models.workshop import Learner

WORDS = 200


def raise_hand(learner: Learner, words: str, *, by: events.Actor) -> None:
    """Ask for a trainer; who asked already keeps the first moment, and the words unless there are others."""
    held = locked(learner)
    held.hand_words = words[:WORDS] or held.hand_words
    if held.hand_at is None:
        held.hand_at = clock.now()
        events.record_platform("hand.raised", held, by=by)
    touch(held.workshop_id)


def lower_hand(learner: Learner, *, by: events.Actor) -> None:
    """The learner needs nobody any more, or a trainer came."""
    held = locked(learner)
    if held.hand_at is None:
        return
    waited = int((clock.now() - held.hand_at).total_seconds())
    held.hand_at, held.hand_words = None, ""
    events.record_platform("hand.lowered", held, by=by, waited=waited)
    touch(held.workshop_id)
