"""The order as a copy of everything that was agreed: nothing edited later elsewhere changes it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storefront.domain.checkout.review import Review, today
from storefront.domain.orders.contract import contract_hash
from storefront.domain.orders.deadlines import NOTHING_TO_PAY
from storefront.domain.orders.tokens import order_token
from storefront.domain.places.units import UnknownPlace, province, unit
from storefront.domain.pricing.tax import rate
from storefront.infra import clock, ids
from storefront.infra.i18n import current_locale
from storefront.infra.numbering import next_number
from storefront.infra.tenancy import current_shop_id
from storefront.infra.tokens import token_hash
from storefront.models.cart import Cart
from storefront.models.customer import Customer
from storefront.models.order import LineItem, Mode, Order
from storefront.models.shipping import DeliveryKind
from storefront.models.shop import ShopProfile, TaxMethod

FIRST_NUMBER = 1001
KEPT = dt.timedelta(days=3 * 365 + 1)
"""Law 122/2025 article 16: order data at least three years; money facts prolong it."""


def new_order(cart: Cart, offer: Review, customer: Customer) -> Order:
    """The order of a reviewed cart, numbered, not yet in the session."""
    test_of_real_shop = offer.mode is Mode.TEST and not offer.shop.is_practice
    order = Order(
        shop_id=current_shop_id(),
        id=ids.new_id(),
        number=_number(test_of_real_shop),
        mode=offer.mode,
        idempotency_key=cart.idempotency_key,
        customer_id=customer.id,
        locale=current_locale(),
        currency=offer.shop.currency,
        subtotal=offer.totals.subtotal,
        discount=offer.totals.discount,
        shipping_fee=offer.totals.shipping,
        total=offer.totals.total,
        tax_lines=_tax_lines(offer),
        seller=_seller(offer),
        buyer=_buyer(offer),
        delivery=_delivery(offer),
        payment_choice=offer.payment.value if offer.payment else NOTHING_TO_PAY,
        deposit=offer.deposit,
        invoice_request=offer.checkout.invoice.to_dict() if offer.checkout.invoice else None,
        customer_note=offer.checkout.note,
        terms=_terms(offer),
        placed_at=clock.now(),
        retain_until=clock.now() + KEPT,
        fulfillments=[],
        line_items=_lines(offer, held=not test_of_real_shop),
    )
    order.token_hash = token_hash(order_token(order))
    order.contract_hash = contract_hash(order)
    return order


def _number(test_of_real_shop: bool) -> str:
    if test_of_real_shop:
        return f"T-{next_number('test_order')}"
    return str(next_number("order", first=FIRST_NUMBER))


def _tax_lines(offer: Review) -> list[dict[str, Any]]:
    return [
        {"percent": row.percent, "gross": row.gross, "net": row.net, "vat": row.vat}
        for row in offer.totals.vat
    ]


def _lines(offer: Review, *, held: bool) -> list[LineItem]:
    shows_vat = offer.profile.tax_method is TaxMethod.DEDUCTION
    return [
        LineItem(
            position=position,
            product_id=line.offer.product_id,
            variant_id=line.variant_id,
            product_name=line.offer.product_name,
            variant_title=line.offer.title,
            sku=line.offer.sku,
            unit=line.offer.unit,
            unit_price=line.price,
            quantity=line.quantity,
            amount=line.amount,
            tax_class=line.offer.tax_class,
            tax_rate=rate(line.offer.tax_class, today()) if shows_vat else None,
            image_key=line.offer.image_key,
            stock_tracked=line.offer.stock_tracked and held,
            fulfilled=0,
            returned=0,
        )
        for position, line in enumerate(offer.cart.lines)
        if line.offer
    ]


def _seller(offer: Review) -> dict[str, Any]:
    profile, shop = offer.profile, offer.shop
    return {
        "name": shop.name,
        "slug": shop.slug,
        "legal_type": profile.legal_type.value if profile.legal_type else None,
        "legal_name": profile.legal_name or shop.name,
        "representative": profile.representative,
        "tax_id": profile.tax_id_masked,
        "registration_number": profile.registration_number,
        "phone": profile.phone,
        "email": profile.email,
        **_seat(profile),
    }


def _seat(profile: ShopProfile) -> dict[str, Any]:
    """The seller's address with the names of today, as far as it is known."""
    seat: dict[str, Any] = {"street": profile.street, "unit_code": profile.unit_code}
    if not profile.unit_code:
        return seat
    try:
        place = unit(profile.unit_code)
    except UnknownPlace:
        return seat
    return {
        **seat,
        "unit_name": place.full_name,
        "province_name": province(place.province_code).full_name,
    }


def _buyer(offer: Review) -> dict[str, Any]:
    checkout = offer.checkout
    pickup = offer.delivery is not None and offer.delivery.kind is DeliveryKind.PICKUP
    address = None if pickup else checkout.address
    return {
        "name": checkout.name,
        "phone": checkout.phone,
        "email": checkout.email,
        "address": address.to_dict() if address else None,
    }


def _delivery(offer: Review) -> dict[str, Any]:
    chosen = offer.delivery
    if chosen is None:
        return {}
    return {
        "method_id": str(chosen.method_id),
        "kind": chosen.kind.value,
        "name": chosen.name,
        "promise": chosen.promise,
        "fee": chosen.fee,
    }


def _terms(offer: Review) -> dict[str, Any]:
    return {
        page.kind.value: {
            "page_id": str(page.id),
            "edition": page.edition,
            "title": page.title,
            "slug": page.slug,
            "effective_from": page.effective_from.isoformat() if page.effective_from else None,
        }
        for page in offer.terms
    }
