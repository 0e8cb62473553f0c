import datetime as dt

import pytest

from storefront.domain.payments.statements import (
    find_layout,
    guess,
    guess_account,
    missing,
    read_moment,
    read_rows,
    read_sum,
)
from storefront.infra.tables import read_table
from tests.bank_files import ACCOUNT, BANKS, Entry

ENTRIES = [
    Entry(dt.datetime(2026, 11, 20, 9, 35, 12), 180_000, "DH7K3M9Q thanh toan", "FT1", 1_180_000),
    Entry(dt.datetime(2026, 11, 21, 14, 5, 0), -50_000, "Tra tien dien", "FT2", 1_130_000),
    Entry(dt.datetime(2026, 11, 22, 8, 0, 1), 1_250_000, "MBVCB.1.DH2ABCDX", "FT3", 2_380_000),
]


@pytest.mark.parametrize("bank", BANKS)
def test_each_banks_layout_is_understood_without_a_question(bank: str) -> None:
    table = read_table(BANKS[bank](ENTRIES))
    layout = find_layout(table)
    assert layout is not None
    columns = guess(layout.heading)

    rows = read_rows(table, layout, columns, ACCOUNT)

    movements = sorted((row.movement for row in rows if row.movement), key=lambda one: one.happened_at)
    assert missing(columns) == []
    assert [row.problem for row in rows] == ["", "", ""]
    assert [(one.money.amount, one.memo, one.reference, one.balance) for one in movements] == [
        (entry.amount, entry.memo, entry.reference, entry.balance) for entry in ENTRIES
    ]


def test_the_account_stands_above_the_table() -> None:
    table = read_table(BANKS["vietcombank"](ENTRIES))
    layout = find_layout(table)
    assert layout is not None

    assert guess_account(table, layout) == ACCOUNT


def test_the_same_layout_has_one_hash_and_another_bank_another() -> None:
    layouts = [find_layout(read_table(BANKS[bank](ENTRIES[:count]))) for bank in BANKS for count in (1, 3)]

    assert len({layout.hash for layout in layouts if layout}) == 3


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("180000", 180_000),
        ("1.250.000", 1_250_000),
        ("1,250,000.00", 1_250_000),
        ("1.250.000,00", 1_250_000),
        ("+180,000 VND", 180_000),
        ("-50.000 đ", -50_000),
        ("−50.000", -50_000),
        ("-", 0),
        ("0", 0),
    ],
)
def test_sums_are_read_as_banks_print_them(text: str, amount: int) -> None:
    assert read_sum(text) == amount


@pytest.mark.parametrize("text", ["", "abc", "1.25.000", "12.5", "1,250,000.50", "1e5"])
def test_what_is_no_whole_sum_is_none(text: str) -> None:
    assert read_sum(text) is None


@pytest.mark.parametrize(
    ("date", "time", "expected"),
    [
        ("22/11/2026", "", "2026-11-22T05:00:00+00:00"),
        ("22/11/2026 09:35:12", "", "2026-11-22T02:35:12+00:00"),
        ("22-11-2026", "09:35", "2026-11-22T02:35:00+00:00"),
        ("2026-11-22 09:35:12", "", "2026-11-22T02:35:12+00:00"),
        ("05/11/2026 5091 - 12345", "", "2026-11-05T05:00:00+00:00"),
    ],
)
def test_times_are_local_to_vietnam_and_the_day_comes_first(date: str, time: str, expected: str) -> None:
    moment = read_moment(date, time)

    assert moment is not None and moment.isoformat() == expected


@pytest.mark.parametrize("date", ["", "hôm qua", "31/02/2026", "11/22/2026"])
def test_what_is_no_date_is_none(date: str) -> None:
    assert read_moment(date) is None


def test_a_row_with_a_bad_date_or_sum_says_what_is_wrong() -> None:
    table = [["Ngày", "Nội dung", "Ghi có"], ["32/11/2026", "a", "1"], ["1/11/2026", "b", "1,5"]]
    layout = find_layout(table)
    assert layout is not None

    rows = read_rows(table, layout, guess(layout.heading), ACCOUNT)

    assert [(row.number, row.movement) for row in rows] == [(2, None), (3, None)]
    assert all(str(row.problem) for row in rows)
