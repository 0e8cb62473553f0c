"""The owner's own test order: a signed link that makes one cart a test, in a real shop too."""

from __future__ import annotations

import datetime as dt

from storefront.domain.accounts.links import LinkEnded, issue_link, read_link
from storefront.infra import events
from storefront.models.shop import LinkToken, Shop

PURPOSE = "test_order"
LIFE = dt.timedelta(hours=2)


def make_test_order_link(shop: Shop, *, by: events.Actor) -> str:
    """A token that lets its holder place test orders in this shop for two hours."""
    token = issue_link(PURPOSE, subject_id=shop.id, life=LIFE, shop_id=shop.id)
    events.record("shop.test_order_link_made", shop, by=by)
    return token


def read_test_order_link(token: str, shop: Shop) -> LinkToken:
    """The live link behind the token, if it is this shop's. Raises LinkEnded."""
    link = read_link(token, PURPOSE)
    if link.shop_id != shop.id:
        raise LinkEnded
    return link
