from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from storefront.domain.orders.tokens import order_token
from storefront.domain.payments.cards import CardTerms, issue
from storefront.domain.payments.methods import switch_on
from storefront.infra import events
from storefront.infra.db import db
from storefront.models.order import Order, PaymentSummary
from storefront.models.stored_value import StoredCard, StoredCardKind
from tests.blueprints.shopper.conftest import Stall
from tests.factories import make_order
from tests.forms import form_to

BANK = {"bank_bin": "970436", "account": "0123456789", "holder": "LE THI DAO"}
SYSTEM = events.SYSTEM


@pytest.fixture
def path(stall: Stall) -> str:
    """The page of an order whose shopper chose a card at checkout; transfers are taken too."""
    with stall.inside() as shop:
        switch_on(shop, "prepaid_card", {}, by=SYSTEM)
        switch_on(shop, "bank_transfer", BANK, by=SYSTEM)
        return f"/orders/{order_token(make_order(payment='prepaid_card'))}"


def gift(stall: Stall, amount: int, *, with_pin: bool = False) -> tuple[str, str]:
    with stall.inside() as shop:
        terms = CardTerms(StoredCardKind.GIFT, amount, with_pin=with_pin)
        made = issue(shop, terms, key=str(amount), by=SYSTEM)[0]
        return made.code, made.pin


def order_of(stall: Stall) -> Order:
    return db.session.scalars(select(Order)).one()


def test_the_balance_is_shown_to_whoever_has_code_and_pin(stall: Stall) -> None:
    code, pin = gift(stall, 350_000, with_pin=True)

    answer = stall.post("/cards/balance", code=code.lower(), pin=pin)

    assert "350.000" in answer.text
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert code not in answer.text


def test_a_wrong_pin_shows_nothing(stall: Stall) -> None:
    code, _pin = gift(stall, 350_000, with_pin=True)

    answer = stall.post("/cards/balance", code=code, pin="1")

    assert answer.status_code == 422
    assert "350.000" not in answer.text


def test_another_shops_card_is_unknown(open_stall: Callable[..., Stall], stall: Stall) -> None:
    code, _pin = gift(stall, 350_000)

    answer = open_stall().post("/cards/balance", code=code)

    assert answer.status_code == 422


def test_the_order_page_leads_to_the_card_and_back_paid(stall: Stall, path: str) -> None:
    code, _pin = gift(stall, 2_000_000)
    choice = form_to(stall.get(path).text, f"{path}/pay")
    entry = stall.follow(stall.post(f"{path}/pay", **choice.filled(method="prepaid_card")))
    form = form_to(entry.text, f"{path}/card")

    page = stall.follow(stall.post(f"{path}/card", **form.filled(code=code)))

    assert "Cửa hàng đã nhận được tiền" in page.text
    with stall.inside():
        assert order_of(stall).payment_summary is PaymentSummary.PAID


def test_a_card_with_less_leaves_the_rest_to_a_transfer(stall: Stall, path: str) -> None:
    code, _pin = gift(stall, 50_000)
    with stall.inside():
        rest = order_of(stall).total - 50_000

    page = stall.follow(stall.post(f"{path}/card", code=code))
    transfer = stall.follow(stall.post(f"{path}/pay", method="bank_transfer"))

    assert "50.000" in page.text
    assert f"{rest:,}".replace(",", ".") in transfer.text
    with stall.inside():
        assert db.session.scalars(select(StoredCard.held)).one() == 50_000


def test_a_wrong_code_is_told_beside_the_field(stall: Stall, path: str) -> None:
    answer = stall.post(f"{path}/card", code="2222-2222-2222-2222")

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_a_shop_without_cards_has_no_such_page(stall: Stall) -> None:
    with stall.inside():
        path = f"/orders/{order_token(make_order())}"

    assert stall.get(f"{path}/card").status_code == 404
