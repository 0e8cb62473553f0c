from datetime import timedelta

from storefront.domain.orders.accept import accept
from storefront.domain.orders.cancel import cancel
from storefront.domain.orders.figures import desk_figures
from storefront.domain.orders.mark_paid import mark_paid
from storefront.domain.orders.send import send
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.events import SYSTEM
from storefront.models.order import Mode, Order
from storefront.models.payment import Review
from storefront.models.shop import Shop, ShopMode
from tests.factories import make_order, make_payment_method


def send_all(order: Order) -> None:
    send(order, lines=None, carrier="", tracking_number="", key="a", by=SYSTEM)


def test_the_desk_counts_what_waits(shop: Shop) -> None:
    make_order()
    accept(make_order(), by=SYSTEM)
    send_all(make_order())
    cancel(make_order(), reason="", by=SYSTEM)

    figures = desk_figures(shop)

    assert (figures.to_answer, figures.to_send, figures.to_collect) == (1, 1, 1)
    assert (figures.orders_today, figures.to_do) == (4, 2)


def test_the_desk_adds_up_money(shop: Shop) -> None:
    paid, part = make_order(), make_order()
    mark_paid(paid, paid.total, form_key="a", by=SYSTEM)
    accept(part, by=SYSTEM)
    mark_paid(part, 25_000, form_key="b", by=SYSTEM)

    figures = desk_figures(shop)

    assert figures.sales_today == paid.total + part.total
    assert figures.money_in_today == paid.total + 25_000
    assert figures.money_expected == part.total - 25_000


def test_an_unpaid_transfer_does_not_wait_for_the_owner_yet(shop: Shop) -> None:
    make_payment_method("bank_transfer")
    make_order()

    assert desk_figures(shop).to_answer == 0


def test_yesterdays_orders_are_not_todays(shop: Shop) -> None:
    with clock.moved_to(clock.now() - timedelta(days=1)):
        order = make_order()
        mark_paid(order, order.total, form_key="a", by=SYSTEM)

    figures = desk_figures(shop)

    assert (figures.orders_today, figures.money_in_today) == (0, 0)


def test_a_real_shop_never_counts_test_orders(shop: Shop) -> None:
    order = make_order()
    order.mode = Mode.TEST
    db.session.add_all(
        [Review(cause="paid_short", order_id=order.id), Review(cause="paid_short", order_id=make_order().id)]
    )

    figures = desk_figures(shop)

    assert (figures.orders_today, figures.to_look_at) == (1, 1)


def test_a_practice_shop_counts_its_test_orders(shop: Shop) -> None:
    shop.mode = ShopMode.PRACTICE
    make_payment_method("cod", mode=Mode.TEST)
    make_order()

    assert desk_figures(shop).orders_today == 1


def test_an_empty_desk_is_all_noughts(shop: Shop) -> None:
    figures = desk_figures(shop)

    assert (figures.to_do, figures.sales_today, figures.money_in_today, figures.money_expected) == (
        0,
        0,
        0,
        0,
    )
