"""Placing: one transaction from the confirmed cart to the order, its goods held and its payment begun."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from flask_babel import gettext, lazy_gettext
from sqlalchemy import select

from storefront.domain.checkout.review import Review, review
from storefront.domain.checkout.snapshot import new_order
from storefront.domain.customers.consents import Purpose, record_consents
from storefront.domain.customers.register import count_order, customer_for, customer_of_test
from storefront.domain.inventory.reserve import NotEnoughStock, reserve
from storefront.domain.orders.deadlines import hold_time, waits_for_answer
from storefront.domain.payments.start import create_payment
from storefront.domain.shops.counting import counted_mode
from storefront.infra import events
from storefront.infra.db import db, locked
from storefront.infra.errors import Conflict, Invalid
from storefront.infra.i18n import current_locale
from storefront.infra.money import Money, format_money
from storefront.models.cart import Cart
from storefront.models.order import Order


class OrderChanged(Conflict):
    """The offer is no longer the one confirmed; `changes` says in words what is different."""

    code = "order_changed"
    message = lazy_gettext("Something in your order has changed. Please look it over and confirm again.")

    def __init__(self, changes: Sequence[str]) -> None:
        super().__init__(changes=list(changes))
        self.changes = tuple(changes)


class ShopNotSelling(Conflict):
    """The shop is not open, or the platform has suspended it."""

    code = "shop_not_selling"
    message = lazy_gettext("This shop is not taking orders at the moment.")


def place(
    cart: Cart,
    *,
    confirmed_total: int,
    consents: Mapping[Purpose, str],
    address: str,
    confirmed_digest: str | None = None,
    own_device: bool = False,
) -> Order:
    """Make the order the shopper confirmed. The same cart always gives the same order.

    `confirmed_total` (minor units) and `confirmed_digest` are those of the Review shown; `consents` maps a
    purpose to the version of its text, `address` is the shopper's network address, kept with them.
    `own_device`: it came from a device of the shop's own people.
    Raises OrderChanged, ShopNotSelling, Invalid.
    """
    cart = locked(cart)
    if cart.order_id is not None:
        return db.session.scalars(select(Order).where(Order.id == cart.order_id)).one()
    offer = review(cart)
    _check(offer, cart, confirmed_total, confirmed_digest)
    checkout = offer.checkout
    counts = offer.mode is counted_mode(offer.shop)
    who = {"name": checkout.name, "locale": current_locale()}
    if counts:
        customer = customer_for(checkout.phone, email=checkout.email, **who)
    else:
        customer = customer_of_test(checkout.phone, **who)
    db.session.flush()
    order = new_order(cart, offer, customer)
    held_until = order.placed_at + hold_time(order.payment_choice, offer.settings)
    order.answer_by = held_until if waits_for_answer(order.payment_choice) else None
    db.session.add(order)
    db.session.flush()
    _hold(order, offer, held_until)
    if offer.payment is not None:
        first = order.deposit or None
        create_payment(order, offer.payment.method, amount=first, channel=offer.payment.channel.code)
    if counts:
        count_order(customer)
        record_consents(customer, consents, channel="checkout", address=address)
    cart.order_id = order.id
    _tell(order, own_device=own_device)
    return order


def _check(offer: Review, cart: Cart, confirmed_total: int, confirmed_digest: str | None) -> None:
    if not offer.shop.is_selling and not cart.test_order:
        raise ShopNotSelling
    if not offer.cart.lines:
        raise Invalid({"": [gettext("The cart is empty.")]})
    changes = [change.sentence for change in offer.cart.changes]
    if not offer.cart.is_buyable:
        raise OrderChanged(changes)
    if not offer.checkout.is_good:
        raise Invalid(offer.checkout.errors)
    if offer.total != confirmed_total:
        locale, currency = current_locale(), offer.shop.currency
        changes.append(
            gettext(
                "The total is now %(now)s; it was %(before)s.",
                now=format_money(Money(offer.total, currency), locale),
                before=format_money(Money(confirmed_total, currency), locale),
            )
        )
        raise OrderChanged(changes)
    if confirmed_digest is not None and confirmed_digest != offer.digest:
        raise OrderChanged(changes or [gettext("The goods in the cart are not the ones you confirmed.")])


def _hold(order: Order, offer: Review, until: dt.datetime) -> None:
    try:
        reserve(order, expires_at=until)
    except NotEnoughStock as missing:
        names = [line.name for line in offer.cart.lines if line.variant_id in _variant_ids(missing)]
        raise OrderChanged(
            [gettext("%(name)s: somebody else was quicker, not enough is left.", name=name) for name in names]
        ) from missing


def _variant_ids(missing: NotEnoughStock) -> Sequence[int]:
    found = missing.details["variant_ids"]
    assert isinstance(found, list)
    return found


def _tell(order: Order, *, own_device: bool) -> None:
    events.record(
        "order.placed",
        order,
        by=events.CUSTOMER,
        number=order.number,
        total=order.total,
        currency=order.currency,
        mode=order.mode.value,
        gateway=order.payment_choice,
        lines=len(order.line_items),
        own_device=own_device,
    )
