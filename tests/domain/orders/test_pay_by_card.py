import datetime as dt

import pytest
from sqlalchemy import select

from storefront.domain.inventory import reserve as stock
from storefront.domain.orders.cancel import cancel, expire
from storefront.domain.orders.mark_paid import mark_paid
from storefront.domain.orders.pay_by_card import pay_by_card
from storefront.domain.payments.card_facts import card_of
from storefront.domain.payments.cards import CardTerms, IssuedCard, block, issue
from storefront.domain.payments.methods import NoSuchMethod
from storefront.domain.payments.record import record_received
from storefront.domain.payments.refund import request_refund
from storefront.domain.payments.start import NothingToPay, create_payment
from storefront.domain.payments.stored_value import CardBlocked
from storefront.domain.settlement import held, pending
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.models.order import Mode, Order, PaymentSummary
from storefront.models.payment import (
    Payment,
    PaymentMethod,
    PaymentState,
    RefundState,
    Review,
    Transaction,
    TransactionKind,
)
from storefront.models.shop import Shop
from storefront.models.stored_value import StoredCard, StoredCardKind
from tests.factories import make_order, make_payment_method, make_variant
from tests.shop_in_force import shop

__all__ = ["shop"]
SYSTEM = events.SYSTEM
BANK = {"bank_bin": "970436", "account": "0011004000123", "holder": "HTX BA LANG"}


@pytest.fixture
def bank(shop: Shop) -> PaymentMethod:
    """The shop takes transfers and its own cards."""
    made = make_payment_method("bank_transfer", **BANK)
    make_payment_method("prepaid_card")
    return made


def gift(shop: Shop, amount: int = 1_000_000, **terms: object) -> IssuedCard:
    return issue(shop, CardTerms(StoredCardKind.GIFT, amount, **terms), key="g", by=SYSTEM)[0]  # type: ignore[arg-type]


def pay(order: Order, card: IssuedCard) -> Payment:
    return pay_by_card(order, card.code, card.pin, address="203.0.113.7")


def stands(card: IssuedCard) -> tuple[int, int]:
    return card.card.balance, card.card.held


def facts(payment: Payment) -> list[TransactionKind]:
    mine = select(Transaction.kind).where(Transaction.payment_id == payment.id)
    return list(db.session.scalars(mine.order_by(Transaction.id)))


def test_a_card_that_holds_enough_pays_at_once(shop: Shop, bank: PaymentMethod) -> None:
    card, order = gift(shop), make_order()

    payment = pay(order, card)

    assert (order.payment_summary, order.due) == (PaymentSummary.PAID, 0)
    assert facts(payment) == [TransactionKind.AUTHORIZED, TransactionKind.CHARGED]
    assert stands(card) == (1_000_000 - order.total, 0)


def test_a_card_with_less_sets_its_part_aside_and_the_rest_is_asked_for(
    shop: Shop, bank: PaymentMethod
) -> None:
    card, order = gift(shop, 50_000), make_order()

    payment = pay(order, card)

    assert payment.state is PaymentState.AUTHORIZED
    assert (order.paid, order.held, order.due) == (0, 50_000, order.total - 50_000)
    assert stands(card) == (50_000, 50_000)


def test_the_cards_part_is_taken_when_the_rest_has_come(shop: Shop, bank: PaymentMethod) -> None:
    card, order = gift(shop, 50_000), make_order()
    pay(order, card)
    rest = create_payment(order, bank)

    record_received(rest, rest.amount, form_key="f", by=SYSTEM)

    assert (order.payment_summary, order.paid, order.held) == (PaymentSummary.PAID, order.total, 0)
    assert stands(card) == (0, 0)
    assert db.session.scalars(select(Review)).all() == []


def test_two_cards_may_pay_one_order(shop: Shop, bank: PaymentMethod) -> None:
    small, order = gift(shop, 50_000), make_order()
    pay(order, small)

    large = issue(shop, CardTerms(StoredCardKind.PREPAID, 900_000), key="l", by=SYSTEM)[0]
    pay(order, large)

    assert order.payment_summary is PaymentSummary.PAID
    assert stands(small) == (0, 0)
    assert stands(large) == (950_000 - order.total, 0)


def test_paid_in_full_another_way_the_card_keeps_its_money(shop: Shop, bank: PaymentMethod) -> None:
    card, order = gift(shop, 50_000), make_order()
    whole = db.session.scalars(select(Payment).where(Payment.order_id == order.id)).one()
    pay(order, card)

    record_received(whole, order.total, form_key="f", by=SYSTEM)

    assert (order.payment_summary, order.held) == (PaymentSummary.PAID, 0)
    assert stands(card) == (50_000, 0)


def test_cancelling_lets_the_cards_part_go(shop: Shop, bank: PaymentMethod) -> None:
    card, order = gift(shop, 50_000), make_order()
    payment = pay(order, card)

    cancel(order, reason="", by=SYSTEM)

    assert (stands(card), payment.state, order.held) == ((50_000, 0), PaymentState.CANCELLED, 0)


def test_cancelling_a_paid_order_gives_the_money_back_to_the_card(shop: Shop, bank: PaymentMethod) -> None:
    card, order = gift(shop), make_order()
    pay(order, card)

    cancel(order, reason="", by=SYSTEM)

    assert stands(card) == (1_000_000, 0)
    assert order.payment_summary is PaymentSummary.REFUNDED


def test_a_part_may_be_refunded_and_asked_twice_goes_back_once(shop: Shop, bank: PaymentMethod) -> None:
    card, order = gift(shop), make_order()
    payment = pay(order, card)

    first, again = (request_refund(payment, 30_000, reason="", key="r", by=SYSTEM) for _ in range(2))

    assert (first.id, first.state) == (again.id, RefundState.DONE)
    assert stands(card) == (1_000_000 - order.total + 30_000, 0)


def test_what_was_never_paid_in_full_goes_back_when_its_time_is_over(shop: Shop, bank: PaymentMethod) -> None:
    card, order = gift(shop, 50_000), make_order()
    payment = pay(order, card)
    clock.travel(clock.now() + dt.timedelta(hours=49))

    due = pending.due_to_expire()
    pending.close_if_due(payment)

    assert (shop.id, payment.id) in due
    assert (stands(card), payment.state) == ((50_000, 0), PaymentState.CANCELLED)


def test_the_goods_of_an_order_paid_in_part_are_let_go_with_the_card(shop: Shop, bank: PaymentMethod) -> None:
    card, order = gift(shop, 50_000), make_order((make_variant(stock=5_000), 2000))
    pay(order, card)
    clock.travel(clock.now() + dt.timedelta(hours=49))

    expire(order)

    assert not stock.holds(order)
    assert stands(card) == (50_000, 0)


def test_held_for_the_owner_it_waits_for_the_owners_word(shop: Shop, bank: PaymentMethod) -> None:
    card, order = gift(shop), make_order()
    db.session.scalars(
        select(PaymentMethod).where(PaymentMethod.gateway == "prepaid_card")
    ).one().capture_later = True
    payment = pay(order, card)
    waiting = stands(card)

    held.capture(payment, payment.amount - 10_000, by=SYSTEM)

    assert waiting == (1_000_000, order.total)
    assert (payment.state, order.paid) == (PaymentState.SUCCEEDED, order.total - 10_000)
    assert stands(card) == (1_000_000 - order.total + 10_000, 0)


def test_the_owner_lets_held_money_go(shop: Shop, bank: PaymentMethod) -> None:
    card, order = gift(shop), make_order()
    db.session.scalars(
        select(PaymentMethod).where(PaymentMethod.gateway == "prepaid_card")
    ).one().capture_later = True
    payment = pay(order, card)

    held.void(payment, by=SYSTEM)

    assert (stands(card), payment.state, order.held) == ((1_000_000, 0), PaymentState.CANCELLED, 0)


def test_cash_at_the_door_makes_up_for_what_the_card_lacks(shop: Shop) -> None:
    make_payment_method("cod")
    make_payment_method("prepaid_card")
    card, order = gift(shop, 50_000), make_order()
    payment = pay(order, card)
    answer_by, due = order.answer_by, order.due

    mark_paid(order, due, form_key="f", by=SYSTEM)

    assert answer_by is not None and payment.expires_at is None
    assert (order.payment_summary, stands(card)) == (PaymentSummary.PAID, (0, 0))


def test_an_attempt_begun_at_checkout_is_given_its_card(shop: Shop) -> None:
    make_payment_method("prepaid_card")
    card, order = gift(shop), make_order()

    pay(order, card)

    (payment,) = db.session.scalars(select(Payment).where(Payment.order_id == order.id)).all()
    assert card_of(payment) is card.card


def test_a_blocked_or_empty_card_pays_nothing(shop: Shop, bank: PaymentMethod) -> None:
    order, card = make_order(), gift(shop, 0)

    with pytest.raises(Invalid):
        pay(order, card)
    block(card.card, by=SYSTEM)
    with pytest.raises(CardBlocked):
        pay(order, card)

    assert order.held == 0


def test_a_paid_order_takes_no_card(shop: Shop, bank: PaymentMethod) -> None:
    card, order = gift(shop), make_order()
    pay(order, card)

    with pytest.raises(NothingToPay):
        pay(order, card)


def test_a_shop_without_cards_says_so(shop: Shop) -> None:
    make_payment_method("cod")
    card, order = gift(shop), make_order()

    with pytest.raises(NoSuchMethod):
        pay(order, card)


def test_a_real_card_never_pays_a_test_order(shop: Shop, bank: PaymentMethod) -> None:
    card, order = gift(shop), make_order()
    order.mode = Mode.TEST

    with pytest.raises((Invalid, NoSuchMethod)):
        pay(order, card)

    assert db.session.scalars(select(StoredCard.held)).one() == 0


def test_a_deposit_is_taken_though_the_rest_comes_later(shop: Shop, bank: PaymentMethod) -> None:
    card, order = gift(shop), make_order()
    order.deposit = 30_000

    pay(order, card)

    assert (order.paid, order.held, stands(card)) == (30_000, 0, (970_000, 0))
    assert order.due_now == order.total - 30_000
