"""A practice customer's way from the shelf to a placed order, by the verbs a shopper's pages use."""

from __future__ import annotations

import random
from collections.abc import Sequence

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.domain.cart.lines import add
from storefront.domain.cart.offers import Offer, offers
from storefront.domain.cart.ownership import new_cart
from storefront.domain.checkout import steps
from storefront.domain.checkout.place_order import ShopNotSelling, place
from storefront.domain.checkout.review import Review, review
from storefront.domain.customers.consents import Purpose
from storefront.domain.shipping.rates import DeliveryChoice, choices
from storefront.domain.workshops.customers.made_up import MadeUp
from storefront.infra.db import db
from storefront.infra.errors import Conflict
from storefront.infra.i18n import speaking
from storefront.models.order import Order
from storefront.models.product import Product, ProductState, Variant
from storefront.models.shipping import DeliveryKind
from storefront.models.shop import Shop

CONSENT = "practice"
"""Edition of the words agreed to: nobody real agreed to anything."""
DEAREST = 3_000_000
"""No basket aims at more, in đồng."""


class NothingToSell(Conflict):
    """No goods are published, or all of them are sold out."""

    code = "nothing_to_sell"
    message = lazy_gettext("The shop has nothing to sell yet, or everything is sold out.")


class NoDelivery(Conflict):
    """The shop neither delivers to the customer nor hands out goods itself."""

    code = "no_delivery"
    message = lazy_gettext("The shop offers no way of delivery yet.")


class NoWayOfPaying(Conflict):
    """None of the ways this customer would pay is on."""

    code = "no_way_of_paying"
    message = lazy_gettext("The shop does not take the way of paying that this needs.")


def order(shop: Shop, who: MadeUp, ways: Sequence[str], chance: random.Random) -> Order:
    """Place one order in the shop in force, which must be a practice shop.

    Raises ShopNotSelling, NothingToSell, NoDelivery, NoWayOfPaying, and what checkout raises.
    """
    assert shop.is_practice, shop.slug
    if not shop.is_selling:
        raise ShopNotSelling
    with speaking(shop.locale):
        cart, _token = new_cart()
        for offer, quantity in _basket(chance):
            add(cart, offer.variant_id, quantity)
        answers = {
            "name": who.name,
            "phone": who.phone,
            "unit_code": who.unit_code,
            "street": who.street,
            "delivery": str(_delivery(who).method_id),
        }
        steps.save(cart, answers)
        steps.save(cart, {"payment": _way(review(cart), ways)})
        return place(
            cart,
            confirmed_total=review(cart).total,
            consents={Purpose.ORDER: CONSENT},
            address=who.address,
        )


def _basket(chance: random.Random) -> list[tuple[Offer, int]]:
    known = offers(_on_the_shelf())
    left = [offer for offer in known.values() if _quantity(offer, 0)]
    if not left:
        raise NothingToSell
    chosen = chance.sample(left, min(len(left), chance.choice((1, 1, 2, 2, 3))))
    return [(offer, _quantity(offer, chance.randint(0, 2))) for offer in chosen]


def _on_the_shelf() -> Sequence[int]:
    return db.session.scalars(
        select(Variant.id)
        .join(Product, (Product.shop_id == Variant.shop_id) & (Product.id == Variant.product_id))
        .where(Product.state == ProductState.ACTIVE, Variant.retired_at.is_(None))
        .order_by(Product.position, Variant.position, Variant.id)
    ).all()


def _quantity(offer: Offer, more: int) -> int:
    """The least that may be bought and some steps more, as far as goods and a modest purse reach; or none."""
    wanted = offer.minimum + offer.step * more
    most = [limit for limit in (offer.available, offer.maximum) if limit is not None]
    if not offer.sold or min([offer.minimum, *most]) < offer.minimum:
        return 0
    dear = offer.price * wanted > DEAREST * 1000
    return offer.minimum if dear or min([wanted, *most]) < wanted else wanted


def _delivery(who: MadeUp) -> DeliveryChoice:
    ways = choices(who.unit_code, 0)
    if not ways:
        raise NoDelivery
    return next((way for way in ways if way.kind is DeliveryKind.DELIVERY), ways[0])


def _way(offer: Review, ways: Sequence[str]) -> str:
    there = {choice.method.gateway for choice in offer.payment_choices if not choice.is_down}
    liked = next((way for way in ways if way in there), None)
    if liked is None:
        raise NoWayOfPaying
    return liked
