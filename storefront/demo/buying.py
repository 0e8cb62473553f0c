"""A shopper's way through a shop: cart, answers, review, order; all by the shop's own verbs."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from storefront.domain.cart.lines import add
from storefront.domain.cart.offers import Offer, offers
from storefront.domain.cart.ownership import new_cart
from storefront.domain.checkout import steps
from storefront.domain.checkout.place_order import place
from storefront.domain.checkout.review import review
from storefront.domain.customers.consents import Purpose
from storefront.domain.payments.start import NUMBERS, Addresses, start
from storefront.domain.shipping.rates import choices
from storefront.infra import tokens
from storefront.infra.db import db
from storefront.models.order import Order
from storefront.models.payment import Payment
from storefront.models.product import Product, ProductState, Variant
from storefront.models.shipping import DeliveryKind

CONSENT = "2026-01"
"""Edition of the words agreed to."""
NETWORK = "203.0.113."
"""Addresses kept for documents (RFC 5737): they lead to nobody."""
DEAREST = 6_000_000
"""No basket of the demo aims at more, in đồng; goods sold by the lorry load may cost more."""
NOWHERE = Addresses(return_url="https://shop.example/orders", public_url="https://shop.example")
"""Where gateways would answer to; the demo's methods work by hand and never call."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One purchase somebody has in mind."""

    person: Mapping[str, Any]
    gateway: str
    note: str = ""
    lines: int = 0
    pickup: bool = False


def buy(wish: Wish, chance: random.Random) -> int | None:
    """Place the order; its id, or None when the shop has nothing left that could be bought."""
    basket = _basket(wish, chance)
    if not basket:
        return None
    cart, _token = new_cart()
    for offer, quantity in basket:
        add(cart, offer.variant_id, quantity)
    steps.save(cart, _answers(wish))
    order = place(
        cart,
        confirmed_total=review(cart).total,
        consents={Purpose.ORDER: CONSENT},
        address=NETWORK + str(chance.randrange(1, 255)),
    )
    payment = db.session.scalars(select(Payment).where(Payment.order_id == order.id)).one_or_none()
    if payment is not None:
        # The two numbers people read aloud are drawn anew, so that the same day gives the same ones.
        payment.public_number = chance.randrange(1, NUMBERS)
        payment.memo_code = tokens.payment_code(chance)
        start(payment, NOWHERE)
    return order.id


def order_of(order_id: int) -> Order:
    """The order of the shop in force, read anew."""
    return db.session.scalars(select(Order).where(Order.id == order_id)).one()


def payment_of(order: Order) -> Payment:
    """The newest attempt to pay an order."""
    newest = select(Payment).where(Payment.order_id == order.id).order_by(Payment.id.desc()).limit(1)
    return db.session.scalars(newest).one()


def _basket(wish: Wish, chance: random.Random) -> list[tuple[Offer, int]]:
    variants = db.session.scalars(
        select(Variant)
        .join(Product, (Product.shop_id == Variant.shop_id) & (Product.id == Variant.product_id))
        .where(Product.state == ProductState.ACTIVE, Variant.retired_at.is_(None))
        .order_by(Product.position, Variant.position)
    ).all()
    known = offers([variant.id for variant in variants])
    left = [known[variant.id] for variant in variants if variant.id in known]
    wanted = wish.lines or chance.choice((1, 1, 1, 2, 2, 3))
    basket: list[tuple[Offer, int]] = []
    for offer in _favourites(left, chance)[:wanted]:
        quantity = _quantity(offer, chance)
        if quantity:
            basket.append((offer, quantity))
    return basket


def _favourites(left: Sequence[Offer], chance: random.Random) -> list[Offer]:
    """What is first in a shop is bought most."""
    return sorted(left, key=lambda offer: (left.index(offer) + 1) * chance.random())


def _quantity(offer: Offer, chance: random.Random) -> int:
    affordable = max(DEAREST * 1000 // max(offer.price, 1) - offer.minimum, 0) // offer.step
    quantity = offer.minimum + offer.step * chance.randint(0, min(3, affordable))
    if offer.available is None or quantity <= offer.available:
        return quantity
    return offer.minimum if offer.minimum <= offer.available else 0


def _answers(wish: Wish) -> dict[str, str]:
    person = wish.person
    return {
        "name": person["name"],
        "phone": person["phone"],
        "email": person["email"] or "",
        "unit_code": person["unit_code"],
        "street": person["street"],
        "delivery": str(_way(wish)),
        "payment": wish.gateway,
        "note": wish.note,
    }


def _way(wish: Wish) -> int:
    ways = choices(wish.person["unit_code"], 0)
    wanted = DeliveryKind.PICKUP if wish.pickup else DeliveryKind.DELIVERY
    return next((way for way in ways if way.kind is wanted), ways[0]).method_id
