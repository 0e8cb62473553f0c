"""What shoppers ask, and what the shop answers."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from typing import Any

from storefront.demo.calendar import Story
from storefront.demo.files import notes
from storefront.demo.stories import clerk
from storefront.domain.support import conversations


def enquiries_of(trade: str) -> list[Mapping[str, Any]]:
    """The questions that a shop of this trade hears."""
    return [each for each in notes()["enquiries"] if trade in each["kits"]]


def asked(person: Mapping[str, Any], enquiry: Mapping[str, Any], chance: random.Random) -> Story:
    """One question, its answer some hours later, and thanks that need none."""
    conversation_id = conversations.ask(
        name=person["name"],
        phone=person["phone"],
        email=person["email"] or "",
        body=enquiry["question"],
    ).id
    yield dt.timedelta(hours=chance.randint(0, 6), minutes=chance.randint(4, 55))
    conversation = conversations.conversation_by_id(conversation_id)
    conversations.answer(conversation, enquiry["answer"], by=clerk())
    yield dt.timedelta(days=2)
    conversations.close(conversations.conversation_by_id(conversation_id), by=clerk())
