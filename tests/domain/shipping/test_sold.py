from storefront.domain.shipping.fulfil import fulfil, take_back
from storefront.infra.events import SYSTEM
from storefront.models.order import Mode, Order
from storefront.models.product import Variant
from storefront.models.shop import Shop
from tests.factories import make_order, make_variant


def send(order: Order) -> None:
    fulfil(order, lines=None, carrier="", tracking_number="", key="a", by=SYSTEM)


def sold(variant: Variant) -> int:
    return variant.product.sold_count


def test_goods_count_as_sold_when_they_leave(shop: Shop) -> None:
    variant = make_variant()
    order = make_order((variant, 3000))
    ordered = sold(variant)

    send(order)

    assert (ordered, sold(variant)) == (0, 3)


def test_goods_that_come_back_are_taken_off(shop: Shop) -> None:
    variant = make_variant(step=500)
    order = make_order((variant, 2500))
    send(order)

    take_back(order, lines={order.line_items[0].id: 2500}, restock=False, reason="", by=SYSTEM)

    assert sold(variant) == 0


def test_a_test_order_of_a_real_shop_sells_nothing(shop: Shop) -> None:
    variant = make_variant()
    order = make_order((variant, 1000))
    order.mode = Mode.TEST

    send(order)

    assert sold(variant) == 0
