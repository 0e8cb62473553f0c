import datetime as dt

import pytest

from storefront.domain.payments.matching import Book, Candidate, Match, Told, Verdict, match
from storefront.infra.tokens import check_payment_code

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


def code_like(start: str) -> str:
    """A right code that begins so."""
    alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    return next(start + last for last in alphabet if check_payment_code(start + last))


MINE, THEIRS, THIRD = code_like("DH7K3M9"), code_like("DH2ABCD"), code_like("DH9WXYZ")


def row(id: int, code: str, due: int = 180_000, *, open: bool = True, days_ago: float = 1) -> Candidate:
    return Candidate(id, code, due, open, NOW - dt.timedelta(days=days_ago))


def told(memo: str, amount: int = 180_000) -> Told:
    return Told(amount, memo, NOW)


BOOK = [row(1, MINE), row(2, THEIRS, 99_000), row(3, THIRD, 50_000, open=False)]


@pytest.mark.parametrize(
    "memo",
    [
        MINE,
        f"{MINE.lower()} thanh toan",
        f"MBVCB.123456.{MINE}.CT tu 0011 NGUYEN VAN A toi 0022",
        f"{MINE[:2]} {MINE[2:6]} {MINE[6:]}",
        f"Thanh toán {MINE[:2]}-{MINE[2:]}-CHUYEN TIEN",
        f"CK {MINE} {MINE}",
    ],
)
def test_a_code_is_found_however_banks_write_the_memo(memo: str) -> None:
    assert match(told(memo), Book(BOOK)) == Match(Verdict.CODE, 1)


def test_a_code_counts_whatever_the_sum_and_also_when_its_payment_is_closed() -> None:
    assert match(told(MINE, 5), Book(BOOK)) == Match(Verdict.CODE, 1)
    assert match(told(THIRD, 5), Book(BOOK)) == Match(Verdict.CODE, 3)


def test_two_right_codes_are_for_a_person() -> None:
    assert match(told(f"{MINE} va {THEIRS}"), Book(BOOK)) == Match(Verdict.TWO_CODES, suggestions=(1, 2))


def test_a_right_code_of_nobody_is_a_wrong_code_with_the_sum_as_a_hint() -> None:
    assert match(told(code_like("DH33333")), Book(BOOK)) == Match(Verdict.WRONG_CODE, suggestions=(1,))


def swapped(code: str) -> str:
    return code[:3] + code[4] + code[3] + code[5:]


@pytest.mark.parametrize(
    "mangled",
    [
        MINE[:4] + "X" + MINE[5:],
        swapped(MINE),
        MINE[:4] + "8" + MINE[4:],
        f"CK{MINE[:3]}0{MINE[4:]}CHUYENTIEN",
    ],
)
def test_one_mangled_character_is_forgiven_when_the_sum_fits(mangled: str) -> None:
    assert match(told(mangled), Book(BOOK)) == Match(Verdict.NEAR_CODE, 1)


def test_a_mangled_code_with_another_sum_is_not_forgiven() -> None:
    found = match(told(MINE[:4] + "X" + MINE[5:], 170_000), Book(BOOK))

    assert (found.verdict, found.payment_id) == (Verdict.WRONG_CODE, None)


def test_a_mangled_code_that_may_be_two_payments_is_for_a_person() -> None:
    twins = [row(1, "DH7K3M9Q"), row(2, "DH7K3M8Q")]

    found = match(told("DH7K3M5Q"), Book(twins))

    assert (found.verdict, set(found.suggestions)) == (Verdict.WRONG_CODE, {1, 2})


@pytest.mark.parametrize("memo", [MINE[:7], f"{MINE[:7]} CHUYEN TIEN", f"{MINE[:7]}CHUYENTIEN"])
def test_a_shortened_code_is_only_a_suggestion(memo: str) -> None:
    assert match(told(memo), Book(BOOK)) == Match(Verdict.WRONG_CODE, suggestions=(1,))


def test_without_a_code_the_sum_suggests_the_nearest_in_time() -> None:
    rows = [row(1, MINE, days_ago=10), row(2, THEIRS, days_ago=1), row(3, THIRD, days_ago=20)]

    assert match(told("thanh toan tien hang"), Book(rows)) == Match(Verdict.UNKNOWN, suggestions=(2, 1))


def test_an_order_of_the_evening_is_suggested_for_a_line_that_names_its_day_only() -> None:
    evening = row(1, MINE, days_ago=-11 / 24)

    assert match(told("tien hang"), Book([evening])) == Match(Verdict.UNKNOWN, suggestions=(1,))


def test_a_payment_begun_after_the_money_came_is_not_suggested() -> None:
    assert match(told("tien hang"), Book([row(1, MINE, days_ago=-1)])) == Match(Verdict.UNKNOWN)


def test_what_another_line_paid_meanwhile_waits_no_more() -> None:
    book = Book(BOOK)
    book.has_paid(1)

    assert match(told("tien hang"), book) == Match(Verdict.UNKNOWN)
