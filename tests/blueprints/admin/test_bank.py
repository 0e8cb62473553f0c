import io

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.domain.settlement import statements
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.jobs.worker import Worker
from storefront.models.bank import BankFeed, BankLine, Statement, StatementMapping
from storefront.models.order import Order, PaymentSummary
from storefront.models.payment import Payment
from storefront.models.shop import ShopMode
from storefront.models.user import Role
from tests.bank_files import ACCOUNT, written
from tests.factories import make_order, make_payment_method

HEADING = ["Ngày", "Nội dung", "Ghi có"]
SEPAY = {"environment": "production", "account": ACCOUNT, "auth": "hmac", "secret": "s3cret"}


def order_waiting(app: Flask, shop_id: int) -> tuple[str, int, str]:
    """Number, sum and code of an order that waits for a transfer."""
    with app.app_context(), enter_shop(shop_id):
        make_payment_method("bank_transfer", bank_bin="970436", account=ACCOUNT, holder="HTX")
        order = make_order(payment="bank_transfer")
        payment = db.session.scalars(select(Payment).where(Payment.order_id == order.id)).one()
        found = order.number, payment.amount, payment.memo_code or ""
        db.session.commit()
    return found


def upload(desk, *rows: list[str], name: str = "sao-ke.csv"):
    data = written([HEADING, *rows], ",").encode()
    desk.visitor.get(desk.url("/bank/statements/"))
    return desk.visitor.post(
        desk.url("/bank/statements/"), {"file": (io.BytesIO(data), name)}, content_type="multipart/form-data"
    )


def one(app: Flask, shop_id: int, entity: type) -> int:
    with app.app_context(), enter_shop(shop_id):
        return db.session.scalars(select(entity.id)).one()


def paid(app: Flask, shop_id: int, number: str) -> bool:
    with app.app_context(), enter_shop(shop_id):
        order = db.session.scalars(select(Order).where(Order.number == number)).one()
        return order.payment_summary is PaymentSummary.PAID


CHOSEN = {"account": ACCOUNT, "date": "0", "memo": "1", "credit": "2"}


def test_test_money_at_a_real_shop_is_refused_beside_its_field_and_nothing_typed_is_lost(seat) -> None:
    desk = seat()
    desk.visitor.get(desk.url("/bank/feeds/new/sepay"))

    refused = desk.visitor.post(desk.url("/bank/feeds/new/sepay"), {**SEPAY, "environment": "test"})

    assert refused.status_code == 422
    assert 'id="environment-error"' in refused.text
    assert ACCOUNT in refused.text


def test_a_statement_is_uploaded_mapped_and_pays_its_order(app: Flask, seat) -> None:
    desk = seat()
    number, amount, code = order_waiting(app, desk.shop_id)
    uploaded = upload(desk, ["20/11/2026", f"{code} CK", f"{amount}"])

    draft = desk.visitor.get(uploaded.headers["Location"])
    taken = desk.visitor.post(uploaded.headers["Location"] + "/taking", {**CHOSEN, "how": "whole"})
    report = desk.visitor.get(uploaded.headers["Location"])

    assert "Ghi có" in draft.text and ACCOUNT in draft.text
    assert taken.status_code == 303
    assert code in report.text
    assert paid(app, desk.shop_id, number)


def test_a_long_statement_is_left_to_a_job_and_its_page_tells_when_it_is_done(
    app: Flask, seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "AT_ONCE", 1)
    desk = seat()
    number, amount, code = order_waiting(app, desk.shop_id)
    place = upload(desk, ["20/11/2026", f"{code} CK", f"{amount}"]).headers["Location"]
    desk.visitor.get(place)

    handed = desk.visitor.post(place + "/taking", {**CHOSEN, "how": "whole"})
    again = desk.visitor.post(place + "/taking", {**CHOSEN, "how": "whole"})
    waiting, progress = desk.visitor.get(place), desk.visitor.get(place + "/taking")
    paid_before = paid(app, desk.shop_id, number)
    Worker(app).run_all()

    assert (handed.status_code, again.status_code, progress.status_code) == (303, 409, 204)
    assert "Đang nhận các dòng" in waiting.text
    assert not paid_before
    assert desk.visitor.get(place + "/taking").status_code == 303
    assert code in desk.visitor.get(place).text
    assert paid(app, desk.shop_id, number)


def test_the_next_file_of_a_known_layout_needs_no_question(app: Flask, seat) -> None:
    desk = seat()
    number, amount, code = order_waiting(app, desk.shop_id)
    first = upload(desk, ["20/11/2026", "phi", "1.000"])
    desk.visitor.get(first.headers["Location"])
    desk.visitor.post(first.headers["Location"] + "/taking", CHOSEN)

    upload(desk, ["21/11/2026", code, f"{amount}"], name="next.csv")

    assert paid(app, desk.shop_id, number)
    one(app, desk.shop_id, StatementMapping)


def test_a_bad_row_stops_all_or_is_left_out(app: Flask, seat) -> None:
    desk = seat()
    place = upload(desk, ["20/11/2026", "tot", "1.000"], ["hôm 2", "hong", "2.000"]).headers["Location"]
    desk.visitor.get(place)

    stopped = desk.visitor.post(place + "/taking", {**CHOSEN, "how": "whole"})
    taken = desk.visitor.post(place + "/taking", {**CHOSEN, "how": "good"})

    assert (stopped.status_code, taken.status_code) == (422, 303)
    assert "hôm 2" in stopped.text
    one(app, desk.shop_id, BankLine)


def test_columns_that_are_missing_are_asked_for(app: Flask, seat) -> None:
    desk = seat()
    place = upload(desk, ["20/11/2026", "tot", "1.000"]).headers["Location"]
    desk.visitor.get(place)

    answer = desk.visitor.post(place + "/taking", {**CHOSEN, "credit": ""})

    assert answer.status_code == 422


def test_what_is_no_table_is_told(app: Flask, seat) -> None:
    desk = seat()
    desk.visitor.get(desk.url("/bank/statements/"))

    answer = desk.visitor.post(
        desk.url("/bank/statements/"),
        {"file": (io.BytesIO(b"%PDF\x00"), "a.pdf")},
        content_type="multipart/form-data",
    )

    assert answer.status_code == 422


def test_the_same_file_again_changes_nothing(app: Flask, seat) -> None:
    desk = seat()

    first, again = (upload(desk, ["20/11/2026", "tot", "1.000"]) for _ in range(2))

    assert first.headers["Location"] == again.headers["Location"]
    one(app, desk.shop_id, Statement)


def test_a_draft_is_thrown_away(app: Flask, seat) -> None:
    desk = seat()
    place = upload(desk, ["20/11/2026", "tot", "1.000"]).headers["Location"]
    desk.visitor.get(place)

    desk.visitor.post(place + "/removal")

    with app.app_context(), enter_shop(desk.shop_id):
        assert statements.statements() == []


def open_line(app: Flask, desk, amount: int) -> int:
    place = upload(desk, ["20/11/2026", "tien hang", f"{amount}"]).headers["Location"]
    desk.visitor.get(place)
    desk.visitor.post(place + "/taking", CHOSEN)
    return one(app, desk.shop_id, BankLine)


def test_an_open_line_is_found_matched_and_taken_back(app: Flask, seat) -> None:
    desk = seat()
    number, amount, _ = order_waiting(app, desk.shop_id)
    line = open_line(app, desk, amount)
    listed = desk.visitor.get(desk.url(f"/bank/?q={amount}&state=open"))
    missed = desk.visitor.get(desk.url("/bank/?q=khong-co"))
    desk.visitor.get(desk.url(f"/bank/lines/{line}"))

    matched = desk.visitor.post(desk.url(f"/bank/lines/{line}/match"), {"number": f"#{number}"})
    was_paid = paid(app, desk.shop_id, number)
    shown = desk.visitor.get(desk.url(f"/bank/lines/{line}"))
    desk.visitor.post(desk.url(f"/bank/lines/{line}/undoing"))

    assert "tien hang" in listed.text and "tien hang" not in missed.text
    assert (matched.status_code, was_paid) == (303, True)
    assert number in shown.text
    assert not paid(app, desk.shop_id, number)


def test_a_line_with_no_such_order_is_told_and_may_be_set_aside(app: Flask, seat) -> None:
    desk = seat()
    order_waiting(app, desk.shop_id)
    line = open_line(app, desk, 5)
    desk.visitor.get(desk.url(f"/bank/lines/{line}"))

    wrong = desk.visitor.post(desk.url(f"/bank/lines/{line}/match"), {"number": "9999"})
    empty = desk.visitor.post(desk.url(f"/bank/lines/{line}/match"), {"number": ""})
    aside = desk.visitor.post(desk.url(f"/bank/lines/{line}/setting-aside"))
    again = desk.visitor.post(desk.url(f"/bank/lines/{line}/setting-aside"))

    assert (wrong.status_code, empty.status_code, aside.status_code, again.status_code) == (
        422,
        422,
        303,
        409,
    )


def test_a_provider_is_connected_shown_with_its_address_and_disconnected(app: Flask, seat) -> None:
    desk = seat()
    desk.visitor.get(desk.url("/bank/feeds/new/sepay"))

    wrong = desk.visitor.post(desk.url("/bank/feeds/new/sepay"), SEPAY | {"secret": ""})
    right = desk.visitor.post(desk.url("/bank/feeds/new/sepay"), SEPAY)
    feed = one(app, desk.shop_id, BankFeed)
    shown = desk.visitor.get(desk.url("/bank/feeds/"))
    gone = desk.visitor.post(desk.url(f"/bank/feeds/{feed}/disconnection"))

    assert (wrong.status_code, right.status_code, gone.status_code) == (422, 303, 303)
    assert "/hooks/bank_feeds/sepay/" in shown.text
    assert "s3cret" not in shown.text
    assert "/hooks/bank_feeds/sepay/" not in desk.visitor.get(desk.url("/bank/feeds/")).text


def test_a_practice_shop_is_offered_what_the_sandbox_plays(app: Flask, seat) -> None:
    desk = seat(mode=ShopMode.PRACTICE)

    shown = desk.visitor.get(desk.url("/bank/feeds/"))
    silent = desk.visitor.post(desk.url("/bank/feeds/practice/sepay"))

    assert "SePay" in shown.text and "payOS" not in shown.text
    assert silent.status_code == 303
    assert desk.visitor.get(desk.url("/bank/feeds/new/payos")).status_code == 404


def test_a_helper_may_not_move_money(app: Flask, seat) -> None:
    desk = seat(Role.HELPER)

    assert upload(desk, ["20/11/2026", "tot", "1.000"]).status_code == 403
