"""Findings as the pages show them: words, the next button and where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _

from storefront.domain.reconciliation.totals import Sums
from storefront.domain.reconciliation.words import ACTIONS, BALANCES, CAUSES
from storefront.infra.errors import Sentence
from storefront.infra.i18n import current_locale
from storefront.infra.money import Money, format_money
from storefront.models.payment import Review

AT_THE_ORDER = ("give_back", "mark_received", "open_order")
ASKING = ("ask_gateway", "ask_courier", "ask_bank", "ask_customer")


@dataclass(frozen=True, slots=True)
class Face:
    """A finding for a page; `to` is where its next button leads."""

    id: str
    title: Sentence
    advice: Sentence
    subject: str
    number: str
    amount: int
    action: Sentence
    to: str
    done: str


def face_of(review: Review) -> Face:
    """What a person reads of a finding."""
    words, facts = CAUSES[review.cause], review.facts
    return Face(
        id=str(review.id),
        title=words.title,
        advice=words.advice,
        subject=str(facts.get("subject", "")),
        number=str(facts.get("number", "")),
        amount=int(facts.get("amount", 0)),
        action=ACTIONS[words.action],
        to=_target(review, words.action),
        done=done_words(review),
    )


def done_words(review: Review) -> str:
    """How it ended; empty while it waits."""
    if review.resolved_at is None:
        return ""
    return _("It fits by now") if review.resolution == "settled" else review.resolution or ""


def _target(review: Review, action: str) -> str:
    number, lines = review.facts.get("number"), review.facts.get("lines") or []
    if action in AT_THE_ORDER and number:
        return url_for("admin.orders.listing.show", number=number)
    if action == "link_to_order" and lines:
        return url_for("admin.bank.lines.show", line_id=lines[0])
    if action == "upload":
        return url_for("admin.bank.statements.index")
    return url_for("admin.reconciliation.findings.show", finding_id=review.id)


def question(review: Review) -> str:
    """A message to whoever has to answer, ready to be copied; empty where nobody is asked."""
    words, facts = CAUSES[review.cause], review.facts
    if words.action not in ASKING:
        return ""
    return _(
        "Hello. We are %(shop)s. Please check for us: %(title)s. Reference: %(subject)s. Sum: %(amount)s. "
        "Month: %(month)s. Thank you.",
        shop=g.shop.name,
        title=words.title,
        subject=facts.get("subject", ""),
        amount=format_money(Money(int(facts.get("amount", 0))), current_locale()),
        month=month_name(review.month or ""),
    )


def month_name(month: str) -> str:
    """11/2026."""
    return f"{month[5:]}/{month[:4]}"


def pair_rows(sums: Sums) -> list[dict[str, Any]]:
    """The balances that say anything, each with what is still between its two sums."""
    return [
        {
            "name": BALANCES[balance][0],
            "first": BALANCES[balance][1],
            "second": BALANCES[balance][2],
            "ours": pair.ours,
            "theirs": pair.theirs,
            "off": pair.ours - pair.theirs,
        }
        for balance, pair in sums.pairs.items()
        if pair.ours or pair.theirs
    ]
