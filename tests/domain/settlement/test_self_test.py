import datetime as dt

import pytest
from sqlalchemy import select

from storefront.domain.orders.figures import desk_figures
from storefront.domain.orders.queries import OrderFilter, orders
from storefront.domain.payments.keys import CHECKED
from storefront.domain.payments.record import record_received
from storefront.domain.payments.refund import request_refund
from storefront.domain.payments.refund_facts import finish_refund
from storefront.domain.payments.start import Addresses, start
from storefront.domain.settlement import self_test
from storefront.domain.settlement.readiness import checklist
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.models.customer import Customer
from storefront.models.order import Mode
from storefront.models.page import Page, PageKind
from storefront.models.payment import CallbackInbox, EndpointToken, Payment, PaymentMethod, PaymentState
from storefront.models.shop import Shop
from tests.factories import make_payment_method
from tests.shop_in_force import shop

__all__ = ["shop"]

HERE = Addresses("https://shop.example/admin/mam/payments/1/self-test", "https://shop.example")
BANK = {"bank_bin": "970436", "account": "0011004000123", "holder": "HTX BA LANG"}


def paid(shop: Shop, method: PaymentMethod) -> Payment:
    payment = self_test.begin(shop, method, by=events.SYSTEM)
    start(payment, HERE)
    record_received(payment, payment.amount, form_key="k", by=events.SYSTEM)
    return payment


def points(method: PaymentMethod) -> dict[str, bool]:
    return {point.code: point.is_done for point in checklist(method)}


def test_it_asks_for_two_thousand_dong_and_shows_what_each_saw(shop: Shop) -> None:
    method = make_payment_method("bank_transfer", **BANK)

    payment = paid(shop, method)

    assert (payment.amount, payment.state) == (2_000, PaymentState.SUCCEEDED)
    assert [fact.amount for fact in self_test.shop_saw(payment)] == [2_000]
    assert self_test.gateway_sees(payment) == []
    assert self_test.bank_saw(payment) == []
    assert self_test.latest(method) is payment


def test_it_stands_in_no_list_figure_or_register_of_customers(shop: Shop) -> None:
    paid(shop, make_payment_method("bank_transfer", **BANK))

    figures = desk_figures(shop)

    assert (figures.orders_today, figures.money_in_today, figures.to_do) == (0, 0, 0)
    assert orders(OrderFilter(Mode.LIVE)).rows == ()
    assert db.session.scalars(select(Customer.order_count)).all() == [0]


def test_cash_is_not_tested(shop: Shop) -> None:
    method = make_payment_method("cod")

    with pytest.raises(self_test.NotTestable):
        self_test.begin(shop, method, by=events.SYSTEM)


def test_the_checklist_of_cash_is_short(shop: Shop) -> None:
    assert list(points(make_payment_method("cod"))) == ["refund", "policy"]


def test_each_point_is_proved_by_what_happened(shop: Shop) -> None:
    method = make_payment_method("bank_transfer", **BANK)
    before = points(method)
    payment = paid(shop, method)
    refund = request_refund(payment, 2_000, reason="", key="k", by=events.SYSTEM)
    finish_refund(refund, reference="FT1", by=events.SYSTEM)
    db.session.add(
        Page(kind=PageKind.PAYMENT, slug="pay", title="Thanh toán", body="<p>Nhận chuyển khoản (VietQR).</p>")
    )
    db.session.flush()

    assert set(before.values()) == {False}
    assert points(method) == {"self_test": True, "refund": True, "policy": True}


def test_what_was_proved_before_the_keys_changed_counts_no_more(shop: Shop) -> None:
    method = make_payment_method("vnpay", environment="production", tmn_code="A", hash_secret="B")
    endpoint = called(method)
    events.record(CHECKED, method, by=events.SYSTEM, ok=True)
    proved = points(method)
    clock.travel(clock.now() + dt.timedelta(minutes=1))

    events.record("payment_method.switched_on", method, by=events.SYSTEM)

    assert endpoint.payment_method_id == method.id
    assert (proved["keys"], proved["callback"]) == (True, True)
    assert (points(method)["keys"], points(method)["callback"]) == (False, False)


def called(method: PaymentMethod) -> EndpointToken:
    endpoint = EndpointToken(
        token_hash="h",
        token_sealed=b"",
        family="gateways",
        provider=method.gateway,
        mode=method.mode,
        shop_id=method.shop_id,
        payment_method_id=method.id,
    )
    db.session.add(endpoint)
    db.session.flush()
    db.session.add(
        CallbackInbox(
            family="gateways",
            provider=method.gateway,
            endpoint_token_id=endpoint.id,
            shop_id=method.shop_id,
            http_method="GET",
            body=b"",
            received_at=clock.now(),
            verdict="accepted",
            retain_until=clock.now(),
        )
    )
    db.session.flush()
    return endpoint
