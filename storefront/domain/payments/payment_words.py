"""Payments and their facts in words for the owner, with the colour a state is shown in."""

from __future__ import annotations

from flask_babel import lazy_gettext

from storefront.infra.errors import Sentence
from storefront.models.payment import PaymentState, RefundChannel

PAYMENTS: dict[PaymentState, tuple[Sentence, str]] = {
    PaymentState.CREATED: (lazy_gettext("not begun yet"), "quiet"),
    PaymentState.PENDING: (lazy_gettext("waiting for the money"), "warn"),
    PaymentState.AUTHORIZED: (lazy_gettext("money is held"), "info"),
    PaymentState.SUCCEEDED: (lazy_gettext("received"), "good"),
    PaymentState.FAILED: (lazy_gettext("not paid"), "bad"),
    PaymentState.EXPIRED: (lazy_gettext("lapsed"), "quiet"),
    PaymentState.CANCELLED: (lazy_gettext("cancelled"), "quiet"),
}

KINDS: dict[str, Sentence] = {
    "charged": lazy_gettext("Money received"),
    "authorized": lazy_gettext("Money held"),
    "failed": lazy_gettext("Not paid"),
    "cancelled": lazy_gettext("Cancelled or let go"),
    "expired": lazy_gettext("Lapsed"),
    "refunded": lazy_gettext("Given back"),
    "refund_failed": lazy_gettext("Giving back failed"),
    "charged_back": lazy_gettext("Taken back by the payer's bank"),
    "reversed": lazy_gettext("Undone by the gateway"),
    "info": lazy_gettext("A note, no money"),
}
"""Kinds of facts, as a gateway tells them and the shop keeps them."""

REFUND_CHANNELS: dict[RefundChannel, Sentence] = {
    RefundChannel.GATEWAY: lazy_gettext("Through the gateway, as it was paid"),
    RefundChannel.TRANSFER: lazy_gettext("By a transfer that I send"),
    RefundChannel.CASH: lazy_gettext("In cash"),
    RefundChannel.STORED_VALUE: lazy_gettext("Onto a card of the shop"),
}
