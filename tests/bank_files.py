"""Statements as three banks lay them out, and a workbook written by hand, with nothing of ours in it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

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
    """A workbook of one sheet: texts shared, numbers as numbers, datetimes as styled numbers."""
    shared: list[str] = []
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            cell(f"{chr(65 + at)}{number}", value, shared) for at, value in enumerate(row) if value != ""
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    relation = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    texts = "".join(f"<si><t>{escape(text)}</t></si>" for text in shared)
    parts = {
        "xl/workbook.xml": f'<workbook {main} {relation}><sheets><sheet name="a" sheetId="1" r:id="rId7"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="rId7" Target="worksheets/sheet3.xml"/></Relationships>',
        "xl/worksheets/sheet3.xml": f"<worksheet {main}><sheetData>{''.join(lines)}</sheetData></worksheet>",
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData/></worksheet>",
        "xl/sharedStrings.xml": f"<sst {main}>{texts}</sst>",
        "xl/styles.xml": f'<styleSheet {main}><numFmts><numFmt numFmtId="170" formatCode="dd/mm/yyyy"/>'
        "</numFmts>"
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return packed.getvalue()


def cell(place: str, value: object, shared: list[str]) -> str:
    if isinstance(value, datetime):
        days = (value - datetime(1899, 12, 30)).total_seconds() / 86400
        return f'<c r="{place}" s="1"><v>{days}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    shared.append(str(value))
    return f'<c r="{place}" t="s"><v>{len(shared) - 1}</v></c>'
