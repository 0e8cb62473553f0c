"""Once an hour a provider that can be asked is asked what it told nobody: calls get lost."""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter

from sqlalchemy import select

from storefront.adapters.bank_feeds import bank_feed
from storefront.adapters.bank_feeds.base import GatewayUnavailable, NotOffered, Outcome
from storefront.domain.payments.bank_feeds import adapter_of, feed_by_id
from storefront.domain.settlement.bank_lines import receive_movements
from storefront.infra import clock
from storefront.infra.db import commit_then_call, db
from storefront.models.bank import BankFeed

CATCH_UP = "bank_feeds.catch_up"
OVERLAP = dt.timedelta(days=1)
"""Asked for again each time; what is known changes nothing."""

log = logging.getLogger(__name__)


def catch_up(feed_id: int) -> Counter[Outcome]:
    """Ask one feed for its latest movements and take in what is new; how many became what.

    A provider that does not answer is asked again in an hour.
    """
    feed = feed_by_id(feed_id)
    adapter = adapter_of(feed)
    since = (feed.last_line_at or clock.now()) - OVERLAP
    try:
        told = commit_then_call(lambda: adapter.list_movements(since))
    except NotOffered:
        return Counter()
    except GatewayUnavailable as error:
        log.warning("bank feed %s was not answered: %s", feed.provider, error)
        return Counter()
    return Counter(receive_movements(feed_by_id(feed_id), told))


def feeds_to_ask() -> list[tuple[int, int]]:
    """(shop, feed) ids of the feeds that can be asked, across shops."""
    wanted = select(BankFeed.shop_id, BankFeed.id, BankFeed.provider).where(BankFeed.enabled)
    rows = db.session.execute(wanted)
    return [(row.shop_id, row.id) for row in rows if bank_feed(row.provider).capabilities.lists]
