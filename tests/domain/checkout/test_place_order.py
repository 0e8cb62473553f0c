from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from storefront.domain.checkout.place_order import OrderChanged, ShopNotSelling, place
from storefront.domain.checkout.review import review
from storefront.domain.customers.register import customer_for, find_customers
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.events import Event
from storefront.models.customer import Consent, Customer
from storefront.models.order import Acceptance, Mode, Order, PaymentSummary
from storefront.models.payment import Payment
from storefront.models.shop import Shop, ShopMode, ShopProfile, ShopState, TaxMethod
from storefront.models.stock import Reservation, StockMovement
from tests.factories import (
    make_cart,
    make_delivery,
    make_order,
    make_payment_method,
    make_variant,
    place_cart,
    stock_of,
)
from tests.factories.orders import CONSENTS


def test_an_order_holds_what_was_agreed(shop: Shop) -> None:
    variant = make_variant(price=120_000, stock=5000)
    make_delivery(fee=30_000)

    order = make_order((variant, 2000), note="Giao buổi chiều")

    assert (order.number, order.mode) == ("1001", Mode.LIVE)
    assert (order.subtotal, order.shipping_fee, order.total) == (240_000, 30_000, 270_000)
    assert [(line.product_name, line.quantity, line.amount) for line in order.line_items] == [
        ("Mật ong rừng", 2000, 240_000)
    ]
    assert order.buyer["address"]["unit_name"] == "Phường Hạc Thành"
    assert order.buyer["phone"] == "+84912345678"
    assert order.seller["legal_name"] == shop.name
    assert order.customer_note == "Giao buổi chiều"


def test_placing_holds_the_goods_until_the_seller_must_have_answered(shop: Shop) -> None:
    variant = make_variant(stock=5000)

    order = make_order((variant, 2000))

    reservation = db.session.scalars(select(Reservation)).one()
    assert stock_of(variant) == (5000, 2000)
    assert reservation.expires_at == order.answer_by
    assert order.answer_by is not None
    assert timedelta(hours=47) < order.answer_by - clock.now() <= timedelta(hours=48)
    assert order.acceptance is Acceptance.WAITING


@pytest.mark.parametrize(
    ("gateway", "wait"), [("bank_transfer", timedelta(hours=24)), ("practice", timedelta(minutes=30))]
)
def test_prepaid_goods_are_held_until_the_money_must_have_come(
    shop: Shop, gateway: str, wait: timedelta
) -> None:
    shop.mode = ShopMode.PRACTICE
    make_payment_method(gateway, mode=Mode.TEST)

    order = make_order((make_variant(stock=5000), 1000))

    expires_at = db.session.scalars(select(Reservation.expires_at)).one()
    assert expires_at is not None
    assert abs(expires_at - clock.now() - wait) < timedelta(minutes=1)
    assert order.answer_by is None


def test_placing_begins_a_payment_of_the_whole_total(shop: Shop) -> None:
    order = make_order()

    payment = db.session.scalars(select(Payment)).one()
    assert (payment.order_id, payment.amount, payment.gateway) == (order.id, order.total, "cod")
    assert order.payment_summary is PaymentSummary.UNPAID


def test_the_same_cart_gives_the_same_order(shop: Shop) -> None:
    variant = make_variant(stock=5000)
    cart = make_cart((variant, 2000))

    first, second = place_cart(cart), place_cart(cart)

    assert first.id == second.id
    assert stock_of(variant) == (5000, 2000)
    assert db.session.scalar(select(func.count(Order.id))) == 1


def test_numbers_run_on_in_each_shop_by_itself(shop: Shop) -> None:
    numbers = [make_order().number, make_order().number]

    assert numbers == ["1001", "1002"]


def test_a_changed_price_is_told_and_nothing_is_placed(shop: Shop) -> None:
    variant = make_variant(price=100_000)
    cart = make_cart((variant, 1000))
    confirmed = review(cart).total
    variant.price = 110_000
    db.session.flush()

    with pytest.raises(OrderChanged) as refused:
        place(cart, confirmed_total=confirmed, consents=CONSENTS, address="")

    assert any("110.000" in change for change in refused.value.changes)
    assert db.session.scalar(select(func.count(Order.id))) == 0


def test_another_cart_of_the_same_total_is_not_what_was_confirmed(shop: Shop) -> None:
    honey, tea = make_variant(name="Mật ong"), make_variant(name="Chè vằng")
    confirmed = review(make_cart((honey, 1000)))
    cart = make_cart((tea, 1000))

    with pytest.raises(OrderChanged):
        place(
            cart,
            confirmed_total=confirmed.total,
            confirmed_digest=confirmed.digest,
            consents=CONSENTS,
            address="",
        )


def test_goods_sold_out_meanwhile_are_named(shop: Shop) -> None:
    variant = make_variant(name="Nem chua", stock=2000)
    cart = make_cart((variant, 2000))
    confirmed = review(cart).total
    make_order((variant, 2000))

    with pytest.raises(OrderChanged) as refused:
        place(cart, confirmed_total=confirmed, consents=CONSENTS, address="")

    assert "Nem chua" in refused.value.changes[0]


def test_a_changed_delivery_fee_is_told(shop: Shop) -> None:
    delivery = make_delivery(fee=20_000)
    cart = make_cart((make_variant(), 1000))
    confirmed = review(cart).total
    delivery.zones[0].fee = 35_000
    db.session.flush()

    with pytest.raises(OrderChanged) as refused:
        place(cart, confirmed_total=confirmed, consents=CONSENTS, address="")

    assert "135.000" in refused.value.changes[0]


def test_missing_answers_are_refused_by_field(shop: Shop) -> None:
    cart = make_cart((make_variant(), 1000), name="", phone="12")

    with pytest.raises(Invalid) as refused:
        place_cart(cart)

    assert set(refused.value.errors) == {"name", "phone"}


def test_an_empty_cart_is_refused(shop: Shop) -> None:
    with pytest.raises(Invalid):
        place_cart(make_cart())


@pytest.mark.parametrize("state", [ShopState.DRAFT, ShopState.PAUSED, ShopState.CLOSED])
def test_a_shop_that_is_not_open_sells_nothing(shop: Shop, state: ShopState) -> None:
    cart = make_cart((make_variant(), 1000))
    shop.state = state

    with pytest.raises(ShopNotSelling):
        place_cart(cart)


def test_a_suspended_shop_sells_nothing(shop: Shop) -> None:
    cart = make_cart((make_variant(), 1000))
    shop.suspended_at = clock.now()

    with pytest.raises(ShopNotSelling):
        place_cart(cart)


def test_a_real_shops_test_order_has_its_own_numbers_and_leaves_stock_as_it_was(shop: Shop) -> None:
    variant = make_variant(stock=5000)
    make_payment_method("practice", mode=Mode.TEST)
    cart = make_cart((variant, 2000), payment="practice")
    cart.test_order = True

    order = place_cart(cart)

    assert (order.number, order.mode) == ("T-1", Mode.TEST)
    assert stock_of(variant) == (5000, 0)
    assert db.session.scalar(select(func.count(StockMovement.id))) == 0
    assert db.session.scalars(select(Payment.mode)).one() is Mode.TEST
    assert find_customers("") == []


def test_a_test_order_tells_nothing_about_a_real_shopper(shop: Shop) -> None:
    make_payment_method("practice", mode=Mode.TEST)
    customer_for("+84912345678", name="Lê Thị Mận", email=None, locale="vi")
    cart = make_cart((make_variant(), 1000), payment="practice")
    cart.test_order = True

    place_cart(cart)

    assert db.session.scalars(select(Customer.name)).one() == "Lê Thị Mận"
    assert db.session.scalar(select(func.count(Consent.id))) == 0


def test_a_practice_shop_makes_only_test_orders_that_hold_goods(shop: Shop) -> None:
    shop.mode = ShopMode.PRACTICE
    make_payment_method("cod", mode=Mode.TEST)
    variant = make_variant(stock=5000)

    order = make_order((variant, 1000))

    assert (order.number, order.mode) == ("1001", Mode.TEST)
    assert stock_of(variant) == (5000, 1000)


def test_a_shop_on_the_deduction_method_shows_the_vat_inside(shop: Shop) -> None:
    profile = db.session.scalars(select(ShopProfile)).one()
    profile.tax_method = TaxMethod.DEDUCTION

    order = make_order((make_variant(price=110_000, tax_class="vat10"), 1000))

    goods = next(row for row in order.tax_lines if row["percent"] == 10)
    assert (goods["gross"], goods["net"], goods["vat"]) == (110_000, 100_000, 10_000)
    assert order.line_items[0].tax_rate == 10


def test_nothing_edited_later_changes_an_order(shop: Shop) -> None:
    variant = make_variant(price=100_000)
    order = make_order((variant, 1000))
    variant.price, variant.product.name = 1, "Khác"
    db.session.scalars(select(ShopProfile)).one().legal_name = "Khác"
    db.session.flush()
    db.session.expire_all()

    assert order.line_items[0].product_name == "Mật ong rừng"
    assert order.total == 125_000
    assert order.seller["legal_name"] == shop.name


def test_the_shopper_is_known_by_phone_and_counted(shop: Shop) -> None:
    make_order()
    make_order(name="Nguyễn Đào", email="dao@example.com")

    db.session.flush()
    customer = db.session.scalars(select(Customer).execution_options(populate_existing=True)).one()
    assert (customer.phone, customer.name, customer.order_count) == ("+84912345678", "Nguyễn Đào", 2)
    assert customer.email == "dao@example.com"


def test_consents_are_kept_with_the_version_of_their_text(shop: Shop) -> None:
    make_order()

    consent = db.session.scalars(select(Consent)).one()
    assert (consent.purpose, consent.text_version, consent.channel) == ("order", "2026-07-01", "checkout")
    assert consent.address == "203.0.113.7"


def test_placing_is_told_once_without_personal_data(shop: Shop) -> None:
    order = make_order()

    told = db.session.scalars(select(Event).where(Event.topic == "order.placed")).one()
    assert told.facts["number"] == order.number
    assert "Đào" not in str(told.facts)
    assert "912" not in str(told.facts["number"])


def test_placing_needs_few_statements(shop: Shop) -> None:
    make_order((make_variant(stock=5000), 1000))
    cart = make_cart((make_variant(stock=5000), 1000))
    total = review(cart).total
    db.session.flush()
    db.session.expire_all()
    statements: list[str] = []
    connection = db.session.connection()
    event.listen(connection, "before_cursor_execute", lambda *args: statements.append(args[2]))

    place(cart, confirmed_total=total, consents=CONSENTS, address="")
    db.session.flush()

    assert len(statements) <= 25, "\n".join(statements)
