from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.adapters.gateways.base import EventKind, GatewayEvent
from storefront.adapters.gateways.base import Mode as EventMode
from storefront.domain.payments.record import record_fact, record_received
from storefront.domain.payments.reviews import open_review
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.events import Event
from storefront.infra.money import Money
from storefront.infra.tenancy import enter_shop
from storefront.models.order import Mode
from storefront.models.payment import Payment, Refund, RefundChannel, RefundState, Review
from storefront.models.shop import ShopMode
from tests.blueprints.admin.conftest import Seat
from tests.factories import make_order, make_payment_method, make_variant


@dataclass
class Case:
    """A practice shop's order with one payment at the practice gateway, its owner signed in."""

    desk: Seat
    number: str
    payment: int
    amount: int

    @property
    def url(self) -> str:
        return self.desk.url(f"/orders/{self.number}")

    def tell(self, kind: EventKind) -> None:
        """The gateway says so."""
        with self.desk.app.app_context(), enter_shop(self.desk.shop_id):
            payment = db.session.get_one(Payment, (self.desk.shop_id, self.payment))
            money = Money(self.amount, "VND")
            record_fact(payment, GatewayEvent(kind, kind.value, money, clock.now(), EventMode.TEST))
            db.session.commit()

    def send(self, path: str, **typed: str) -> str:
        """Press a button of the order's page; what the page says then."""
        self.desk.visitor.get(self.url)
        answer = self.desk.visitor.post(self.url + path, typed)
        return self.desk.visitor.get(self.url).text if answer.status_code == 303 else answer.text

    def refunds(self) -> list[Refund]:
        with self.desk.app.app_context(), enter_shop(self.desk.shop_id):
            found = list(db.session.scalars(select(Refund).order_by(Refund.id)))
            db.session.expunge_all()
            return found


@pytest.fixture
def case(app: Flask, seat: Callable[..., Seat]) -> Case:
    desk = seat(mode=ShopMode.PRACTICE)
    with app.app_context(), enter_shop(desk.shop_id):
        make_payment_method("practice", Mode.TEST, merchant="m")
        order = make_order((make_variant(), 1000))
        payment = db.session.scalars(select(Payment)).one()
        found = Case(desk, order.number, payment.id, payment.amount)
        db.session.commit()
    return found


def test_a_payment_stands_with_its_state_and_may_be_asked_about(case: Case) -> None:
    case.tell(EventKind.FAILED)

    page = case.desk.visitor.get(case.url).text

    assert "chưa thu được" in page
    assert f"/payments/{case.payment}/question" in page


def test_a_gateway_that_does_not_answer_is_said_in_words(case: Case) -> None:
    assert "Cổng thanh toán không trả lời" in case.send(f"/payments/{case.payment}/question")


def test_held_money_shows_its_end_and_two_buttons(case: Case) -> None:
    case.tell(EventKind.AUTHORIZED)

    page = case.desk.visitor.get(case.url).text

    assert "Giữ đến" in page
    assert f"/payments/{case.payment}/capture" in page
    assert f"/payments/{case.payment}/release" in page


def test_more_than_is_held_is_not_taken(case: Case) -> None:
    case.tell(EventKind.AUTHORIZED)

    page = case.send(f"/payments/{case.payment}/capture", amount=str(case.amount + 1))

    assert "không quá số đang giữ" in page


def test_taking_what_is_not_held_is_told(case: Case) -> None:
    page = case.send(f"/payments/{case.payment}/release")

    assert "không còn giữ tiền nữa" in page


@pytest.mark.parametrize("press", [("/capture", "5.000"), ("/release", "")])
def test_no_answer_about_held_money_is_not_called_a_failure(case: Case, press: tuple[str, str]) -> None:
    case.tell(EventKind.AUTHORIZED)

    page = case.send(f"/payments/{case.payment}{press[0]}", amount=press[1])

    assert "chưa biết kết quả" in page
    assert "đang giữ tiền" in page


def test_money_goes_back_in_parts_and_by_another_way(case: Case) -> None:
    case.tell(EventKind.CHARGED)

    case.send("/refunds", amount="1.000", form_key="a", payment=str(case.payment), channel="gateway")
    page = case.send(
        "/refunds",
        amount="2.000",
        form_key="b",
        channel="transfer",
        bank="vietcombank",
        account="0011 0040 00123",
        holder="NGUYEN THI DAO",
    )

    first, second = case.refunds()
    assert (first.channel, second.channel) == (RefundChannel.GATEWAY, RefundChannel.TRANSFER)
    assert "0011004000123" in page
    assert "NGUYEN THI DAO" in page


def test_an_unknown_bank_of_the_customer_is_told_and_nothing_promised(case: Case) -> None:
    case.tell(EventKind.CHARGED)

    page = case.send(
        "/refunds", amount="2.000", form_key="b", channel="transfer", bank="khong co", account="1", holder="A"
    )

    assert case.refunds() == []
    assert 'aria-invalid="true"' in page


def test_more_than_came_is_not_given_back(case: Case) -> None:
    case.tell(EventKind.CHARGED)

    case.send("/refunds", amount=str(case.amount + 1), form_key="a", payment=str(case.payment))

    assert case.refunds() == []


def test_the_second_of_two_payments_is_given_back_by_one_button(case: Case, app: Flask) -> None:
    case.tell(EventKind.CHARGED)
    with app.app_context(), enter_shop(case.desk.shop_id):
        payment = db.session.scalars(select(Payment)).one()
        review = open_review("paid_twice", payment=payment).id
        db.session.commit()
    listed = case.desk.visitor.get(case.desk.url("/payments/reviews")).text

    case.send(f"/reviews/{review}/refund")

    assert f"/reviews/{review}/refund" in listed
    assert [refund.amount for refund in case.refunds()] == [case.amount]
    with app.app_context(), enter_shop(case.desk.shop_id):
        assert db.session.scalars(select(Review.resolution)).all() == ["refunded"]


def test_of_too_much_only_the_surplus_goes_back(case: Case, app: Flask) -> None:
    with app.app_context(), enter_shop(case.desk.shop_id):
        payment = db.session.scalars(select(Payment)).one()
        record_received(payment, case.amount + 7_000, form_key="k", by=events.SYSTEM)
        review = db.session.scalars(select(Review.id).where(Review.cause == "paid_over")).one()
        db.session.commit()

    case.send(f"/reviews/{review}/refund")

    assert [refund.amount for refund in case.refunds()] == [7_000]


def test_the_customer_is_asked_for_what_is_owed(case: Case, app: Flask) -> None:
    page = case.send("/payment-requests")

    assert "/orders/" in page
    with app.app_context(), enter_shop(case.desk.shop_id):
        asked = db.session.scalars(select(Event).where(Event.topic == "order.payment_requested")).one()
        assert asked.facts["amount"] == case.amount


def test_a_refund_sent_by_hand_is_marked_with_its_reference(case: Case) -> None:
    case.tell(EventKind.CHARGED)
    case.send("/refunds", amount="2.000", form_key="b", channel="cash")
    refund = case.refunds()[0].id

    page = case.send(f"/refunds/{refund}/completion", reference="FT26326")

    assert "FT26326" in page
    assert case.refunds()[0].state is RefundState.DONE


def test_money_of_no_order_is_put_to_one_by_its_number(case: Case, app: Flask) -> None:
    with app.app_context(), enter_shop(case.desk.shop_id):
        facts = {"kind": "charged", "amount": case.amount, "reference": "X1"}
        review = open_review("unknown_payment", fingerprint="x", **facts).id
        db.session.commit()
    here = case.desk.url("/payments/reviews")
    case.desk.visitor.get(here)

    wrong = case.desk.visitor.post(f"{here}/{review}/order", {"number": "9999"})
    right = case.desk.visitor.post(f"{here}/{review}/order", {"number": f"#{case.number}"})
    again = case.desk.visitor.post(f"{here}/{review}/order", {"number": case.number})

    assert (wrong.status_code, right.status_code, again.status_code) == (422, 303, 409)
    assert 'value="9999"' in wrong.text
    with app.app_context(), enter_shop(case.desk.shop_id):
        assert db.session.scalars(select(Payment.captured)).all() == [case.amount]
