"""What practice customers complain of, in words people use."""

from __future__ import annotations

import random

from flask_babel import lazy_gettext

from storefront.domain.support.complaints import Grievance, receive
from storefront.infra.errors import Sentence
from storefront.infra.i18n import speaking
from storefront.models.order import Order

GRIEVANCES: tuple[tuple[str, Sentence], ...] = (
    ("goods", lazy_gettext("I ordered two things and only one was in the parcel. Please look into it.")),
    ("goods", lazy_gettext("The lid was broken and everything leaked into the box. I want another one.")),
    ("delivery", lazy_gettext("You promised to deliver today. I waited all day and nobody called.")),
    ("payment", lazy_gettext("I have sent the money, but my order's page still says unpaid.")),
    ("attitude", lazy_gettext("I called about my order, and whoever answered was very rude to me.")),
)
"""Kind and words, as customers write them."""


def complain(order: Order, chance: random.Random) -> None:
    """Complain about the order, as the form of the shop does, in the language it was ordered in."""
    kind, words = chance.choice(GRIEVANCES)
    with speaking(order.locale):
        body = str(words)
    buyer = order.buyer
    said = Grievance(kind, body, name=str(buyer["name"]), phone=str(buyer["phone"]), locale=order.locale)
    receive(said, order=order)
