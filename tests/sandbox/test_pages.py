import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.test import Client

from storefront.sandbox import payments
from storefront.sandbox.store import Store
from storefront.sandbox.wires import WIRES
from storefront.sandbox.words import WORDS
from tests.sandbox.conftest import MovableClock
from tests.sandbox.merchant import Merchant


def test_the_pay_page_speaks_vietnamese_first(visitor: Client, merchant: Merchant) -> None:
    answer = visitor.get(merchant.pay_page())

    assert '<html lang="vi">' in answer.text
    assert "125.000\u00a0₫" in answer.text
    assert "Đơn #1042 &lt;b&gt;" in answer.text
    assert "Đảo thứ tự" in answer.text


def test_the_pay_page_speaks_english_when_asked(visitor: Client, merchant: Merchant) -> None:
    answer = visitor.get(merchant.pay_page() + "?lang=en")

    assert '<html lang="en">' in answer.text and "Out of order" in answer.text


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(visitor: Client, merchant: Merchant) -> None:
    answer = visitor.get(merchant.pay_page())

    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", answer.text)
    assert re.findall(r'(?:href|src)="(https?:[^"]*)"', answer.text) == []
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "form-action 'self' http://shop.example" in policy


@pytest.mark.parametrize(
    ("outcome", "claims", "state"),
    [
        ("paid", "succeeded", "charged"),
        ("refused", "failed", "failed"),
        ("cancelled", "cancelled", "cancelled"),
        ("abandoned", "pending", "pending"),
        ("late", "pending", "pending"),
        ("twice", "succeeded", "charged"),
        ("reordered", "succeeded", "charged"),
        ("failed_then_paid", "failed", "failed"),
        ("wrong", "succeeded", "charged"),
    ],
)
def test_each_button_does_what_it_says(
    visitor: Client, merchant: Merchant, outcome: str, claims: str, state: str
) -> None:
    answer = visitor.post(merchant.pay_page(), data={"outcome": outcome})

    back = urlsplit(answer.headers["Location"])
    assert answer.status_code == 303
    assert (back.netloc, back.path) == ("shop.example", "/orders/token")
    assert parse_qs(back.query)["result"] == [claims] and parse_qs(back.query)["lang"] == ["vi"]
    assert merchant.state() == state


def test_late_money_comes_when_it_is_due(visitor: Client, merchant: Merchant, clock: MovableClock) -> None:
    visitor.post(merchant.pay_page(), data={"outcome": "late", "seconds": "60"})

    clock.forward(59)
    before = merchant.state()
    clock.forward(1)

    assert (before, merchant.state()) == ("pending", "charged")


def test_a_payment_is_paid_once(visitor: Client, merchant: Merchant) -> None:
    page = merchant.pay_page()
    visitor.post(page, data={"outcome": "paid"})

    again = visitor.post(page, data={"outcome": "paid"})

    assert again.status_code == 409
    assert "Khoản này đã được thanh toán." in visitor.get(page).text
    assert len(merchant.ask("GET", "/api/payments/1042").json["events"]) == 1


def test_a_refused_payment_may_be_tried_again(visitor: Client, merchant: Merchant) -> None:
    page = merchant.pay_page()

    visitor.post(page, data={"outcome": "refused"})
    visitor.post(page, data={"outcome": "paid"})

    assert merchant.state() == "charged"


def test_an_expired_payment_takes_no_money(visitor: Client, merchant: Merchant, clock: MovableClock) -> None:
    page = merchant.pay_page()
    clock.forward(31 * 60)

    answer = visitor.post(page, data={"outcome": "paid"})

    assert answer.status_code == 409
    assert "đã hết hạn" in answer.text
    assert merchant.state() == "expired"


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"outcome": "rich"},
        {"outcome": "late", "seconds": "-1"},
        {"outcome": "late", "seconds": "999999"},
        {"outcome": "wrong", "amount": "0"},
        {"outcome": "wrong", "amount": "many"},
        {"outcome": "paid", "refunds": "never"},
    ],
)
def test_a_wrong_form_changes_nothing(visitor: Client, merchant: Merchant, form: dict[str, str]) -> None:
    answer = visitor.post(merchant.pay_page(), data=form)

    assert answer.status_code == 422
    assert merchant.state() == "pending"


def test_an_unknown_payment_is_said_in_words(visitor: Client) -> None:
    answer = visitor.get("/sandbox/pay/guess")

    assert answer.status_code == 404
    assert "Không tìm thấy thanh toán này" in answer.text


@pytest.mark.parametrize(
    "path", ["/sandbox/", "/sandbox/bank", "/sandbox/bank?account=2123&amount=5000&memo=DH"]
)
def test_the_other_pages_open(visitor: Client, path: str) -> None:
    answer = visitor.get(path)

    assert answer.status_code == 200
    assert 'href="/sandbox/static/sandbox.css"' in answer.text


def test_the_style_sheet_is_there(visitor: Client) -> None:
    answer = visitor.get("/sandbox/static/sandbox.css")

    assert (answer.status_code, answer.mimetype) == (200, "text/css")


def test_money_is_sent_at_the_practice_bank(visitor: Client) -> None:
    answer = visitor.post(
        "/sandbox/bank", data={"account": "2123 4567 8901", "amount": "125.000", "memo": "DH7K3M9Q"}
    )

    assert answer.status_code == 200
    assert "125.000\u00a0₫" in answer.text and "212345678901" in answer.text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"account": "", "amount": "1000"}, "Số tài khoản có từ 1 đến 19"),
        ({"account": "2123", "amount": "0"}, "Hãy nhập số tiền"),
        ({"account": "2123", "amount": "nhiều"}, "Hãy nhập số tiền"),
    ],
)
def test_what_no_bank_takes_is_said_and_what_was_typed_kept(
    visitor: Client, form: dict[str, str], said: str
) -> None:
    answer = visitor.post("/sandbox/bank", data=form | {"memo": "DH7K3M9Q"})

    assert answer.status_code == 422
    assert said in answer.text and 'value="DH7K3M9Q"' in answer.text


def test_a_huge_form_is_refused(visitor: Client, merchant: Merchant) -> None:
    answer = visitor.post(merchant.pay_page(), data={"outcome": "x" * 100_000})

    assert answer.status_code == 413


def test_every_word_is_there_in_both_languages() -> None:
    assert [key for key, said in WORDS.items() if not all(said) or said[0] == said[1]] == []


@pytest.mark.parametrize(
    ("code", "shown"), [("practice", True), ("vnpay", False), ("stripe", True), ("zalopay", False)]
)
def test_only_companies_that_tell_disputes_have_the_button(code: str, shown: bool) -> None:
    assert ("charged_back" in payments.outcomes(WIRES[code].tells)) is shown


def test_where_failures_are_not_told_nothing_comes_out_of_order() -> None:
    assert "reordered" not in payments.outcomes(WIRES["payos"].tells)
    assert "failed_then_paid" in payments.outcomes(WIRES["payos"].tells)


def test_a_gateway_is_stopped_and_starts_again(visitor: Client, merchant: Merchant) -> None:
    stopped = visitor.post(merchant.controls, data={"weather": "down"}).text
    refused = merchant.create().status_code
    visitor.post(merchant.controls, data={"weather": "fair"})

    assert "Ngừng 2 phút</dd>" in stopped
    assert (refused, merchant.create().status_code) == (503, 201)


@pytest.mark.parametrize("form", [{"weather": "storm"}, {"weather": "slow", "seconds": "61"}, {}])
def test_weather_that_does_not_exist_is_said(
    visitor: Client, merchant: Merchant, form: dict[str, str]
) -> None:
    answer = visitor.post(merchant.controls, data=form)

    assert answer.status_code == 422 and "Bình thường</dd>" in answer.text


def test_the_first_page_names_the_companies_and_where_they_answer(visitor: Client) -> None:
    page = visitor.get("/").text

    assert "MoMo" in page and "/zalopay" in page and "X-Practice-Bootstrap" in page


def account_of(merchant: Merchant, opening: int = 100_000, feed: str = "feed") -> dict[str, str]:
    asked = {"holder": "Cô Tư", "feed_url": f"http://127.0.0.1:9/{feed}", "opening": opening}
    return dict(merchant.ask("POST", "/api/accounts", asked).json)


def test_a_learner_pays_from_the_account_their_browser_has_opened(
    visitor: Client, merchant: Merchant
) -> None:
    theirs, mine = account_of(merchant, feed="theirs")["account"], account_of(merchant)
    opened = visitor.get(mine["page"])

    paid, poor, mistyped = (
        visitor.post("/sandbox/bank", data={"account": account, "amount": amount})
        for account, amount in ((theirs, "30.000"), (theirs, "80.000"), ("2999", "10.000"))
    )

    after = visitor.get(mine["page"]).text
    assert "100.000\u00a0₫" in opened.text
    assert (paid.status_code, poor.status_code, mistyped.status_code) == (200, 409, 422)
    assert "không có số tài khoản này" in mistyped.text
    assert "70.000\u00a0₫" in after and "−30.000\u00a0₫" in after


def test_a_form_sent_twice_moves_money_once_and_one_with_another_sum_again(
    visitor: Client, merchant: Merchant
) -> None:
    mine = account_of(merchant, opening=1)
    (key,) = re.findall(r'name="key" value="(\w+)"', visitor.get("/bank").text)
    sent = {"account": mine["account"], "payer": "Lan", "key": key}

    answers = [
        visitor.post("/bank", data={**sent, "amount": amount}).status_code
        for amount in ("20.000", "20.000", "5.000")
    ]

    assert answers == [200, 200, 200]
    assert "25.001\u00a0₫" in visitor.get(mine["page"]).text


def test_search_engines_are_kept_out(visitor: Client, merchant: Merchant) -> None:
    pages = ("/", "/bank", merchant.pay_page())

    assert {visitor.get(page).headers["X-Robots-Tag"] for page in pages} == {"noindex"}


def test_an_older_file_of_the_sandbox_keeps_its_accounts(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.sqlite3"
    with Store(path).transaction() as db:
        db.execute("ALTER TABLE transfer DROP COLUMN sender")
        db.execute("INSERT INTO kept VALUES ('w', '1', 'a', 0)")
        db.execute("PRAGMA user_version = 3")

    with Store(path).transaction() as db:
        found = db.execute(
            "SELECT (SELECT count(*) FROM kept), (SELECT count(sender) FROM transfer)"
        ).fetchone()

    assert tuple(found) == (1, 0)
