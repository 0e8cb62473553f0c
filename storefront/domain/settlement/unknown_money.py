"""Money a gateway told of and no payment explained: a person says which order it belongs to."""

from __future__ import annotations

from flask_babel import lazy_gettext

from storefront.adapters.gateways.base import EventKind
from storefront.domain.orders.mark_paid import mark_paid
from storefront.domain.orders.queries import order_by_number
from storefront.domain.orders.tokens import OrderNotFound
from storefront.domain.payments.reviews import resolve
from storefront.infra import events
from storefront.infra.errors import Conflict, Invalid
from storefront.models.order import Order
from storefront.models.payment import Review

CAUSE = "unknown_payment"


class NotUnknownMoney(Conflict):
    """The finding is of another kind, or somebody has settled it."""

    code = "not_unknown_money"
    message = lazy_gettext("This money was dealt with meanwhile.")


def is_unknown_money(review: Review) -> bool:
    """Whether money came that may be put to an order."""
    came = review.facts.get("kind") == EventKind.CHARGED.value
    return review.cause == CAUSE and came and review.resolved_at is None


def put_to_order(review: Review, number: str, *, by: events.Actor) -> Order:
    """Count it for the order of this number and close the finding; pressed twice it counts once.

    Raises Invalid for a number no order has, NotUnknownMoney.
    """
    if not is_unknown_money(review):
        raise NotUnknownMoney
    try:
        order = order_by_number(number.strip().removeprefix("#"))
    except OrderNotFound as missing:
        raise Invalid.field("number", lazy_gettext("No order has this number.")) from missing
    mark_paid(order, int(review.facts["amount"]), form_key=f"review:{review.id}", by=by)
    resolve(review, f"order {order.number}", by=by)
    return order
