"""What a bank line does to a payment: matched by itself, by a person, set aside, or undone again."""

from __future__ import annotations

from flask_babel import lazy_gettext
from sqlalchemy import func, or_, select

from storefront.adapters.gateways import gateway
from storefront.adapters.gateways.base import EventKind, GatewayEvent, Outcome
from storefront.adapters.gateways.base import Mode as EventMode
from storefront.domain.payments.matching import OPEN, Book, Match, Told, Verdict, match, transfer_gateways
from storefront.domain.payments.record import take_out
from storefront.domain.payments.reviews import close_review, open_review
from storefront.domain.payments.start import create_payment
from storefront.domain.settlement.apply_event import apply_event
from storefront.infra import events
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, NotFound
from storefront.infra.money import Money
from storefront.models.bank import BankLine, LineState
from storefront.models.order import Order
from storefront.models.payment import Payment, PaymentMethod, Transaction, TransactionKind

CAUSES = {
    Verdict.TWO_CODES: "two_codes",
    Verdict.WRONG_CODE: "wrong_code",
    Verdict.UNKNOWN: "unknown_transfer",
}
BY_HAND = "by_hand"
SEEN_BY_HAND = "seen_by_hand"
GATEWAY_TELLS = "gateway_tells"
SET_ASIDE = "set_aside"


class NoSuchLine(NotFound):
    """The shop has no such bank line."""

    code = "no_such_bank_line"


class LineNotOpen(Conflict):
    """The line was matched or set aside meanwhile."""

    code = "bank_line_not_open"
    message = lazy_gettext("Somebody has dealt with this line meanwhile. Look at it again.")


class NothingToMatch(Conflict):
    """The order has no payment that a transfer could belong to."""

    code = "nothing_to_match"
    message = lazy_gettext("This order owes nothing and was never paid by transfer. Give the money back.")


class LineNotMatched(Conflict):
    """There is no match to undo."""

    code = "bank_line_not_matched"
    message = lazy_gettext("This line is matched to no order.")


def settle_line(line: BankLine, book: Book, *, quiet: bool = False) -> Outcome:
    """Match a new line by itself where that is certain; else leave it to a person, with the cause.

    `quiet`: among the many lines of a statement those that look like no order's money only stay open.
    """
    found = match(told_by(line), book)
    if found.payment_id is None:
        line.verdict = found.verdict.value
        if not quiet or found.suggestions or found.verdict is not Verdict.UNKNOWN:
            db.session.flush()
            _leave(line, found)
        return Outcome.UNKNOWN_PAYMENT
    db.session.flush()
    book.has_paid(found.payment_id)
    payment = db.session.scalars(select(Payment).where(Payment.id == found.payment_id)).one()
    return _apply(line, payment, found.verdict.value, by=events.GATEWAY)


def match_by_hand(line: BankLine, payment: Payment, *, by: events.Actor) -> Outcome:
    """A person says which payment an open line pays. Raises LineNotOpen."""
    line = locked(line)
    if line.state is not LineState.OPEN:
        raise LineNotOpen
    outcome = _apply(line, payment, BY_HAND, by=by)
    _close_reviews(line, by=by)
    return outcome


def set_aside(line: BankLine, *, by: events.Actor) -> None:
    """A person says that an open line pays no order. Raises LineNotOpen."""
    line = locked(line)
    if line.state is not LineState.OPEN:
        raise LineNotOpen
    line.state, line.verdict = LineState.IGNORED, SET_ASIDE
    _close_reviews(line, by=by)
    events.record("bank_line.set_aside", line, by=by)


def undo(line: BankLine, *, by: events.Actor) -> None:
    """Take a match back, or a setting aside: the line is open again. Raises LineNotMatched."""
    line = locked(line)
    if line.state is LineState.IGNORED and line.verdict == SET_ASIDE:
        line.state, line.verdict = LineState.OPEN, Verdict.UNKNOWN.value
    elif line.state is LineState.MATCHED and line.payment_id is not None:
        payment = db.session.scalars(select(Payment).where(Payment.id == line.payment_id)).one()
        for reference in _references(line):
            take_out(payment, reference, by=by)
        line.state, line.verdict, line.payment_id = LineState.OPEN, Verdict.UNKNOWN.value, None
    else:
        raise LineNotMatched
    db.session.flush()
    events.record("bank_line.undone", line, by=by)


def line_by_id(line_id: int) -> BankLine:
    """A line of the shop in force. Raises NoSuchLine."""
    line = db.session.scalar(select(BankLine).where(BankLine.id == line_id))
    if line is None:
        raise NoSuchLine
    return line


def suggestions(line: BankLine) -> list[Payment]:
    """Payments an open line may mean, the likeliest first."""
    told = told_by(line)
    found = match(told, Book.load(line.mode, [told]))
    ids = (found.payment_id,) if found.payment_id is not None else found.suggestions
    rows = {row.id: row for row in db.session.scalars(select(Payment).where(Payment.id.in_(ids)))}
    return [rows[one] for one in ids if one in rows]


def payment_for(order: Order) -> Payment:
    """The payment of an order that a transfer belongs to: one that waits, else the newest that nobody tells.

    Raises NothingToMatch.
    """
    newest = select(Payment).where(Payment.order_id == order.id).order_by(Payment.id.desc())
    untold = [one for one in db.session.scalars(newest) if not gateway(one.gateway).capabilities.notify]
    waiting = [one for one in untold if one.state in OPEN]
    if waiting or untold:
        return (waiting or untold)[0]
    transfer = db.session.scalar(
        select(PaymentMethod).where(
            PaymentMethod.gateway.in_(transfer_gateways()), PaymentMethod.mode == order.mode
        )
    )
    if transfer is None or order.due <= 0:
        raise NothingToMatch
    return create_payment(order, transfer)


def told_by(line: BankLine) -> Told:
    """The line in the matcher's words."""
    return Told(line.amount, line.memo, line.happened_at)


def _apply(line: BankLine, payment: Payment, verdict: str, *, by: events.Actor) -> Outcome:
    line.payment_id, line.state, line.verdict = payment.id, LineState.MATCHED, verdict
    if gateway(payment.gateway).capabilities.notify:
        line.verdict = GATEWAY_TELLS
        outcome = Outcome.ACCEPTED
    elif _is_seen_by_hand(line, payment):
        line.verdict = SEEN_BY_HAND
        outcome = Outcome.ACCEPTED
    else:
        outcome = apply_event(payment.method, _fact(line, payment))
    db.session.flush()
    events.record("bank_line.matched", line, by=by, payment=str(payment.id), verdict=line.verdict)
    return outcome


def _fact(line: BankLine, payment: Payment) -> GatewayEvent:
    return GatewayEvent(
        kind=EventKind.CHARGED,
        provider_ref=_next_reference(line),
        money=Money(line.amount, line.currency),
        happened_at=line.happened_at,
        mode=EventMode(line.mode.value),
        public_number=payment.public_number,
        memo=line.memo,
        account=line.account,
    )


def _is_seen_by_hand(line: BankLine, payment: Payment) -> bool:
    """The owner saw this money in the bank's own app and recorded it before the bank told us."""
    by_hand = select(func.count(Transaction.id)).where(
        Transaction.payment_id == payment.id,
        Transaction.kind == TransactionKind.CHARGED,
        Transaction.amount == line.amount,
        Transaction.counted,
        Transaction.provider_ref.startswith("manual:", autoescape=True),
    )
    linked = select(func.count(BankLine.id)).where(
        BankLine.payment_id == payment.id,
        BankLine.amount == line.amount,
        BankLine.verdict == SEEN_BY_HAND,
    )
    return int(db.session.scalar(by_hand) or 0) > int(db.session.scalar(linked) or 0)


def _next_reference(line: BankLine) -> str:
    """A match that was undone is a fact of its own, so the next one has another reference."""
    times = len(_references(line, counted=False))
    return f"bank:{line.id}" if not times else f"bank:{line.id}:{times + 1}"


def _references(line: BankLine, *, counted: bool = True) -> list[str]:
    first = f"bank:{line.id}"
    mine = select(Transaction.provider_ref).where(
        or_(Transaction.provider_ref == first, Transaction.provider_ref.startswith(f"{first}:"))
    )
    return list(db.session.scalars(mine.where(Transaction.counted) if counted else mine))


def _leave(line: BankLine, found: Match) -> None:
    open_review(
        CAUSES[found.verdict],
        fingerprint=f"line:{line.id}",
        line=str(line.id),
        amount=line.amount,
        memo=line.memo[:100],
        reference=line.reference,
    )


def _close_reviews(line: BankLine, *, by: events.Actor) -> None:
    for cause in CAUSES.values():
        close_review(cause, f"line:{line.id}", line.verdict, by=by)
