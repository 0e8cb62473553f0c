from __future__ import annotations

import datetime as dt

import pytest

from storefront.domain.workshops.presence import Seen
from storefront.domain.workshops.stuck import AWAY, IDLE, Kind, Situation, is_away, reasons

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
FORM, OTHER = "admin.products.editor.create", "admin.team.create_invitation"


def ago(minutes: float) -> dt.datetime:
    return NOW - dt.timedelta(minutes=minutes)


def step(minutes: float, endpoint: str = FORM, method: str = "POST", status: int = 200) -> Seen:
    return Seen(ago(minutes), endpoint, method, status)


def kinds(*steps: Seen, **more: object) -> list[Kind]:
    """What hinders somebody who did these, the newest first, and came an hour ago."""
    at = Situation(steps, ago(60), **more)  # type: ignore[arg-type]
    return [reason.kind for reason in reasons(at, NOW)]


def test_who_goes_on_well_needs_nobody() -> None:
    assert kinds(step(1), step(2, method="GET")) == []


def test_the_same_form_refused_three_times_is_a_reason_since_the_first_refusal() -> None:
    at = Situation([step(1, status=422), step(2, status=422), step(4, status=422)], ago(60))

    [reason] = reasons(at, NOW)

    assert (reason.kind, reason.times, reason.since) == (Kind.REFUSED, 3, ago(4))


def test_two_refusals_are_practice() -> None:
    assert kinds(step(1, status=422), step(2, status=422)) == []


def test_a_form_that_was_taken_ends_the_count() -> None:
    refused = [step(number, status=422) for number in (2, 3, 4)]

    assert kinds(step(1), *refused) == []


def test_refusals_of_another_form_do_not_add_up() -> None:
    assert kinds(step(1, status=422), step(2, OTHER, status=422), step(3, status=422)) == []


@pytest.mark.parametrize("status", [500, 404, 409])
def test_an_error_is_a_reason_until_another_page_is_found(status: int) -> None:
    found = kinds(step(1, status=status))
    past = kinds(step(1, method="GET"), step(2, status=status))

    assert (found, past) == ([Kind.ERROR], [])


def test_who_does_nothing_is_looked_for_and_who_is_away_is_not() -> None:
    idle, away = IDLE / dt.timedelta(minutes=1), AWAY / dt.timedelta(minutes=1) + 1

    assert kinds(step(idle - 0.1)) == []
    assert kinds(step(idle)) == [Kind.IDLE]
    assert kinds(step(away)) == []
    assert is_away(Situation([step(away)], None), NOW)


def test_nobody_is_idle_or_late_who_is_through_or_whose_class_is_paused() -> None:
    over = dt.timedelta(minutes=5)

    assert kinds(step(20), over=over) == [Kind.OVER_TIME, Kind.IDLE]
    assert kinds(step(20), over=over, waiting=False) == []


def test_a_raised_hand_comes_first() -> None:
    assert kinds(step(1, status=500), hand_at=ago(3)) == [Kind.HAND, Kind.ERROR]
