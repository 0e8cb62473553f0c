"""The order's states and ways in words, one place for desk, messages and documents."""

from __future__ import annotations

from flask_babel import lazy_gettext

from storefront.infra.errors import Sentence
from storefront.models.order import Acceptance, FulfillmentSummary, Order, OrderState, PaymentSummary

STATES: dict[OrderState, Sentence] = {
    OrderState.OPEN: lazy_gettext("Open order"),
    OrderState.COMPLETED: lazy_gettext("Completed"),
    OrderState.CANCELLED: lazy_gettext("Cancelled"),
}
ACCEPTANCES: dict[Acceptance, Sentence] = {
    Acceptance.WAITING: lazy_gettext("New"),
    Acceptance.ACCEPTED: lazy_gettext("Confirmed"),
    Acceptance.DECLINED: lazy_gettext("Declined"),
    Acceptance.LAPSED: lazy_gettext("Not answered in time"),
}
PAYMENTS: dict[PaymentSummary, Sentence] = {
    PaymentSummary.UNPAID: lazy_gettext("Unpaid"),
    PaymentSummary.PENDING: lazy_gettext("Waiting for the money"),
    PaymentSummary.PARTLY_PAID: lazy_gettext("Partly paid"),
    PaymentSummary.PAID: lazy_gettext("Paid"),
    PaymentSummary.PARTLY_REFUNDED: lazy_gettext("Partly refunded"),
    PaymentSummary.REFUNDED: lazy_gettext("Refunded"),
    PaymentSummary.OVERPAID: lazy_gettext("Overpaid"),
}
FULFILLMENTS: dict[FulfillmentSummary, Sentence] = {
    FulfillmentSummary.NONE: lazy_gettext("Not sent"),
    FulfillmentSummary.PARTIAL: lazy_gettext("Partly sent"),
    FulfillmentSummary.DONE: lazy_gettext("Sent"),
    FulfillmentSummary.RETURNED: lazy_gettext("Returned"),
}
EVENTS: dict[str, Sentence] = {
    "order.placed": lazy_gettext("Order placed"),
    "order.accepted": lazy_gettext("Order confirmed by the shop"),
    "order.declined": lazy_gettext("Order declined by the shop"),
    "order.lapsed": lazy_gettext("The shop did not answer in time"),
    "order.expired": lazy_gettext("Not paid in time, the goods are no longer held"),
    "order.cancelled": lazy_gettext("Order cancelled"),
    "order.fulfilled": lazy_gettext("Goods sent"),
    "order.tracked": lazy_gettext("Shipment details changed"),
    "order.delivered": lazy_gettext("Goods arrived"),
    "order.backordered": lazy_gettext("Waits for goods"),
    "order.returned": lazy_gettext("Goods came back"),
    "order.completed": lazy_gettext("Order completed"),
    "order.noted": lazy_gettext("Note changed"),
    "order.payment_requested": lazy_gettext("Customer asked to pay"),
    "payment.started": lazy_gettext("Payment begun"),
    "payment.authorized": lazy_gettext("Payment authorized"),
    "payment.succeeded": lazy_gettext("Payment received"),
    "payment.part_received": lazy_gettext("Part of the payment received"),
    "payment.failed": lazy_gettext("Payment failed"),
    "payment.expired": lazy_gettext("Payment expired"),
    "payment.cancelled": lazy_gettext("Payment cancelled"),
    "payment.capture_requested": lazy_gettext("Held money to be taken"),
    "payment.void_requested": lazy_gettext("Held money to be let go"),
    "payment.taken_out": lazy_gettext("Money moved to another payment"),
    "payment.disputed": lazy_gettext("Payment disputed"),
    "document.exempted": lazy_gettext("Noted why there is no invoice"),
    "refund.requested": lazy_gettext("Refund asked for"),
    "refund.done": lazy_gettext("Money refunded"),
    "refund.failed": lazy_gettext("Refund failed"),
}


def headline(order: Order) -> Sentence:
    """The one word a list shows for where an order stands."""
    if order.acceptance in (Acceptance.DECLINED, Acceptance.LAPSED):
        return ACCEPTANCES[order.acceptance]
    if order.state is not OrderState.OPEN:
        return STATES[order.state]
    if order.fulfillment_summary is not FulfillmentSummary.NONE:
        return FULFILLMENTS[order.fulfillment_summary]
    return ACCEPTANCES[order.acceptance]
