"""Carts ready to be ordered, and what a shop needs for that."""

from __future__ import annotations

from sqlalchemy import select

from storefront.domain.cart import lines, ownership
from storefront.infra.db import db
from storefront.models.cart import Cart
from storefront.models.order import Mode
from storefront.models.payment import PaymentMethod
from storefront.models.product import Variant
from storefront.models.shipping import DeliveryKind, DeliveryMethod, DeliveryZone

HAC_THANH = "14797"


def make_delivery(
    *, fee: int = 25_000, kind: DeliveryKind = DeliveryKind.DELIVERY, **zone: object
) -> DeliveryMethod:
    """A way of delivery to anywhere at one fee, unless the zone says otherwise."""
    method = DeliveryMethod(kind=kind, name="Giao tận nhà", promise="2 ngày")
    method.zones.append(DeliveryZone(**{"fee": fee, **zone}))
    db.session.add(method)
    db.session.flush()
    return method


def make_payment_method(gateway: str = "cod", mode: Mode = Mode.LIVE, **options: str) -> PaymentMethod:
    """A gateway switched on in the shop in force."""
    method = PaymentMethod(gateway=gateway, mode=mode, options=options)
    db.session.add(method)
    db.session.flush()
    return method


def make_cart(*wanted: tuple[Variant, int], **answers: str) -> Cart:
    """A cart with goods (variant, thousandths) and good answers; makes delivery and payment if need be."""
    delivery = db.session.scalars(select(DeliveryMethod)).first() or make_delivery()
    method = db.session.scalars(select(PaymentMethod)).first() or make_payment_method()
    cart, _ = ownership.new_cart()
    for variant, quantity in wanted:
        lines.add(cart, variant.id, quantity)
    cart.checkout = {**good_answers(delivery, method), **answers}
    db.session.flush()
    return cart


def good_answers(delivery: DeliveryMethod, method: PaymentMethod) -> dict[str, str]:
    """What a shopper in Hạc Thành types."""
    return {
        "name": "Nguyễn Thị Đào",
        "phone": "0912 345 678",
        "unit_code": HAC_THANH,
        "street": "12 Lê Lợi",
        "delivery": str(delivery.id),
        "payment": method.gateway,
    }
