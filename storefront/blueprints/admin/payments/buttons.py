"""The buttons that settle a finding, by the names its words give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import g, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.domain.payments.give_back import to_give_back
from storefront.domain.payments.words import REVIEWS
from storefront.infra.db import db
from storefront.infra.i18n import current_locale
from storefront.infra.money import Money, format_money
from storefront.models.order import Order
from storefront.models.payment import Payment, Review


@dataclass(frozen=True, slots=True)
class Button:
    """A link, or with `posts` a form of its own."""

    label: str
    url: str
    posts: bool = False


Maker = Callable[[Review, Order | None], Button | None]


def buttons(review: Review, order: Order | None) -> list[Button]:
    """What may be done about a finding by whoever looks at it now."""
    made = (MAKERS[name](review, order) for name in REVIEWS[review.cause].actions)
    return [button for button in made if button is not None]


def _give_back(review: Review, order: Order | None) -> Button | None:
    amount = to_give_back(review)
    if order is None or not amount or "orders.refund" not in g.permissions:
        return None
    words = format_money(Money(amount, order.currency), current_locale())
    url = url_for("admin.orders.money.give_back_for", number=order.number, review_id=review.id)
    return Button(_("Give back %(amount)s", amount=words), url, posts=True)


def _ask_gateway(review: Review, order: Order | None) -> Button | None:
    if order is None or review.payment_id is None or "orders.mark_paid" not in g.permissions:
        return None
    url = url_for("admin.orders.payments.ask", number=order.number, payment_id=review.payment_id)
    return Button(_("Ask the gateway"), url, posts=True)


def _ask_for_rest(_review: Review, order: Order | None) -> Button | None:
    if order is None or order.due <= 0:
        return None
    return Button(_("Ask for the rest"), _order(order, "ask"))


def _find_order(_review: Review, _order: Order | None) -> Button | None:
    return Button(_("Find the order"), url_for("admin.orders.listing.index"))


def _settings(review: Review, _order: Order | None) -> Button | None:
    if review.payment_id is None or "payments.edit" not in g.permissions:
        return None
    code = db.session.scalar(select(Payment.gateway).where(Payment.id == review.payment_id))
    return Button(_("Look at its settings"), url_for("admin.payments.assistant.show", gateway=code))


def _refunds(_review: Review, order: Order | None) -> Button | None:
    return Button(_("To the refund"), _order(order, "refunds")) if order else None


def _held(_review: Review, order: Order | None) -> Button | None:
    return Button(_("Take it or let it go"), _order(order, "payments")) if order else None


def _match_line(review: Review, _order: Order | None) -> Button | None:
    if "line" not in review.facts:
        return None
    return Button(_("Choose the order"), url_for("admin.bank.lines.show", line_id=int(review.facts["line"])))


def _upload_statement(_review: Review, _order: Order | None) -> Button | None:
    return Button(_("Upload a statement"), url_for("admin.bank.statements.index"))


def _order(order: Order, part: str) -> str:
    return url_for("admin.orders.listing.show", number=order.number, _anchor=part)


MAKERS: dict[str, Maker] = {
    "ask_for_rest": _ask_for_rest,
    "ask_gateway": _ask_gateway,
    "find_order": _find_order,
    "give_back": _give_back,
    "held": _held,
    "match_line": _match_line,
    "refunds": _refunds,
    "settings": _settings,
    "upload_statement": _upload_statement,
}
