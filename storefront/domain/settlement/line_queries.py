"""Bank lines in lists: search and filters, and what they say in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, Select, or_, select

from storefront.domain.payments.matching import Verdict
from storefront.domain.settlement.bank_lines import MONEY_OUT, SAME
from storefront.domain.settlement.line_matches import BY_HAND, GATEWAY_TELLS, SEEN_BY_HAND, SET_ASIDE
from storefront.infra import clock
from storefront.infra.errors import Sentence
from storefront.models.bank import BankLine, LineState
from storefront.models.order import Mode, Order
from storefront.models.payment import Payment

VERDICTS: Mapping[str, Sentence] = {
    Verdict.CODE.value: lazy_gettext("Matched by its code"),
    Verdict.NEAR_CODE.value: lazy_gettext("Matched: the code was mistyped, the sum is right"),
    Verdict.TWO_CODES.value: lazy_gettext("Two codes in one message"),
    Verdict.WRONG_CODE.value: lazy_gettext("A code no order has"),
    Verdict.UNKNOWN.value: lazy_gettext("No code in the message"),
    BY_HAND: lazy_gettext("Matched by you"),
    SEEN_BY_HAND: lazy_gettext("You recorded this money before"),
    GATEWAY_TELLS: lazy_gettext("Told by the payment gateway as well"),
    SET_ASIDE: lazy_gettext("Set aside: no order's money"),
    MONEY_OUT: lazy_gettext("Money out"),
    SAME: lazy_gettext("Told before by another source"),
}
STATES: Mapping[LineState, tuple[Sentence, str]] = {
    LineState.OPEN: (lazy_gettext("Not matched"), "warn"),
    LineState.MATCHED: (lazy_gettext("Matched"), "good"),
    LineState.IGNORED: (lazy_gettext("Left aside"), "quiet"),
}


@dataclass(frozen=True, slots=True)
class LineFilter:
    """What a list of lines shows; days are Vietnam's, both included; `query` is memo, reference or sum."""

    mode: Mode
    query: str = ""
    state: LineState | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None


def bank_lines(wanted: LineFilter) -> Select[BankLine]:
    """The lines that fit; what another source told before is not shown twice."""
    return select(BankLine).where(*_conditions(wanted))


def order_numbers(payment_ids: set[int]) -> Select[int, str]:
    """(payment, number of its order) for these payments."""
    joined = (Order.shop_id == Payment.shop_id) & (Order.id == Payment.order_id)
    return select(Payment.id, Order.number).join(Order, joined).where(Payment.id.in_(payment_ids))


def _conditions(wanted: LineFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [BankLine.mode == wanted.mode, BankLine.verdict != SAME]
    if wanted.query:
        found.append(_fits(wanted.query))
    if wanted.state is not None:
        found.append(BankLine.state == wanted.state)
    if wanted.first_day is not None:
        found.append(BankLine.happened_at >= clock.vn_day_bounds(wanted.first_day)[0])
    if wanted.last_day is not None:
        found.append(BankLine.happened_at < clock.vn_day_bounds(wanted.last_day)[1])
    return found


def _fits(query: str) -> ColumnElement[bool]:
    bare = re.sub(r"[.,\s₫đ]", "", query)
    sums = [BankLine.amount.in_((int(bare), -int(bare)))] if bare.isdecimal() and len(bare) < 16 else []
    return or_(
        BankLine.memo.icontains(query, autoescape=True),
        BankLine.reference.icontains(query, autoescape=True),
        *sums,
    )
