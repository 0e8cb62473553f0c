import pytest
from sqlalchemy import func, select

from storefront.domain.accounts.links import LinkEnded, read_link
from storefront.domain.orders.collect import DOOR, ask_by_qr, counter_methods, door_link, record_slip
from storefront.domain.payments.methods import NoSuchMethod
from storefront.domain.payments.record import record_received
from storefront.domain.payments.start import NothingToPay
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.models.order import Order, PaymentSummary
from storefront.models.payment import Payment, PaymentMethod
from storefront.models.shop import Shop
from tests.factories import make_order, make_payment_method
from tests.shop_in_force import shop

__all__ = ["shop"]
SYSTEM = events.SYSTEM
BANK = {"bank_bin": "970436", "account": "0011004000123", "holder": "HTX BA LANG"}


@pytest.fixture
def order(shop: Shop) -> Order:
    """To be paid in cash at the door; the shop takes transfers and cards at the counter as well."""
    make_payment_method("cod")
    made = make_order()
    make_payment_method("bank_transfer", **BANK)
    make_payment_method("counter_card")
    return made


def terminal() -> PaymentMethod:
    return db.session.scalars(select(PaymentMethod).where(PaymentMethod.gateway == "counter_card")).one()


def test_a_cash_order_is_paid_by_a_code_at_the_door(order: Order) -> None:
    payment = ask_by_qr(order)

    record_received(payment, payment.amount, form_key="f", by=SYSTEM)

    assert f"54{len(str(order.total)):02}{order.total}" in payment.next_step["qr"]
    assert order.payment_summary is PaymentSummary.PAID


def test_asked_again_the_code_is_the_same(order: Order) -> None:
    first = ask_by_qr(order)

    again = ask_by_qr(order)

    assert first.id == again.id


def test_a_new_sum_gets_a_new_code(order: Order) -> None:
    first = ask_by_qr(order)
    record_slip(order, terminal(), 30_000, reference="A1", by=SYSTEM)

    again = ask_by_qr(order)

    assert again.id != first.id
    assert again.amount == order.total - 30_000


def test_without_an_account_there_is_no_code(shop: Shop) -> None:
    make_payment_method("cod")

    with pytest.raises(NoSuchMethod):
        ask_by_qr(make_order())


def test_a_new_link_for_the_door_ends_the_one_before(order: Order) -> None:
    first = door_link(order, by=SYSTEM)

    second = door_link(order, by=SYSTEM)

    assert read_link(second, DOOR).subject_id == order.id
    with pytest.raises(LinkEnded):
        read_link(first, DOOR)


def test_a_slip_pays_its_sum_and_counts_once(order: Order) -> None:
    first, again = (
        record_slip(order, terminal(), order.total, reference="A1 T01", by=SYSTEM) for _ in range(2)
    )

    assert first.id == again.id
    assert (order.paid, order.payment_summary) == (order.total, PaymentSummary.PAID)
    with pytest.raises(NothingToPay):
        record_slip(order, terminal(), 1, reference="A2", by=SYSTEM)


def test_one_slip_never_pays_two_orders(order: Order) -> None:
    record_slip(order, terminal(), order.total, reference="A1", by=SYSTEM)
    other = make_order()

    with pytest.raises(Invalid) as refused:
        record_slip(other, terminal(), other.total, reference="A1", by=SYSTEM)

    assert "reference" in refused.value.errors
    assert other.paid == 0


def test_more_than_is_owed_is_no_slip_of_this_order(order: Order) -> None:
    with pytest.raises(Invalid):
        record_slip(order, terminal(), order.total + 1, reference="A1", by=SYSTEM)

    attempts = select(func.count(Payment.id)).where(Payment.gateway == "counter_card")
    assert db.session.scalar(attempts) == 0


def test_shoppers_ways_are_none_of_the_counters(order: Order) -> None:
    chosen = counter_methods(order)

    assert [method.gateway for method in chosen] == ["counter_card"]
