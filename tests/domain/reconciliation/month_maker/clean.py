"""A month in which everything fits."""

from __future__ import annotations

import datetime as dt
import random

from storefront.infra.tokens import payment_code

from .month import ACCOUNT, MERCHANTS, Entry, Month, Refund, Row, Sale, fee_of

COUNTS = {"gateway": 96, "transfer": 44, "courier": 44, "hand": 8}
BATCH_DAYS = {"vnpay": 4, "momo": 6, "GHN": 4}
LATER = 12
NEXT = "NEXT"
"""Ends the name of the next month's first batch, which is paid when that month is looked at."""


def clean_month(seed: int) -> Month:
    """The shop's month of this seed: orders, what every side says of them, and nothing wrong."""
    chance = random.Random(seed)
    month = Month(chance, dt.date(2026, chance.choice([9, 10, 11]), 1))
    totals = chance.sample(range(61, 1_999), sum(COUNTS.values()))
    makers = {"gateway": _by_gateway, "transfer": _by_transfer, "courier": _by_courier, "hand": _by_hand}
    for place, road in enumerate(road for road, count in COUNTS.items() for _ in range(count)):
        total = totals[place] * 1_000 + chance.choice([137, 250, 419, 500, 863])
        month.sales.append(makers[road](month, f"{1000 + place}", total))
    pay_out(month)
    _other_movements(month)
    return month


def _sale(month: Month, number: str, total: int, road: str, source: str, ref: str) -> Sale:
    chance = month.chance
    at = month.moment(
        chance.randrange(month.days), chance.randrange(7, 22), chance.randrange(60), chance.randrange(60)
    )
    return Sale(number, total, road, source, month.number(12), payment_code(chance), at, ref)


def _by_gateway(month: Month, number: str, total: int) -> Sale:
    source = month.chance.choice(["vnpay", "vnpay", "momo"])
    sale = _sale(month, number, total, "gateway", source, month.number(10))
    sale.charge(total)
    sale.row = gateway_row(month, sale, "charge", sale.fact_ref, total, sale.at)
    if int(number) % 3 == 0:
        _refund_by_gateway(month, sale)
    return sale


def gateway_row(month: Month, sale: Sale, kind: str, ref: str, amount: int, at: dt.datetime) -> Row:
    """A right row of a settlement file."""
    fee = fee_of(sale.source, amount) if kind == "charge" else 0
    net = amount - fee if kind == "charge" else -amount
    row = Row(
        f"{sale.source}-{month.name}.csv", sale.source, kind, sale.reference, ref, amount, fee, net, at,
        batch_of(month, sale.source, at), MERCHANTS[sale.source], net,
    )  # fmt: skip
    month.rows.append(row)
    return row


def batch_of(month: Month, source: str, at: dt.datetime) -> str:
    """The code of the transfer that a row of this moment belongs to."""
    day = (at.date() - month.first).days
    place = min(day, month.days - 1) // BATCH_DAYS[source]
    return f"{source.upper()[:3]}{month.first:%y%m}-{place:02}"


def _refund_by_gateway(month: Month, sale: Sale) -> None:
    at = min(sale.at + dt.timedelta(hours=30), month.moment(month.days - 1, 22))
    amount = sale.total if int(sale.number) % 2 else sale.total // 3
    refund = Refund(f"R{sale.number}", amount, at, month.number(10))
    refund.row = gateway_row(month, sale, "refund", refund.reference, amount, at)
    sale.facts.append(sale.fact("refunded", amount, refund.reference, at))
    sale.refund = refund


def _by_transfer(month: Month, number: str, total: int) -> Sale:
    sale = _sale(month, number, total, "transfer", "bank_transfer", f"FT{month.number(10)}")
    sale.charge(total)
    memo = month.chance.choice(["{} thanh toan", "MBVCB.{}.CT tu 0011 toi 0022", "CK {} don hang", "{}"])
    sale.entry = Entry(sale.at, total, memo.format(sale.code), sale.fact_ref)
    month.entries.append(sale.entry)
    if int(number) % 4 == 0:
        _refund_by_transfer(month, sale)
    return sale


def _refund_by_transfer(month: Month, sale: Sale) -> None:
    at = min(sale.at + dt.timedelta(hours=26), month.moment(month.days - 1, 22, 30))
    refund = Refund(f"R{sale.number}", sale.total // 2, at, f"HT{month.number(10)}")
    refund.entry = Entry(at, -refund.amount, f"Hoan tien don hang {refund.reference}", refund.reference)
    month.entries.append(refund.entry)
    sale.facts.append(sale.fact("refunded", refund.amount, refund.reference, at))
    sale.refund = refund


def _by_courier(month: Month, number: str, total: int) -> Sale:
    sale = _sale(month, number, total, "courier", "cod", f"manual:{month.number(8)}")
    sale.tracking = f"GHN{month.number(9)}"
    if int(number) % 11 == 0:
        sale.returned_at = sale.at
        return sale
    if int(number) % 13 == 0:
        return sale
    sale.delivered_at = sale.at
    sale.charge(total, at=sale.at + dt.timedelta(days=3))
    sale.row = courier_row(month, sale, total)
    return sale


def courier_row(month: Month, sale: Sale, amount: int) -> Row:
    """A right row of a remittance file."""
    fee = fee_of("GHN", amount)
    row = Row(
        f"ghn-{month.name}.csv", "GHN", "charge", sale.number, sale.tracking, amount, fee, amount - fee,
        sale.at, batch_of(month, "GHN", sale.at), "", amount - fee,
    )  # fmt: skip
    month.rows.append(row)
    return row


def _by_hand(month: Month, number: str, total: int) -> Sale:
    sale = _sale(month, number, total, "hand", "cash", f"manual:{month.number(8)}")
    sale.charge(total)
    return sale


def pay_out(month: Month) -> None:
    """One transfer for each batch of the month that has none yet, a day after its last row."""
    batches = {(row.source, row.batch) for row in month.rows if row.batch[3:] != NEXT}
    for source, batch in sorted(batches - month.payouts.keys()):
        last = max(row.at for row in month.rows if row.batch == batch)
        at = last.replace(hour=9, minute=month.chance.randrange(60)) + dt.timedelta(days=1)
        entry = Entry(at, 0, f"{source.upper()} thanh toan {batch} HTX", f"FT{month.number(10)}")
        month.entries.append(entry)
        month.payouts[source, batch] = entry


def _other_movements(month: Month) -> None:
    """Rent, suppliers, and money that comes after the month's end: none of the matcher's business."""
    for day in (2, 9, 16, 23):
        amount = month.chance.randrange(300, 3_000) * 1_000
        month.entries.append(
            Entry(
                month.moment(day, 8, 30), -amount, "Thanh toan tien hang cho xuong", f"FT{month.number(10)}"
            )
        )
    end = month.moment(month.days + LATER - 3, 10)
    month.entries.append(Entry(end, 5_000_000, "Gop von thanh vien", f"FT{month.number(10)}", ACCOUNT))
