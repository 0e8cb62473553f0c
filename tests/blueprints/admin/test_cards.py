import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from storefront.domain.payments.cards import CardTerms, issue
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.sheets import read_first_sheet
from storefront.infra.tenancy import enter_shop
from storefront.models.shop import Shop
from storefront.models.stored_value import CardEntry, StoredCard, StoredCardKind
from storefront.models.user import Role
from tests.blueprints.admin.conftest import Seat
from tests.factories import make_order, make_payment_method
from tests.forms import Form, form_to
from tests.pdf_text import text_of
from tests.visitor import Visitor


@pytest.fixture
def owner(seat: Callable[..., Seat]) -> Seat:
    return seat()


def card_at(seat: Seat, amount: int = 300_000) -> int:
    with seat.app.app_context(), enter_shop(seat.shop_id):
        shop = db.session.get_one(Shop, seat.shop_id)
        terms = CardTerms(StoredCardKind.PREPAID, amount, plate="36C-123.45")
        made = issue(shop, terms, key=str(amount), by=events.SYSTEM)[0]
        db.session.commit()
        return made.card.id


def form_at(seat: Seat, page: str, path_end: str) -> Form:
    return form_to(seat.visitor.get(page).text, path_end)


def stands(seat: Seat, card_id: int) -> int:
    with seat.app.app_context(), enter_shop(seat.shop_id):
        return db.session.get_one(StoredCard, (seat.shop_id, card_id)).balance


def test_codes_are_shown_once_and_printed(owner: Seat) -> None:
    form = form_at(owner, owner.url("/cards/new"), "/cards/")

    page = owner.visitor.post(form.action, form.filled(amount="200.000", count="2", with_pin="y"))
    codes = re.findall(r"<code>([2-9A-Z]{4}-[2-9A-Z-]{14})</code>", page.text)
    pdf = owner.visitor.post(
        owner.url("/cards/codes.pdf"), {"code": [code.replace("-", "") for code in codes], "pin": ["1", "2"]}
    )
    again = owner.visitor.post(form.action, form.filled(amount="200.000", count="2"))

    assert len(codes) == 2
    assert all(code in text_of(pdf.data) for code in codes)
    assert again.status_code == 409


def test_money_is_put_on_once_however_often_the_form_is_sent(owner: Seat) -> None:
    card_id = card_at(owner)
    here = owner.url(f"/cards/{card_id}")
    form = form_at(owner, here, "/top-ups")

    for _ in range(2):
        owner.visitor.post(form.action, form.filled(amount="50.000"))

    assert stands(owner, card_id) == 350_000


def test_a_correction_below_zero_is_told_beside_the_field(owner: Seat) -> None:
    card_id = card_at(owner)
    here = owner.url(f"/cards/{card_id}")
    form = form_at(owner, here, "/corrections")

    answer = owner.visitor.post(form.action, form.filled(way="take", sum="300.001", reason="sai"))

    assert answer.status_code == 422
    assert stands(owner, card_id) == 300_000


def test_a_statement_is_a_page_and_a_file(owner: Seat) -> None:
    here = owner.url(f"/cards/{card_at(owner)}/statement")
    month = f"{clock.today_vn():%Y-%m}"

    page = owner.visitor.get(f"{here}?month={month}")
    book = owner.visitor.get(f"{here}?month={month}&as=xlsx")

    assert "300.000" in page.text
    assert read_first_sheet(book.data)[-1][-2] == "300000"


def test_an_accountant_looks_and_never_issues(seat: Callable[..., Seat]) -> None:
    desk = seat(Role.ACCOUNTANT)
    card_id = card_at(desk)

    assert desk.visitor.get(desk.url(f"/cards/{card_id}")).status_code == 200
    assert desk.visitor.get(desk.url("/cards/new")).status_code == 403
    with desk.app.app_context(), enter_shop(desk.shop_id):
        assert len(db.session.scalars(select(CardEntry)).all()) == 1


def test_the_link_for_the_driver_shows_a_code_of_this_order_only(owner: Seat) -> None:
    with owner.app.app_context(), enter_shop(owner.shop_id):
        make_payment_method("bank_transfer", bank_bin="970436", account="0011004000123", holder="LE THI MAI")
        number = make_order().number
        db.session.commit()
    form = form_at(owner, owner.url(f"/till/{number}/"), "/links")
    made = owner.visitor.post(form.action, form.filled())
    door = re.search(r"<code>http://[^/]+(/door/[^<]+)</code>", made.text)[1]  # type: ignore[index]
    driver = Visitor(owner.app)

    asked = driver.post(f"{door}/codes")
    shown = driver.get(door)

    assert (asked.status_code, shown.headers["Cache-Control"]) == (303, "no-store")
    assert "<svg" in shown.text and number in shown.text
