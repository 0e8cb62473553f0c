"""Complaints: received with a code and deadlines, answered, then resolved or rejected in words; kept 3 years.

Decree 248/2026 article 7 asks for the code, the state, the deadlines by kind and the history (its events).
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import Select, case, delete, func, select

from storefront.domain.support.reach import email_of, phone_of, unreachable
from storefront.infra import clock, crypto, events, ids
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid, NotFound, Sentence
from storefront.infra.tenancy import current_shop_id
from storefront.infra.text import clean, clean_multiline
from storefront.infra.tokens import token_hash
from storefront.models.complaint import Complaint, ComplaintState
from storefront.models.order import Order
from storefront.models.shop import ShopSettings

KINDS: dict[str, Sentence] = {
    "goods": lazy_gettext("Goods missing, wrong or damaged"),
    "delivery": lazy_gettext("Delivery late or not done"),
    "payment": lazy_gettext("Payment or refund"),
    "attitude": lazy_gettext("How I was treated"),
    "other": lazy_gettext("Another matter"),
}
STATES: dict[ComplaintState, Sentence] = {
    ComplaintState.RECEIVED: lazy_gettext("Received"),
    ComplaintState.ANSWERED: lazy_gettext("Answered, being settled"),
    ComplaintState.RESOLVED: lazy_gettext("Resolved"),
    ComplaintState.REJECTED: lazy_gettext("Rejected"),
}
GOODS_DAYS, PAYMENT_DAYS = 7, 7
"""The most days to settle what concerns goods or money, also where the shop's own limit is longer."""
KEPT = dt.timedelta(days=3 * 365 + 1)
LONGEST = 4000
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class ComplaintNotFound(NotFound):
    """No complaint of this shop has this number or link."""

    code = "complaint_not_found"
    message = lazy_gettext("We could not find this complaint.")


class ComplaintClosed(Conflict):
    """It is over, or was answered already."""

    code = "complaint_closed"
    message = lazy_gettext("This complaint has moved on meanwhile. Look at where it stands now.")


@dataclass(frozen=True, slots=True)
class Grievance:
    """What a shopper sends. `kind` is a key of KINDS."""

    kind: str
    body: str
    name: str
    phone: str = ""
    email: str = ""
    locale: str = "vi"


def receive(said: Grievance, *, order: Order | None = None) -> Complaint:
    """Take in a complaint; its deadlines are those the shop promises at this moment. Raises Invalid."""
    errors = _missing(said)
    if errors:
        raise Invalid(errors)
    moment, rules = clock.now(), db.session.scalars(select(ShopSettings)).one()
    complaint = Complaint(
        id=ids.new_id(),
        shop_id=current_shop_id(),
        code=_new_code(),
        order_id=order.id if order else None,
        kind=said.kind,
        name=clean(said.name)[:120],
        phone=phone_of(said.phone),
        email=email_of(said.email),
        body=clean_multiline(said.body)[:LONGEST],
        locale=said.locale,
        answer_by=_end_of(_working_days(rules.complaint_answer_days)),
        resolve_by=_end_of(clock.today_vn() + dt.timedelta(days=_days_to_settle(said.kind, rules))),
        retain_until=moment + KEPT,
    )
    complaint.token_hash = token_hash(complaint_token(complaint))
    db.session.add(complaint)
    events.record("complaint.received", complaint, by=events.CUSTOMER, **_facts(complaint))
    return complaint


def answer(complaint: Complaint, words: str, *, by: events.Actor) -> None:
    """The first answer; the shopper is told after the event. Raises Invalid, ComplaintClosed."""
    words = _said(words, "answer")
    complaint = locked(complaint)
    if complaint.state is not ComplaintState.RECEIVED:
        raise ComplaintClosed
    complaint.state, complaint.answer = ComplaintState.ANSWERED, words
    complaint.answered_at = clock.now()
    in_time = complaint.answered_at <= complaint.answer_by
    events.record("complaint.answered", complaint, by=by, in_time=in_time, **_facts(complaint))


def resolve(complaint: Complaint, words: str, *, by: events.Actor) -> None:
    """What was done about it. Raises Invalid, ComplaintClosed."""
    _close(complaint, ComplaintState.RESOLVED, words, by=by)


def reject(complaint: Complaint, words: str, *, by: events.Actor) -> None:
    """Why nothing is done. Raises Invalid, ComplaintClosed."""
    _close(complaint, ComplaintState.REJECTED, words, by=by)


def complaint_token(complaint: Complaint) -> str:
    """The secret part of the link by which a shopper follows a complaint."""
    return crypto.derived(f"complaint:{complaint.shop_id}:{complaint.id}")


def complaint_by_token(token: str) -> Complaint:
    """The complaint behind a link. Raises ComplaintNotFound."""
    return _one(select(Complaint).where(Complaint.token_hash == token_hash(token)))


def complaint_by_id(complaint_id: int) -> Complaint:
    """A complaint, for the desk. Raises ComplaintNotFound."""
    return _one(select(Complaint).where(Complaint.id == complaint_id))


def complaints(*, closed: bool = False, kind: str = "") -> Select[Complaint]:
    """Complaints for the desk's list, in no order yet."""
    found = select(Complaint).where(
        Complaint.closed_at.is_not(None) if closed else Complaint.closed_at.is_(None)
    )
    return found.where(Complaint.kind == kind) if kind else found


def open_complaints(kind: str = "") -> list[Complaint]:
    """Everything still open, perhaps of one kind, what is due first on top: overdue ones lead."""
    due = case((Complaint.answered_at.is_(None), Complaint.answer_by), else_=Complaint.resolve_by)
    return list(db.session.scalars(complaints(kind=kind).order_by(due, Complaint.id)))


def complaints_of(order: Order) -> list[Complaint]:
    """What was complained of about an order."""
    wanted = select(Complaint).where(Complaint.order_id == order.id).order_by(Complaint.id)
    return list(db.session.scalars(wanted))


def open_count() -> int:
    """How many complaints are not closed."""
    return db.session.scalar(select(func.count(Complaint.id)).where(Complaint.closed_at.is_(None))) or 0


def history(complaint: Complaint) -> list[events.Event]:
    """What happened to it, oldest first."""
    wanted = select(events.Event).where(
        events.Event.subject_kind == events.kind_of(complaint), events.Event.subject_id == complaint.id
    )
    return list(db.session.scalars(wanted.order_by(events.Event.at, events.Event.id)))


def forget_expired() -> int:
    """Delete the complaints whose three years are over; returns how many."""
    gone = db.session.execute(delete(Complaint).where(Complaint.retain_until < clock.now()))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _close(complaint: Complaint, state: ComplaintState, words: str, *, by: events.Actor) -> None:
    words = _said(words, "resolution")
    complaint = locked(complaint)
    if not complaint.is_open:
        raise ComplaintClosed
    moment = clock.now()
    complaint.state, complaint.resolution, complaint.closed_at = state, words, moment
    complaint.answered_at = complaint.answered_at or moment
    complaint.retain_until = moment + KEPT
    in_time = complaint.answered_at <= complaint.answer_by and moment <= complaint.resolve_by
    events.record(f"complaint.{state.value}", complaint, by=by, in_time=in_time, **_facts(complaint))


def _one(wanted: Select[Complaint]) -> Complaint:
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise ComplaintNotFound
    return found


def _facts(complaint: Complaint) -> dict[str, str]:
    return {"code": complaint.code, "kind": complaint.kind}


def _new_code() -> str:
    """A short code to say on the phone, free in this shop; it opens nothing by itself."""
    while True:
        code = "KN-" + "".join(secrets.choice(_LETTERS) for _ in range(4))
        if db.session.scalar(select(Complaint.id).where(Complaint.code == code)) is None:
            return code


def _days_to_settle(kind: str, rules: ShopSettings) -> int:
    most = {"goods": GOODS_DAYS, "delivery": GOODS_DAYS, "payment": PAYMENT_DAYS}.get(kind)
    return min(most, rules.complaint_resolve_days) if most else rules.complaint_resolve_days


def _working_days(count: int) -> dt.date:
    """The day so many working days from today; Saturdays and Sundays are none."""
    day = clock.today_vn()
    while count > 0:
        day += dt.timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _end_of(day: dt.date) -> dt.datetime:
    """23:59, so that people read the day that is meant."""
    return clock.vn_day_bounds(day)[1] - dt.timedelta(minutes=1)


def _said(words: str, field: str) -> str:
    words = clean_multiline(words)
    if not words or len(words) > LONGEST:
        raise Invalid.field(field, _WORDS)
    return words


def _missing(said: Grievance) -> dict[str, list[Sentence]]:
    errors: dict[str, list[Sentence]] = {}
    if said.kind not in KINDS:
        errors["kind"] = [lazy_gettext("Choose what it is about.")]
    if not clean(said.name):
        errors["name"] = [lazy_gettext("Write your name so that the shop knows who complains.")]
    if not clean(said.body) or len(said.body) > LONGEST:
        errors["body"] = [_WORDS]
    return errors | unreachable(said.phone, said.email)


_WORDS = lazy_gettext("Write your message, at most 4,000 characters.")
