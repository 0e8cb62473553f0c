"""What would be agreed if the shopper confirmed now: the review screen, and what placing checks against."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import defer

from storefront.adapters.gateways.base import Patience
from storefront.domain.cart.view import CartView, view
from storefront.domain.checkout.steps import Checkout, read
from storefront.domain.payments.choices import PaymentChoice, choice_of
from storefront.domain.payments.choices import choices as payment_choices
from storefront.domain.payments.methods import NoSuchMethod
from storefront.domain.places.units import UnknownPlace
from storefront.domain.pricing import totals as pricing
from storefront.domain.shipping.rates import DeliveryChoice, choices
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.tenancy import current_shop_id
from storefront.models.cart import Cart
from storefront.models.order import Mode
from storefront.models.page import Page, PageKind
from storefront.models.shipping import DeliveryKind
from storefront.models.shop import Shop, ShopProfile, ShopSettings

DELIVERY_TAX_CLASS = "vat8"
POLICIES = (
    PageKind.TERMS,
    PageKind.PRIVACY,
    PageKind.PRICE,
    PageKind.PAYMENT,
    PageKind.DELIVERY,
    PageKind.RETURNS,
    PageKind.COMPLAINTS,
)


@dataclass(frozen=True, slots=True)
class Review:
    """All of the offer: goods, delivery, payment, sums, seller, and the editions of its terms.

    `checkout.errors` says what is missing. `total` (minor units) and `digest` are what the shopper confirms.
    """

    shop: Shop
    profile: ShopProfile
    settings: ShopSettings
    mode: Mode
    cart: CartView
    checkout: Checkout
    delivery_choices: tuple[DeliveryChoice, ...]
    delivery: DeliveryChoice | None
    payment_choices: tuple[PaymentChoice, ...]
    payment: PaymentChoice | None
    totals: pricing.Totals
    terms: tuple[Page, ...]

    @property
    def is_good(self) -> bool:
        """Whether it can be confirmed."""
        return self.cart.is_buyable and self.checkout.is_good

    @property
    def total(self) -> int:
        """What the shopper pays, in minor units."""
        return self.totals.total

    @property
    def deposit(self) -> int:
        """What of it is paid at once, in minor units; 0 for all of it, or where the goods travel first."""
        percent = self.settings.deposit_percent
        if not percent or self.payment is None or self.payment.capabilities.patience is Patience.DOOR:
            return 0
        return -(-self.total * percent // 100)

    @property
    def digest(self) -> str:
        """A short mark of goods, prices and fee: another cart of the same total has another one."""
        parts = [f"{line.variant_id}:{line.quantity}:{line.price}" for line in self.cart.lines]
        delivery = f"{self.delivery.method_id}:{self.delivery.fee}" if self.delivery else ""
        return hashlib.sha256("|".join([*sorted(parts), delivery]).encode()).hexdigest()[:16]


def order_mode(shop: Shop, cart: Cart) -> Mode:
    """A practice shop, and the owner's test cart in a real one, make test orders."""
    return Mode.TEST if shop.is_practice or cart.test_order else Mode.LIVE


def review(cart: Cart) -> Review:
    """Work out the offer from the cart, its answers and today's shop; writes nothing."""
    shop = db.session.get_one(Shop, current_shop_id())
    profile, settings = db.session.execute(
        select(ShopProfile, ShopSettings).join(ShopSettings, ShopSettings.shop_id == ShopProfile.shop_id)
    ).one()
    seen, checkout = view(cart, currency=shop.currency), read(cart)
    ways = _ways(checkout, seen.subtotal)
    delivery = _chosen_way(checkout, ways)
    sums = _sums(seen, delivery, profile)
    mode = order_mode(shop, cart)
    zone_id = delivery.zone_id if delivery else None
    payable = payment_choices(mode, sums.total, shop.currency, zone_id=zone_id) if sums.total else []
    return Review(
        shop=shop,
        profile=profile,
        settings=settings,
        mode=mode,
        cart=seen,
        checkout=checkout,
        delivery_choices=ways,
        delivery=delivery,
        payment_choices=tuple(payable),
        payment=_chosen_payment(checkout, payable, sums.total),
        totals=sums,
        terms=tuple(_terms()),
    )


def _ways(checkout: Checkout, subtotal: int) -> tuple[DeliveryChoice, ...]:
    try:
        return tuple(choices(checkout.unit.code if checkout.unit else None, subtotal))
    except UnknownPlace as unknown:
        checkout.add_error("commune", str(unknown.message))
        return ()


def _chosen_way(checkout: Checkout, ways: Sequence[DeliveryChoice]) -> DeliveryChoice | None:
    chosen = next((way for way in ways if way.method_id == checkout.delivery_method_id), None)
    pickup = chosen is not None and chosen.kind is DeliveryKind.PICKUP
    if not pickup and "commune" not in checkout.errors and checkout.unit is None:
        checkout.add_error("commune", gettext("Choose your commune."))
    if not pickup and not checkout.street:
        checkout.add_error("street", gettext("Enter house number, street or hamlet."))
    if chosen is None and checkout.unit is not None and "delivery" not in checkout.errors:
        checkout.add_error("delivery", gettext("This way of delivery does not go to your commune."))
    return chosen


def _chosen_payment(checkout: Checkout, payable: list[PaymentChoice], total: int) -> PaymentChoice | None:
    if not total:
        return None
    try:
        chosen = choice_of(checkout.payment, payable)
    except NoSuchMethod:
        checkout.add_error("payment", gettext("Choose how you pay."))
        return None
    if chosen.is_down:
        checkout.add_error("payment", str(chosen.help))
        return None
    return chosen


def _sums(seen: CartView, delivery: DeliveryChoice | None, profile: ShopProfile) -> pricing.Totals:
    lines = [
        pricing.Line(line.price, line.quantity, line.offer.tax_class)
        for line in seen.lines
        if line.offer and not line.problem
    ]
    fee = pricing.Shipping(delivery.fee, DELIVERY_TAX_CLASS) if delivery and delivery.fee else None
    return pricing.totals(lines, fee, today(), pricing.TaxMethod(profile.tax_method.value))


def today() -> dt.date:
    """The day whose tax rates hold, in Vietnam."""
    return clock.today_vn()


def _terms() -> list[Page]:
    return list(
        db.session.scalars(
            select(Page)
            .where(Page.kind.in_(POLICIES), Page.published)
            .options(defer(Page.body))
            .order_by(Page.position, Page.id)
        )
    )
