"""The month's files as their makers write them, and the shop's own book as plain rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from tests import bank_files

from .clean import pay_out
from .month import ACCOUNT, OLD_ACCOUNT, Answer, Entry, Month, Row, Sale

OPENING = 25_000_000


@dataclass(frozen=True)
class RawMonth:
    """The shop's own book at the month's end, and files by kind and name. `answers` is the key."""

    name: str
    orders: list[dict[str, object]]
    payments: list[dict[str, object]]
    facts: list[dict[str, object]]
    refunds: list[dict[str, object]]
    parcels: list[dict[str, object]]
    files: dict[str, dict[str, bytes]]
    answers: list[Answer]


def write(month: Month) -> RawMonth:
    """Work out the transfers and balances, and write everything down."""
    pay_out(month)
    _fill_payouts(month)
    for change in month.afterwards:
        change()
    names = sorted({row.file for row in month.rows})
    reported = {name: [row for row in month.rows if row.file == name and row.written] for name in names}
    reported = {name: sorted(rows, key=lambda row: row.at) for name, rows in reported.items()}
    texts = {name: _text(name, rows) for name, rows in reported.items()}
    if month.repeated_file:
        again = reported[month.repeated_file][3:9]
        texts[month.repeated_file.replace(".csv", "-again.csv")] = _text(month.repeated_file, again)
    return RawMonth(
        month.name,
        [_order(sale) for sale in month.sales],
        [_payment(sale) for sale in month.sales],
        [fact for sale in month.sales for fact in sale.facts],
        [_refund(sale) for sale in month.sales if sale.refund],
        [_parcel(sale) for sale in month.sales if sale.tracking],
        {
            "gateway": {name: data for name, data in texts.items() if "ghn" not in name},
            "courier": {name: data for name, data in texts.items() if "ghn" in name},
            "bank": _bank(month),
        },
        sorted(month.answers),
    )


def _fill_payouts(month: Month) -> None:
    """Each transfer brings what its batch's rows pay; a batch that owes is carried over."""
    for (source, batch), entry in month.payouts.items():
        rows = [row for row in month.rows if (row.source, row.batch) == (source, batch)]
        told = sum(row.net for row in rows if row.written and row.currency == "VND")
        entry.amount = sum(row.pays for row in rows)
        if entry.amount <= 0 or told <= 0:
            entry.amount = told
        entry.written = entry.amount > 0


def _text(name: str, rows: Sequence[Row]) -> bytes:
    if "momo" in name:
        return _momo(rows)
    return _ghn(rows) if "ghn" in name else _vnpay(rows)


def _vnpay(rows: Sequence[Row]) -> bytes:
    """Semicolons, sums with dots, a heading of its own above the table and a total below."""
    kinds = {"charge": "Thanh toán", "refund": "Hoàn tiền", "chargeback": "Khiếu nại", "fee": "Phí dịch vụ"}
    table: list[list[object]] = [
        ["BẢNG KÊ ĐỐI SOÁT GIAO DỊCH"],
        [],
        [
            "STT",
            "Mã website",
            "Mã đơn hàng",
            "Mã giao dịch",
            "Loại giao dịch",
            "Thời gian giao dịch",
            "Số tiền",
            "Loại tiền",
            "Phí",
            "Thực nhận",
            "Mã đối soát",
        ],
    ]
    for place, row in enumerate(rows, start=1):
        table.append(
            [
                place,
                row.merchant,
                row.reference,
                row.provider_ref,
                kinds[row.kind],
                f"{row.at:%d/%m/%Y %H:%M:%S}",
                _dots(row.amount),
                row.currency,
                _dots(row.fee),
                _dots(row.net),
                row.batch,
            ]
        )
    return _csv([*table, ["", "", "", "", "Tổng cộng", "", _dots(sum(row.amount for row in rows))]], ";")


def _momo(rows: Sequence[Row]) -> bytes:
    """Commas between columns and in no sum, dates the other way round, English words."""
    kinds = {"charge": "Payment", "refund": "Refund", "chargeback": "Chargeback", "fee": "Service fee"}
    heading = [
        "Partner code", "Order ID", "Transaction ID", "Type", "Transaction date", "Amount", "Currency",
        "Fee", "Net amount", "Settlement code",
    ]  # fmt: skip
    return _csv(
        [
            heading,
            *(
                [
                    row.merchant, row.reference, row.provider_ref, kinds[row.kind],
                    f"{row.at:%Y-%m-%d %H:%M:%S}", row.amount, row.currency, row.fee, row.net, row.batch,
                ]
                for row in rows
            ),
        ],
        ",",
    )  # fmt: skip


def _ghn(rows: Sequence[Row]) -> bytes:
    """A courier's list of money collected at the door."""
    heading = [
        "STT", "Mã vận đơn", "Mã đơn khách hàng", "Ngày giao thành công", "Tiền thu hộ (COD)",
        "Loại tiền", "Phí thu hộ", "Tiền chuyển shop", "Mã phiên đối soát",
    ]  # fmt: skip
    return _csv(
        [
            ["PHIÊN CHUYỂN TIỀN COD"],
            heading,
            *(
                [
                    place, row.provider_ref, row.reference, f"{row.at:%d/%m/%Y %H:%M:%S}",
                    f"{row.amount:,}", row.currency, f"{row.fee:,}", f"{row.net:,}", row.batch,
                ]
                for place, row in enumerate(rows, start=1)
            ),
        ],
        "\t",
    )  # fmt: skip


def _bank(month: Month) -> dict[str, bytes]:
    """Two statements of the account, one of the old one where money went there."""
    entries = sorted(month.entries, key=lambda entry: entry.at)
    ours = [entry for entry in entries if entry.account == ACCOUNT]
    old = [entry for entry in entries if entry.account == OLD_ACCOUNT]
    middle = month.moment(15, 0)
    halves = [entry for entry in ours if entry.at < middle], [entry for entry in ours if entry.at >= middle]
    files, standing = {}, OPENING
    for place, half in enumerate(halves, start=1):
        standing += month.opening_off if place == 2 else 0
        written, standing = _with_balances(half, standing)
        files[f"vcb-{month.name}-{place}.csv"] = bank_files.BANKS["bidv"](written)
    if old:
        written, _ = _with_balances(old, 100_000)
        files[f"cu-{month.name}.csv"] = bank_files.BANKS["bidv"](written, OLD_ACCOUNT)
    return files


def _with_balances(entries: Sequence[Entry], standing: int) -> tuple[list[bank_files.Entry], int]:
    written = []
    for entry in entries:
        standing += entry.amount if entry.written or entry.lost else 0
        if entry.written:
            at = entry.at.replace(tzinfo=None)
            row = bank_files.Entry(
                at, entry.amount, entry.memo, entry.reference, standing + entry.balance_off
            )
            written += [row, row] if entry.twice else [row]
    return written, standing


def _csv(table: Sequence[Sequence[object]], delimiter: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(table)
    return text.getvalue().encode("utf-8-sig")


def _dots(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def _order(sale: Sale) -> dict[str, object]:
    charged = sum(int(str(fact["amount"])) for fact in sale.facts if fact["kind"] == "charged")
    back = sum(int(str(fact["amount"])) for fact in sale.facts if fact["kind"] != "charged")
    return {
        "number": sale.number,
        "total": sale.total,
        "paid": charged + sale.paid_off,
        "refunded": back,
        "cancelled_at": sale.cancelled_at,
    }


def _payment(sale: Sale) -> dict[str, object]:
    return {
        "key": sale.number,
        "order": sale.number,
        "road": sale.road,
        "source": sale.source,
        "reference": sale.reference,
        "amount": sale.total,
        "code": sale.code if sale.road == "transfer" else "",
    }


def _refund(sale: Sale) -> dict[str, object]:
    assert sale.refund
    return {
        "key": sale.refund.key,
        "payment": sale.number,
        "amount": sale.refund.amount,
        "road": sale.road,
        "done": sale.refund.done,
        "reference": sale.refund.reference,
        "at": sale.refund.at,
    }


def _parcel(sale: Sale) -> dict[str, object]:
    return {
        "tracking": sale.tracking,
        "order": sale.number,
        "payment": sale.number,
        "cod": sale.total,
        "source": "GHN",
        "delivered_at": sale.delivered_at,
        "returned_at": sale.returned_at,
    }
