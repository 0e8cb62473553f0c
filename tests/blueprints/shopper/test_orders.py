from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from storefront.adapters.gateways import vietqr
from storefront.domain.orders.accept import accept
from storefront.domain.orders.tokens import order_token
from storefront.domain.payments.methods import switch_on
from storefront.domain.payments.record import record_received
from storefront.infra import events
from storefront.infra.db import db
from storefront.models.order import Order, OrderState
from storefront.models.payment import Payment
from storefront.models.shop import ShopSettings
from tests.blueprints.shopper.conftest import Stall
from tests.factories import make_order

BANK = {"bank_bin": "970436", "account": "0123456789", "holder": "LE THI DAO"}


@pytest.fixture
def order_path(stall: Stall) -> str:
    """A cash order's own page."""
    with stall.inside():
        return f"/orders/{order_token(make_order())}"


@pytest.fixture
def transfer_path(stall: Stall) -> str:
    """The page of an order to be paid by bank transfer, before anything was shown."""
    with stall.inside() as shop:
        switch_on(shop, "bank_transfer", BANK, by=events.SYSTEM)
        return f"/orders/{order_token(make_order(payment='bank_transfer'))}"


def order_of(stall: Stall) -> Order:
    return db.session.scalars(select(Order)).one()


def test_the_orders_page_shows_it_to_whoever_has_the_link(stall: Stall, order_path: str) -> None:
    page = stall.get(order_path)

    assert page.status_code == 200
    assert "Mật ong rừng" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert 'name="robots" content="noindex"' in page.text


def test_another_shop_does_not_know_the_link(
    open_stall: Callable[..., Stall], stall: Stall, order_path: str
) -> None:
    assert open_stall().get(order_path).status_code == 404


def test_what_the_shop_does_shows_on_the_page(stall: Stall, order_path: str) -> None:
    with stall.inside():
        accept(order_of(stall), by=events.SYSTEM)

    assert "Cửa hàng đã xác nhận đơn của bạn" in stall.get(order_path).text


def test_a_transfer_shows_a_qr_code_and_what_to_type(stall: Stall, transfer_path: str) -> None:
    started = stall.follow(stall.post(f"{transfer_path}/pay", method="bank_transfer")).text

    assert "<svg" in started
    assert "0123456789" in started
    assert "LE THI DAO" in started


def test_paying_twice_begins_one_payment(stall: Stall, transfer_path: str) -> None:
    stall.post(f"{transfer_path}/pay", method="bank_transfer")
    stall.post(f"{transfer_path}/pay", method="bank_transfer")

    with stall.inside():
        assert db.session.scalar(select(func.count(Payment.id))) == 1


def test_a_method_the_shop_does_not_offer_is_not_found(stall: Stall, order_path: str) -> None:
    assert stall.post(f"{order_path}/pay", method="practice").status_code == 404


def test_coming_back_only_shows_and_looks_again(stall: Stall, transfer_path: str) -> None:
    stall.post(f"{transfer_path}/pay", method="bank_transfer")

    page = stall.get(f"{transfer_path}/return?result=paid")

    assert '<meta http-equiv="refresh" content="5">' in page.text
    with stall.inside():
        assert order_of(stall).paid == 0


def test_once_a_part_has_come_the_code_asks_for_the_rest_only(stall: Stall, transfer_path: str) -> None:
    whole = stall.follow(stall.post(f"{transfer_path}/pay", method="bank_transfer")).text
    with stall.inside():
        payment = db.session.scalars(select(Payment)).one()
        step, rest = payment.next_step, payment.amount - 25_000
        record_received(payment, 25_000, form_key="one", by=events.SYSTEM)

    page = stall.get(transfer_path).text

    to = step["transfer"]
    asks = vietqr.build(bin=to["bank_bin"], account=to["account"], amount=rest, purpose=to["memo"])
    assert vietqr.svg(asks) in page and vietqr.svg(step["qr"]) not in page
    assert vietqr.svg(step["qr"]) in whole


def test_asking_the_gateway_is_bounded(stall: Stall, transfer_path: str) -> None:
    asked = [stall.post(f"{transfer_path}/check").status_code for _ in range(5)]

    assert asked == [303, 303, 303, 303, 429]


def test_the_shopper_cancels_until_the_announced_stage(stall: Stall, order_path: str) -> None:
    with stall.inside():
        db.session.scalars(select(ShopSettings)).one().cancel_until = "accepted"

    page = stall.follow(stall.post(f"{order_path}/cancellation")).text

    assert "Đã hủy" in page
    with stall.inside():
        assert order_of(stall).state is OrderState.CANCELLED


def test_past_that_stage_the_page_offers_no_cancelling_and_refuses_it(stall: Stall, order_path: str) -> None:
    with stall.inside():
        db.session.scalars(select(ShopSettings)).one().cancel_until = "accepted"
        accept(order_of(stall), by=events.SYSTEM)

    page, refused = stall.get(order_path).text, stall.post(f"{order_path}/cancellation")

    assert "/cancellation" not in page
    assert refused.status_code == 403


def test_the_contract_is_a_pdf_to_keep(stall: Stall, order_path: str) -> None:
    answer = stall.get(f"{order_path}/contract")

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("attachment")
