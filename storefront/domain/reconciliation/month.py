"""A month's accounts: looked through, its findings settled one by one, closed with its sums, reopened."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import Select, func, select

from storefront.domain.payments.reviews import open_review, resolve
from storefront.domain.reconciliation.load import Loaded, Span, load
from storefront.domain.reconciliation.match import Result, match
from storefront.domain.reconciliation.totals import Sums
from storefront.domain.reconciliation.values import Finding
from storefront.infra import clock, events
from storefront.infra.db import begin_write, db, locked
from storefront.infra.errors import Conflict, Invalid, NotFound
from storefront.models.bank import MonthClose
from storefront.models.order import Mode
from storefront.models.payment import Review
from storefront.models.shop import Shop

OPENED = "report.opened"
SETTLED = "settled"
"""What ended a Review whose finding is no longer found."""


class NoSuchMonth(NotFound):
    """The address names no month, or one that has not begun."""

    code = "no_such_month"


class MonthIsClosed(Conflict):
    """Its accounts are closed."""

    code = "month_is_closed"
    message = lazy_gettext("This month is closed. Reopen it to change anything.")


class FindingsAreOpen(Conflict):
    """Closing needs a reason while something does not fit."""

    code = "findings_are_open"
    message = lazy_gettext("Some findings are still open. Settle them, or close the month with a reason.")


def span_of(month: str) -> Span:
    """The month of an address such as 2026-11. Raises NoSuchMonth."""
    try:
        span = Span.of(month)
    except ValueError as error:
        raise NoSuchMonth from error
    if span.month != f"{clock.to_vn(span.starts):%Y-%m}" or span.starts > clock.now():
        raise NoSuchMonth
    return span


def months(before: dt.datetime | None = None, count: int = 12) -> list[str]:
    """The present month and those before it, as 2026-11."""
    day = clock.to_vn(before or clock.now()).date().replace(day=1)
    found = []
    for _ in range(count):
        found.append(f"{day:%Y-%m}")
        day = (day - dt.timedelta(days=1)).replace(day=1)
    return found


def figures(month: str, mode: Mode) -> tuple[Loaded, Result]:
    """What a month looks like now; changes nothing. Raises NoSuchMonth."""
    loaded = load(span_of(month).month, mode)
    return loaded, match(loaded.values)


def look_through(month: str, mode: Mode, *, by: events.Actor) -> Result:
    """Match the month anew: open a Review for each new finding, end those that are no longer found.

    Raises NoSuchMonth, MonthIsClosed.
    """
    begin_write()
    if closed(month) is not None:
        raise MonthIsClosed
    _, result = figures(month, mode)
    standing = {review.fingerprint: review for review in db.session.scalars(findings(month))}
    for finding in result.findings:
        review = open_review(
            finding.cause,
            fingerprint=_fingerprint(month, finding),
            month=month,
            **_facts(finding),
        )
        standing.pop(review.fingerprint, None)
    for review in standing.values():
        resolve(review, SETTLED, by=by)
    return result


def _fingerprint(month: str, finding: Finding) -> str:
    """An order's finding is the same one whichever month looks at it; a file's name may come again."""
    return f"{finding.order or month}:{finding.subject}:{finding.amount}"


def _facts(finding: Finding) -> dict[str, Any]:
    """Kept without the order itself: its page shows what happened to it, not what files say of it."""
    facts: dict[str, Any] = {
        "subject": finding.subject,
        "amount": finding.amount,
        "gaps": {balance.value: sum_ for balance, sum_ in finding.gaps.items()},
        "lines": list(finding.lines),
    }
    known = {"number": finding.order, "source": finding.source}
    return facts | {name: value for name, value in known.items() if value}


def findings(month: str, *, cause: str = "", still_open: bool = True) -> Select[Review]:
    """Reviews of a month, those that wait for somebody unless all are asked for."""
    found = select(Review).where(Review.month == month)
    if still_open:
        found = found.where(Review.resolved_at.is_(None))
    return found.where(Review.cause == cause) if cause else found


def counts(month: str) -> dict[str, int]:
    """How many findings of each cause wait."""
    rows = db.session.execute(
        select(Review.cause, func.count())
        .where(Review.month == month, Review.resolved_at.is_(None))
        .group_by(Review.cause)
    )
    return {row.cause: row[1] for row in rows}


def finding_by_id(review_id: int) -> Review:
    """A finding of the shop in force. Raises NoSuchMonth."""
    review = db.session.scalar(select(Review).where(Review.id == review_id, Review.month.is_not(None)))
    if review is None:
        raise NoSuchMonth
    return review


def settle(review: Review, reason: str, *, by: events.Actor) -> None:
    """Put a finding away with what was done about it. Raises MonthIsClosed, Invalid on `reason`."""
    begin_write()
    if review.month and closed(review.month) is not None:
        raise MonthIsClosed
    if not reason:
        raise Invalid.field("reason", lazy_gettext("Say in a few words what was done."))
    resolve(review, reason, by=by)


def closed(month: str) -> MonthClose | None:
    """The standing close of a month, if it is closed."""
    return db.session.scalar(
        select(MonthClose).where(MonthClose.month == month, MonthClose.reopened_at.is_(None))
    )


def close(month: str, mode: Mode, *, reason: str = "", by: events.Actor) -> MonthClose:
    """Close a month with its sums of this moment; with open findings only with a reason.

    Raises NoSuchMonth, MonthIsClosed, FindingsAreOpen.
    """
    result = look_through(month, mode, by=by)
    waiting = sum(counts(month).values())
    if waiting and not reason:
        raise FindingsAreOpen
    standing = db.session.scalar(select(MonthClose).where(MonthClose.month == month))
    if standing is None:
        standing = MonthClose(month=month, closed_by=by.id or 0)
        db.session.add(standing)
    standing.closed_by, standing.reopened_at = by.id or 0, None
    standing.totals = {
        **totals(result.sums),
        "open": waiting,
        "reason": reason,
        "at": clock.now().isoformat(),
    }
    db.session.flush()
    events.record("month.closed", standing, by=by, month=month, open=waiting)
    return standing


def reopen(month: str, *, by: events.Actor) -> None:
    """Open a closed month again. Raises NoSuchMonth when it is not closed."""
    standing = closed(month)
    if standing is None:
        raise NoSuchMonth
    standing = locked(standing)
    standing.reopened_at = clock.now()
    events.record("month.reopened", standing, by=by, month=month)


def note_opened(shop: Shop, month: str, *, by: events.Actor) -> None:
    """Note that somebody went to read a month's report: once a day for each month. Raises NoSuchMonth."""
    span_of(month)
    begin_write()
    since = clock.vn_day_bounds(clock.today_vn())[0]
    read = select(events.Event.facts).where(events.Event.topic == OPENED, events.Event.at >= since)
    facts = {"month": month, "kind": "money_match"}
    if facts not in db.session.scalars(read).all():
        events.record(OPENED, shop, by=by, **facts)


def totals(sums: Sums) -> dict[str, Any]:
    """Sums as they are kept: minor units by name."""
    named = ("orders", "total", "paid", "refunded", "owed", "overpaid", "gateway_fees", "courier_fees")
    pairs = {balance.value: [pair.ours, pair.theirs, pair.explained] for balance, pair in sums.pairs.items()}
    return {name: getattr(sums, name) for name in named} | {"pairs": pairs}
