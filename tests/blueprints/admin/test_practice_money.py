"""The owner's pages while the sandbox runs: connect, check, self-test, hold, take, let go, give back."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.adapters.gateways.testing import BOOTSTRAP_KEY, press
from storefront.domain.payments.refund import send_refund
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.payment import Payment, PaymentMethod, PaymentState, Refund, RefundState
from storefront.models.shop import ShopMode
from tests.adapters.gateways.conftest import inner, sandbox
from tests.blueprints.admin.conftest import Seat

__all__ = ["inner", "sandbox"]


@pytest.fixture
def desk(app: Flask, inner: str, seat: Callable[..., Seat], monkeypatch: pytest.MonkeyPatch) -> Seat:
    """A practice shop's owner whose sandbox answers."""
    monkeypatch.setitem(app.config, "SANDBOX_KEY", BOOTSTRAP_KEY)
    return seat(mode=ShopMode.PRACTICE)


def connect(desk: Seat, gateway: str) -> int:
    """Connect by the assistant's button; the method's id."""
    here = desk.url(f"/payments/gateways/{gateway}")
    desk.visitor.get(here)
    desk.visitor.post(f"{here}/connection")
    with desk.app.app_context(), enter_shop(desk.shop_id):
        return db.session.scalars(select(PaymentMethod.id)).one()


def self_test(desk: Seat, method: int, inner: str, outcome: str) -> str:
    """Begin a test payment, let this happen at the company's page, and ask; what the page says then."""
    here = desk.url(f"/payments/{method}/self-test")
    desk.visitor.get(here)
    press(inner, desk.visitor.post(here).location, outcome)
    desk.visitor.get(here)
    answer = desk.visitor.post(f"{here}/question")
    return desk.visitor.get(answer.location).text.replace("\xa0", " ")


def payment(desk: Seat) -> Payment:
    with desk.app.app_context(), enter_shop(desk.shop_id):
        found = db.session.scalars(select(Payment)).one()
        db.session.expunge_all()
        return found


def test_a_practice_shop_connects_checks_and_tests_a_company(desk: Seat, inner: str) -> None:
    method = connect(desk, "vnpay")

    checked = desk.visitor.post(desk.url(f"/payments/{method}/check"))
    said = desk.visitor.get(checked.location).text
    page = self_test(desk, method, inner, "paid")

    assert "nhận ra khóa của bạn" in said
    assert page.count("Đã nhận tiền: 2.000 ₫") == 2  # what the shop was told, and what VNPAY says
    assert payment(desk).state is PaymentState.SUCCEEDED


def test_a_refused_self_test_says_why(desk: Seat, inner: str) -> None:
    page = self_test(desk, connect(desk, "vnpay"), inner, "refused")

    assert payment(desk).state is PaymentState.FAILED
    assert "chưa thu được" in page


def test_held_money_is_taken_in_part_and_given_back(desk: Seat, inner: str) -> None:
    method = connect(desk, "practice")
    conditions = desk.url(f"/payments/{method}/conditions")
    desk.visitor.get(conditions)
    desk.visitor.post(conditions, {"capture_later": "y"})
    held = self_test(desk, method, inner, "paid")
    order = desk.url("/orders/K-1")
    here = f"{order}/payments/{payment(desk).id}"

    desk.visitor.get(order)
    desk.visitor.post(f"{here}/capture", {"amount": "1.500"})
    taken = desk.visitor.get(order).text
    desk.visitor.post(f"{order}/refunds", {"amount": "500", "form_key": "k"})

    assert "đang giữ tiền" in held
    assert "Đã thu tiền" in taken
    assert payment(desk).captured == 1_500
    with desk.app.app_context(), enter_shop(desk.shop_id):
        refund = db.session.scalars(select(Refund)).one()
        send_refund(refund.id)
        assert refund.state is RefundState.DONE


def test_held_money_is_let_go(desk: Seat, inner: str) -> None:
    method = connect(desk, "practice")
    conditions = desk.url(f"/payments/{method}/conditions")
    desk.visitor.get(conditions)
    desk.visitor.post(conditions, {"capture_later": "y"})
    self_test(desk, method, inner, "paid")
    order = desk.url("/orders/K-1")

    desk.visitor.get(order)
    desk.visitor.post(f"{order}/payments/{payment(desk).id}/release")

    assert payment(desk).state is PaymentState.CANCELLED
    assert "Tiền đã trả lại khách" in desk.visitor.get(order).text
