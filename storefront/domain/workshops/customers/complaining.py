"""What practice customers complain of, in words people use."""

from __future__ import annotations

import random

from flask_babel import lazy_gettext

from storefront.domain.support.complaints import Grievance, receive
from storefront.infra.errors import Sentence
from storefront.infra.i18n import speaking
from storefront.models.order import FulfillmentSummary, Order

ATTITUDE = (
    "attitude",
    lazy_gettext("I called about my order, and whoever answered was very rude to me."),
)
BEFORE_SENDING: tuple[tuple[str, Sentence], ...] = (
    (
        "delivery",
        lazy_gettext("I need my order today and nobody told me when it comes. What is going on?"),
    ),
    ATTITUDE,
)
AFTER_SENDING: tuple[tuple[str, Sentence], ...] = (
    ("goods", lazy_gettext("I ordered two things and only one was in the parcel. Please look into it.")),
    ("goods", lazy_gettext("The lid was broken and everything leaked into the box. I want another one.")),
    ATTITUDE,
)
"""Kind and words, as customers write them; of goods nobody complains who has none yet."""


def complain(order: Order, chance: random.Random) -> None:
    """Complain about the order, as the form of the shop does, in the language it was ordered in."""
    is_sent = order.fulfillment_summary is not FulfillmentSummary.NONE
    kind, words = chance.choice(AFTER_SENDING if is_sent else BEFORE_SENDING)
    with speaking(order.locale):
        body = str(words)
    buyer = order.buyer
    said = Grievance(kind, body, name=str(buyer["name"]), phone=str(buyer["phone"]), locale=order.locale)
    receive(said, order=order)
