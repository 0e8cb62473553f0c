"""The board's lines in words, made once for each: thirty learners are drawn again with every change."""

from __future__ import annotations

from dataclasses import dataclass

from storefront.blueprints.classroom.board_words import (
    ago_words,
    errors_words,
    page_words,
    reason_words,
    since_words,
)
from storefront.domain.workshops.board import Place
from storefront.domain.workshops.stuck import Kind, Reason

ICONS = {
    Kind.HAND: "bell",
    Kind.REFUSED: "x",
    Kind.ERROR: "alert",
    Kind.OVER_TIME: "clock",
    Kind.IDLE: "clock",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A learner's line as the board shows it; `state` is `hand`, `stuck`, `slow`, `away` or `well`."""

    place: Place
    state: str
    reasons: list[tuple[str, str]]
    """Icon and words of what hinders them."""
    since: str
    page: str
    seen: str

    @classmethod
    def of(cls, place: Place) -> Line:
        """The line of one learner now."""
        last, since = place.last, place.at.since
        return cls(
            place,
            _state(place),
            [(ICONS[reason.kind], _reason(reason, place)) for reason in place.reasons],
            since_words(since, place.seen_now) if since else "",
            page_words(last.endpoint) if last else "",
            ago_words(last.at, place.seen_now) if last else "",
        )


def _state(place: Place) -> str:
    if place.hand_at:
        return "hand"
    if place.reasons:
        return "stuck" if place.reasons[0].presses else "slow"
    return "away" if place.away else "well"


def _reason(reason: Reason, place: Place) -> str:
    words = reason_words(reason, place.seen_now)
    if reason.kind is Kind.HAND and place.hand_words:
        return f"{words}: “{place.hand_words}”"
    wrong = errors_words(reason.step) if reason.kind is Kind.REFUSED and reason.step else ""
    return f"{words} ({wrong})" if wrong else words
