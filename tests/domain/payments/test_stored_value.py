import datetime as dt

import pytest
from sqlalchemy import func, select

from storefront.domain.payments import stored_value
from storefront.domain.payments.cards import CardTerms, block, issue, write_off
from storefront.domain.payments.start import create_payment
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.models.payment import Payment
from storefront.models.shop import Shop
from storefront.models.stored_value import CardEntry, StoredCard, StoredCardKind
from tests.factories import make_order, make_payment_method
from tests.shop_in_force import shop

__all__ = ["shop"]
SYSTEM = events.SYSTEM


@pytest.fixture
def card(shop: Shop) -> StoredCard:
    return issued(shop)


def issued(shop: Shop, **terms: object) -> StoredCard:
    values = {"kind": StoredCardKind.PREPAID, "amount": 500_000, **terms}
    return issue(shop, CardTerms(**values), key="a", by=SYSTEM)[0].card  # type: ignore[arg-type]


def payment(amount: int = 100_000) -> Payment:
    method = make_payment_method("prepaid_card")
    return create_payment(make_order(), method, amount=amount)


def stands(card: StoredCard) -> tuple[int, int]:
    return card.balance, card.held


def test_money_put_on_twice_with_one_key_counts_once(card: StoredCard) -> None:
    first = stored_value.top_up(card, 200_000, key="t", by=SYSTEM)

    again = stored_value.top_up(card, 200_000, key="t", by=SYSTEM)

    assert (again.id, stands(card)) == (first.id, (700_000, 0))


def test_one_key_with_another_sum_is_refused(card: StoredCard) -> None:
    stored_value.top_up(card, 200_000, key="t", by=SYSTEM)

    with pytest.raises(stored_value.EntryContradicted):
        stored_value.top_up(card, 20_000, key="t", by=SYSTEM)


def test_held_money_is_there_and_cannot_be_spent(card: StoredCard) -> None:
    mine = payment()

    stored_value.hold(card, 100_000, payment=mine)
    stored_value.hold(card, 100_000, payment=mine)

    assert stands(card) == (500_000, 100_000)
    assert stored_value.spendable(card) == 400_000


def test_taking_less_lets_the_rest_go(card: StoredCard) -> None:
    mine = payment()
    stored_value.hold(card, 100_000, payment=mine)

    stored_value.capture(card, 70_000, payment=mine)
    stored_value.capture(card, 70_000, payment=mine)
    stored_value.release(card, payment=mine)

    assert stands(card) == (430_000, 0)


def test_a_release_happens_once(card: StoredCard) -> None:
    mine = payment()
    stored_value.hold(card, 100_000, payment=mine)

    first, again = (stored_value.release(card, payment=mine) for _ in range(2))

    assert first is not None and again is not None and first.id == again.id
    assert stands(card) == (500_000, 0)


def test_more_than_is_held_is_never_taken(card: StoredCard) -> None:
    mine = payment()
    stored_value.hold(card, 100_000, payment=mine)

    with pytest.raises(stored_value.NotEnoughOnCard):
        stored_value.capture(card, 100_001, payment=mine)


def test_more_than_is_free_is_never_held(card: StoredCard) -> None:
    stored_value.hold(card, 450_000, payment=payment(450_000))

    with pytest.raises(stored_value.NotEnoughOnCard):
        stored_value.correct(card, -50_001, reason="sai", key="c", by=SYSTEM)

    assert stands(card) == (500_000, 450_000)


def test_a_refund_comes_back_even_to_a_blocked_card(card: StoredCard) -> None:
    mine = payment()
    stored_value.hold(card, 100_000, payment=mine)
    stored_value.capture(card, 100_000, payment=mine)
    block(card, by=SYSTEM)

    stored_value.refund(card, 40_000, payment=mine, key="1")

    assert stands(card) == (440_000, 0)


def test_a_blocked_card_holds_nothing_new_but_gives_what_it_held(card: StoredCard) -> None:
    mine = payment()
    stored_value.hold(card, 100_000, payment=mine)
    block(card, by=SYSTEM)

    stored_value.capture(card, 100_000, payment=mine)

    assert stored_value.spendable(card) == 0
    with pytest.raises(stored_value.CardBlocked):
        stored_value.hold(card, 1, payment=create_payment(mine.order, mine.method, amount=1))


def test_limits_bind_one_refuelling_and_a_day(shop: Shop) -> None:
    card = issued(shop, single_limit=150_000, daily_limit=200_000)
    first = payment(150_000)
    stored_value.hold(card, 150_000, payment=first)

    with pytest.raises(stored_value.OverCardLimit):
        stored_value.hold(card, 60_000, payment=create_payment(first.order, first.method, amount=1))

    assert stored_value.spendable(card) == 50_000


def test_what_is_let_go_counts_for_no_day_and_the_next_day_begins_anew(shop: Shop) -> None:
    card = issued(shop, daily_limit=150_000)
    mine = payment()
    stored_value.hold(card, 100_000, payment=mine)
    stored_value.release(card, payment=mine)
    other = create_payment(mine.order, mine.method, amount=1)
    let_go = stored_value.spendable(card)
    stored_value.hold(card, 150_000, payment=other)

    clock.travel(clock.now() + dt.timedelta(days=1))

    assert let_go == 150_000
    assert stored_value.spendable(card) == 150_000


def test_an_expired_card_pays_nothing_and_its_rest_is_written_off_with_a_reason(shop: Shop) -> None:
    card = issued(shop, expires_at=clock.now() + dt.timedelta(days=1))
    clock.travel(clock.now() + dt.timedelta(days=2))

    with pytest.raises(stored_value.CardExpired):
        stored_value.hold(card, 1, payment=payment(1))
    write_off(card, reason="Hết hạn theo điều khoản", by=SYSTEM)

    assert stands(card) == (0, 0)


def test_a_correction_needs_a_reason(card: StoredCard) -> None:
    with pytest.raises(Invalid):
        stored_value.correct(card, -10_000, reason=" ", key="c", by=SYSTEM)


def test_the_entries_add_up_to_the_balance(card: StoredCard) -> None:
    mine = payment()
    stored_value.top_up(card, 50_000, key="t", by=SYSTEM)
    stored_value.hold(card, 100_000, payment=mine)
    stored_value.capture(card, 80_000, payment=mine)
    stored_value.release(card, payment=mine)
    stored_value.correct(card, -5_000, reason="thu thừa", key="c", by=SYSTEM)

    sums = db.session.execute(select(func.sum(CardEntry.amount), func.sum(CardEntry.held))).one()

    assert tuple(sums) == stands(card) == (465_000, 0)
