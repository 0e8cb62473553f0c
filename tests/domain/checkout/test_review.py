from storefront.domain.checkout.review import review
from storefront.models.order import Mode
from storefront.models.payment import PaymentMethod
from storefront.models.shipping import DeliveryKind
from storefront.models.shop import Shop
from tests.factories import make_cart, make_delivery, make_payment_method, make_variant


def test_the_review_shows_everything_that_would_be_agreed(shop: Shop) -> None:
    make_delivery(fee=30_000)
    offer = review(make_cart((make_variant(price=100_000), 2000)))

    assert offer.is_good
    assert (offer.totals.subtotal, offer.totals.shipping, offer.total) == (200_000, 30_000, 230_000)
    assert offer.delivery is not None
    assert (offer.profile.legal_name, offer.delivery.name) == (shop.name, "Giao tận nhà")


def test_a_commune_out_of_reach_is_told(shop: Shop) -> None:
    make_delivery(codes=["01"])

    offer = review(make_cart((make_variant(), 1000)))

    assert set(offer.checkout.errors) == {"delivery"}
    assert offer.delivery_choices == ()


def test_pickup_needs_no_address(shop: Shop) -> None:
    make_delivery(kind=DeliveryKind.PICKUP, fee=0)

    offer = review(make_cart((make_variant(), 1000), unit_code="", street=""))

    assert offer.is_good
    assert offer.totals.shipping == 0


def test_delivery_needs_commune_and_street(shop: Shop) -> None:
    offer = review(make_cart((make_variant(), 1000), unit_code="", street=""))

    assert set(offer.checkout.errors) == {"commune", "street"}


def test_a_payment_that_is_not_offered_is_told(shop: Shop) -> None:
    offer = review(make_cart((make_variant(), 1000), payment="practice"))

    assert set(offer.checkout.errors) == {"payment"}


def test_a_real_shop_offers_no_practice_money_except_to_its_own_test(shop: Shop) -> None:
    make_payment_method("cod")
    make_payment_method("practice", mode=Mode.TEST)
    cart = make_cart((make_variant(), 1000))

    shopper = [choice.value for choice in review(cart).payment_choices]
    cart.test_order = True
    owner = [choice.value for choice in review(cart).payment_choices]

    assert (shopper, owner) == (["cod"], ["practice"])


def test_another_price_has_another_digest(shop: Shop) -> None:
    variant = make_variant()
    cart = make_cart((variant, 1000))
    before = review(cart).digest
    variant.price += 1000

    assert review(cart).digest != before


def test_switched_off_methods_are_not_offered(shop: Shop) -> None:
    method: PaymentMethod = make_payment_method("cod")
    cart = make_cart((make_variant(), 1000))
    method.enabled = False

    assert review(cart).payment_choices == ()
