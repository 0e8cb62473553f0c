"""Statements as three banks lay them out, with nothing of ours in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter

ACCOUNT = "0011004000123"


@dataclass(frozen=True)
class Entry:
    """One movement as a bank knows it: dong, negative for money out."""

    at: datetime
    amount: int
    memo: str
    reference: str
    balance: int
    who: str = "NGUYEN THI HOA"


def vietcombank(entries: Sequence[Entry], account: str = ACCOUNT) -> bytes:
    """A workbook, sums with commas, two languages in one heading, a total below."""
    rows: list[list[object]] = [
        ["SAO KÊ TÀI KHOẢN / STATEMENT OF ACCOUNT"],
        ["Số tài khoản / Account number:", account],
        ["Loại tiền / Currency:", "VND"],
        [],
        [
            "STT\nNo.",
            "Ngày giao dịch\nTransaction date",
            "Số tham chiếu\nDoc No",
            "Số tiền ghi nợ\nDebit",
            "Số tiền ghi có\nCredit",
            "Số dư\nBalance",
            "Nội dung chi tiết\nTransactions in detail",
        ],
    ]
    for number, entry in enumerate(entries, start=1):
        out, came = max(0, -entry.amount), max(0, entry.amount)
        rows.append(
            [
                number,
                entry.at.strftime("%d/%m/%Y %H:%M:%S"),
                entry.reference,
                f"{out:,}" if out else "",
                f"{came:,}" if came else "",
                f"{entry.balance:,}",
                entry.memo,
            ]
        )
    total = sum(max(0, entry.amount) for entry in entries)
    return workbook([*rows, ["", "Tổng cộng / Total", "", "", f"{total:,}"]])


def bidv(entries: Sequence[Entry], account: str = ACCOUNT) -> bytes:
    """CSV with semicolons and a mark, sums with dots, the day and the time in two columns."""
    rows = [
        ["NGÂN HÀNG TMCP ĐẦU TƯ VÀ PHÁT TRIỂN VIỆT NAM"],
        ["Số tài khoản", account],
        [
            "STT",
            "Ngày giao dịch",
            "Giờ giao dịch",
            "Phát sinh nợ",
            "Phát sinh có",
            "Số dư",
            "Mô tả",
            "Mã giao dịch",
        ],
    ]
    for number, entry in enumerate(entries, start=1):
        out, came = max(0, -entry.amount), max(0, entry.amount)
        rows.append(
            [
                str(number),
                entry.at.strftime("%d-%m-%Y"),
                entry.at.strftime("%H:%M:%S"),
                dotted(out),
                dotted(came),
                dotted(entry.balance),
                entry.memo,
                entry.reference,
            ]
        )
    return written(rows, ";").encode("utf-8-sig")


def techcombank(entries: Sequence[Entry], account: str = ACCOUNT) -> bytes:
    """CSV with commas, newest first, one column of sums with a sign, no account above."""
    rows = [
        ["Ngày giao dịch", "Đối tác", "Diễn giải", "Số bút toán", "Số tiền", "Số dư"],
        ["Transaction date", "Remitter", "Description", "Transaction No", "Amount", "Balance"],
    ]
    for entry in reversed(entries):
        sign = "+" if entry.amount > 0 else "-"
        rows.append(
            [
                entry.at.strftime("%d/%m/%Y"),
                entry.who,
                entry.memo,
                entry.reference,
                f"{sign}{abs(entry.amount):,}.00 VND",
                f"{entry.balance:,}.00",
            ]
        )
    return written(rows, ",").encode()


BANKS = {"vietcombank": vietcombank, "bidv": bidv, "techcombank": techcombank}


def dotted(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def written(rows: Sequence[Sequence[str]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook as Excel writes it, with a second sheet behind; datetimes are styled numbers."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        sheet, day = book.add_worksheet("a"), book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
        book.add_worksheet("b")
        for at, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(at, place, value, day)
                elif value != "":
                    sheet.write(at, place, value)
    return packed.getvalue()
