import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.domain.payments.methods import GatewayNotForThisShop
from storefront.domain.payments.start import Addresses, NothingToPay, create_payment, start
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.events import Event
from storefront.infra.queue import Job
from storefront.infra.tenancy import enter_shop
from storefront.models.order import Mode, PaymentSummary
from storefront.models.payment import Payment, PaymentState
from tests.factories import make_order, make_payment_method, make_shop

HERE = Addresses("https://shop.example/s/mam/orders/t/return", "https://shop.example")
BANK = {"bank_bin": "970436", "account": "0011004000123", "holder": "HTX BA LANG"}


@pytest.fixture
def shop(context: Flask):
    with enter_shop(make_shop().id):
        yield


def waiting(gateway: str, **options: str) -> Payment:
    make_payment_method(gateway, **options)
    make_order()
    return db.session.scalars(select(Payment)).one()


def test_a_transfer_shows_a_code_with_amount_and_memo(shop: None) -> None:
    payment = waiting("bank_transfer", **BANK)

    step = start(payment, HERE)

    assert (step["kind"], payment.state) == ("qr", PaymentState.PENDING)
    assert (payment.memo_code or "") in step["qr"]
    assert f"54{len(str(payment.amount)):02}{payment.amount}" in step["qr"]
    assert payment.order.payment_summary is PaymentSummary.PENDING


def test_cash_on_delivery_waits_for_nobody(shop: None) -> None:
    payment = waiting("cod")

    step = start(payment, HERE)

    assert (step["kind"], payment.state) == ("wait", PaymentState.PENDING)
    assert payment.order.payment_summary is PaymentSummary.UNPAID


def test_starting_twice_answers_the_same_and_tells_it_once(shop: None) -> None:
    payment = waiting("bank_transfer", **BANK)

    first, second = start(payment, HERE), start(payment, HERE)

    told = select(func.count(Event.id)).where(Event.topic == "payment.started")
    assert first == second
    assert db.session.scalar(told) == 1


def test_what_is_worked_out_here_leaves_no_poll(shop: None) -> None:
    start(waiting("bank_transfer", **BANK), HERE)

    assert db.session.scalar(select(func.count(Job.id)).where(Job.kind == "payments.poll")) == 0


def test_a_paid_order_has_nothing_to_pay(shop: None) -> None:
    payment = waiting("cod")
    payment.order.paid = payment.order.total

    with pytest.raises(NothingToPay):
        create_payment(payment.order, payment.method)


def test_practice_money_never_pays_a_real_order(shop: None) -> None:
    order = waiting("cod").order
    method = make_payment_method("practice", mode=Mode.TEST)

    with pytest.raises(GatewayNotForThisShop):
        create_payment(order, method)


def test_two_attempts_never_share_a_code_or_number(shop: None) -> None:
    payment = waiting("cod")

    again = create_payment(payment.order, payment.method)

    assert (again.memo_code, again.public_number) != (payment.memo_code, payment.public_number)
    assert events.kind_of(again) == "payment"
