import datetime as dt

import pytest
from flask import Flask

from storefront.domain.payments import cards, fleets
from storefront.domain.payments.card_statements import statement, table
from storefront.domain.payments.cards import CardTerms, find_card, issue
from storefront.domain.payments.stored_value import CardBlocked, check_usable, top_up
from storefront.infra import clock, events, tokens
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.tenancy import enter_shop
from storefront.models.order import Mode
from storefront.models.shop import Shop, ShopMode
from storefront.models.stored_value import StoredCardKind
from tests.factories import make_shop
from tests.shop_in_force import shop

__all__ = ["shop"]
SYSTEM = events.SYSTEM
GIFT = CardTerms(StoredCardKind.GIFT, amount=200_000)


def one(shop: Shop, terms: CardTerms = GIFT, key: str = "a") -> cards.IssuedCard:
    return issue(shop, terms, key=key, by=SYSTEM)[0]


def find(code: str, pin: str = "", mode: Mode = Mode.LIVE) -> int:
    return find_card(code, pin, mode=mode, address="203.0.113.7").id


def test_a_card_is_found_by_its_code_however_it_is_typed(shop: Shop) -> None:
    made = one(shop)

    found = find(f" {tokens.spaced_card_code(made.code).lower()} ")

    assert found == made.card.id
    assert made.code not in (made.card.code_hash, made.card.last_four)


def test_another_shops_code_never_works(shop: Shop, context: Flask) -> None:
    code = one(shop).code
    other = make_shop()
    db.session.flush()
    db.session.expunge_all()

    with enter_shop(other.id), pytest.raises(Invalid) as refused:
        find(code)

    assert "code" in refused.value.errors


def test_a_typing_mistake_is_told_without_a_look_into_the_books(shop: Shop) -> None:
    code = one(shop).code
    swapped = code[:3] + ("2" if code[3] != "2" else "3") + code[4:]

    with pytest.raises(Invalid) as refused:
        find(swapped)

    assert tokens.read_card_code(swapped) is None
    assert "code" in refused.value.errors


def test_a_card_with_a_pin_wants_it(shop: Shop) -> None:
    made = one(shop, CardTerms(StoredCardKind.PREPAID, amount=1, with_pin=True))

    with pytest.raises(Invalid) as refused:
        find(made.code, "000000" if made.pin != "000000" else "111111")

    assert "pin" in refused.value.errors
    assert find(made.code, made.pin) == made.card.id


def test_guessing_a_pin_ends_after_a_few_tries(shop: Shop) -> None:
    made = one(shop, CardTerms(StoredCardKind.PREPAID, amount=1, with_pin=True))
    for _ in range(cards.A_CARD):
        with pytest.raises(Invalid):
            find(made.code, "x")

    with pytest.raises(cards.TooManyCardTries):
        find(made.code, made.pin)


def test_practice_cards_are_no_money_for_real_orders(context: Flask) -> None:
    practice = make_shop(mode=ShopMode.PRACTICE)

    with enter_shop(practice.id):
        made = one(practice)
        with pytest.raises(Invalid):
            find(made.code, mode=Mode.LIVE)

        assert find(made.code, mode=Mode.TEST) == made.card.id


def test_the_same_form_issues_once(shop: Shop) -> None:
    issue(shop, GIFT, key="f", by=SYSTEM, count=3)

    with pytest.raises(cards.IssuedBefore):
        issue(shop, GIFT, key="f", by=SYSTEM, count=3)

    assert len(db.session.scalars(cards.cards()).all()) == 3


def test_cards_are_found_at_the_desk_by_end_plate_and_holder(shop: Shop) -> None:
    made = one(shop, CardTerms(StoredCardKind.PREPAID, holder="Anh Tùng", plate="36c-123.45"))
    one(shop, key="b")

    for typed in (made.code[-4:], "36C-123", "Tùng"):
        assert made.card in db.session.scalars(cards.cards(text=typed)).all()
    assert db.session.scalars(cards.cards(text="Hoa")).all() == []


def test_a_closed_fleet_pays_nothing(shop: Shop) -> None:
    fleet = fleets.open_fleet(fleets.FleetData("Vận tải Hạc Thành"), by=SYSTEM)
    card = one(shop, CardTerms(StoredCardKind.PREPAID, amount=1, fleet_id=fleet.id)).card

    fleets.close_fleet(fleet, by=SYSTEM)

    with pytest.raises(CardBlocked):
        check_usable(card)


def test_two_fleets_of_one_name_are_a_mistake(shop: Shop) -> None:
    fleets.open_fleet(fleets.FleetData("Vận tải Hạc Thành"), by=SYSTEM)

    with pytest.raises(Invalid):
        fleets.open_fleet(fleets.FleetData(" Vận tải Hạc Thành "), by=SYSTEM)


def test_a_fleets_statement_ties_month_to_month(shop: Shop) -> None:
    fleet = fleets.open_fleet(fleets.FleetData("Vận tải Hạc Thành"), by=SYSTEM)
    clock.travel(dt.datetime(2026, 10, 31, 16, 30, tzinfo=dt.UTC))
    first = one(shop, CardTerms(StoredCardKind.PREPAID, amount=100_000, fleet_id=fleet.id, plate="36C-1"))
    clock.travel(dt.datetime(2026, 10, 31, 17, 30, tzinfo=dt.UTC))
    top_up(first.card, 30_000, key="t", by=SYSTEM)

    october, november = (statement(fleets.cards_of(fleet), dt.date(2026, month, 15)) for month in (10, 11))

    assert (october.opening, october.closing) == (0, 100_000)
    assert (november.opening, november.closing, len(november.lines)) == (100_000, 130_000, 1)
    assert table(november)[-1][-2] == 130_000


def test_codes_for_printing_are_only_the_shops_own(shop: Shop) -> None:
    made = one(shop)

    found = cards.codes_of_this_shop([made.code, tokens.card_code(), "xx"])

    assert [(card.id, code) for card, code in found] == [(made.card.id, made.code)]
