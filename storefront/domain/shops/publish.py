"""A shop's life: draft, open, paused, closed; staff alone suspend and reopen."""

from __future__ import annotations

from flask_babel import lazy_gettext

from storefront.infra import clock, events, guard, queue
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict
from storefront.infra.text import clean_multiline
from storefront.models.shop import Shop, ShopState

MOVES = {
    ShopState.DRAFT: {ShopState.OPEN, ShopState.CLOSED},
    ShopState.OPEN: {ShopState.PAUSED, ShopState.CLOSED},
    ShopState.PAUSED: {ShopState.OPEN, ShopState.CLOSED},
    ShopState.CLOSED: set[ShopState](),
}

TELL_OWNER = "messages.shop_suspended"
TOPICS = {
    ShopState.OPEN: "shop.opened",
    ShopState.PAUSED: "shop.paused",
    ShopState.CLOSED: "shop.closed",
}


class ShopCannotMove(Conflict):
    """The shop's present state does not lead to the one asked for."""

    code = "shop_cannot_move"
    message = lazy_gettext("The shop cannot change to this state now.")


def open_now(shop: Shop, *, by: events.Actor) -> None:
    """Open the shop to shoppers. What is obligatory is checked by onboarding before."""
    _move(shop, ShopState.OPEN, by=by)
    shop.opened_at = shop.opened_at or clock.now()


def pause(shop: Shop, *, by: events.Actor) -> None:
    """Stop taking orders for a while; the pages stay."""
    _move(shop, ShopState.PAUSED, by=by)


def close(shop: Shop, *, by: events.Actor) -> None:
    """Close for good; the data stays exportable."""
    _move(shop, ShopState.CLOSED, by=by)


def suspend(shop: Shop, *, reason: str, by: events.Actor) -> None:
    """Take the shop off the net; only platform staff do, and only they clear it. The owner is told why."""
    shop = locked(shop)
    shop.suspended_at = clock.now()
    _changed(shop)
    events.record("shop.suspended", shop, by=by)
    queue.enqueue(TELL_OWNER, shop_id=shop.id, reason=clean_multiline(reason))


def reopen(shop: Shop, *, by: events.Actor) -> None:
    """End a suspension."""
    shop = locked(shop)
    shop.suspended_at = None
    _changed(shop)
    events.record("shop.reopened", shop, by=by)


def _move(shop: Shop, state: ShopState, *, by: events.Actor) -> None:
    shop = locked(shop)
    if state not in MOVES[shop.state]:
        raise ShopCannotMove(state=shop.state.value)
    shop.state = state
    _changed(shop)
    events.record(TOPICS[state], shop, by=by)


def _changed(shop: Shop) -> None:
    # shop is a platform table, so the guard does not see that shoppers' pages change
    db.session.flush()
    guard.changed_for_shoppers([shop.id])
