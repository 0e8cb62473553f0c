"""Faults in the rows of settlement and remittance files. Each takes what it spoils and writes its answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from copy import copy

from .clean import NEXT, courier_row, gateway_row
from .month import Month, NoRoom, Row, Sale, fee_of

Fault = Callable[[Month], None]
WHOLE = ("amount", "fee")
PREFIX = {"gateway": "gateway", "courier": "courier"}


def _take(month: Month, road: str, *parts: str, **wanted: str) -> tuple[Sale, Row]:
    sale = month.take(road, *parts, having="row", **wanted)
    assert sale.row
    return sale, sale.row


def _net_moves(month: Month, row: Row, by: int) -> None:
    """The row's net sum changes; the company pays by the truth or by its file."""
    row.net += by
    row.pays += 0 if month.follows_truth(row.batch) else by


def missing(month: Month, road: str) -> None:
    sale, row = _take(month, road, *WHOLE)
    row.written = False
    row.pays = row.net if month.follows_truth(row.batch) else 0
    word = "charge_missing" if road == "gateway" else "not_remitted"
    month.note(f"{road}_{word}", sale.number, sale.total)


def doubled(month: Month, road: str) -> None:
    sale, row = _take(month, road, *WHOLE)
    again = copy(row)
    again.pays = 0 if month.follows_truth(row.batch) else row.net
    month.rows.append(again)
    month.note(f"{road}_line_doubled", sale.number, row.amount)


def transposed(month: Month, road: str) -> None:
    sale, row = _take(month, road, *WHOLE)
    _mistype(month, row, swapped(sale.total))
    month.note(f"{road}_amount_transposed", sale.number, abs(row.amount - sale.total))


def other_amount(month: Month, road: str) -> None:
    sale, row = _take(month, road, "amount")
    row.amount += month.chance.choice([-1, 1]) * month.chance.randrange(3, 20) * 1_003
    month.note(f"{road}_amount_differs", sale.number, abs(row.amount - sale.total))


def _mistype(month: Month, row: Row, amount: int) -> None:
    """The whole row follows the wrong amount."""
    fee = fee_of(row.source, abs(amount))
    moved = amount - fee - row.net
    row.amount, row.fee = amount, fee
    _net_moves(month, row, moved)


def swapped(amount: int) -> int:
    """Two neighbouring, different digits change places, never the first ones."""
    digits = list(str(amount))
    place = next(at for at in range(len(digits) - 2, -1, -1) if digits[at] != digits[at + 1])
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    return int("".join(digits))


def sign(month: Month, road: str) -> None:
    sale, row = _take(month, road, *WHOLE)
    row.amount = -row.amount
    _net_moves(month, row, month.chance.choice([0, row.amount - row.fee - row.net]))
    month.note(f"{road}_sign_wrong", sale.number, 2 * sale.total)


def currency(month: Month, road: str) -> None:
    sale, row = _take(month, road, *WHOLE)
    net = row.net
    row.currency, row.amount, row.fee, row.net = (
        "USD",
        row.amount // 25_000,
        row.fee // 25_000,
        row.net // 25_000,
    )
    row.pays = net if month.follows_truth(row.batch) else 0
    month.note(f"{road}_currency_differs", sale.number, sale.total)


def fee_twice(month: Month, road: str) -> None:
    sale, row = _take(month, road, "fee")
    month.note(f"{road}_fee_doubled", sale.number, row.fee)
    _net_moves(month, row, -row.fee)
    row.fee *= 2


def no_fee(month: Month, road: str) -> None:
    sale, row = _take(month, road, "fee")
    month.note(f"{road}_fee_missing", sale.number, row.fee)
    _net_moves(month, row, row.fee)
    row.fee = 0


def other_fee(month: Month, road: str) -> None:
    sale, row = _take(month, road, "fee")
    more = row.fee // 3 + 100
    _net_moves(month, row, -more)
    row.fee += more
    month.note(f"{road}_fee_differs", sale.number, more)


def other_net(month: Month, road: str) -> None:
    sale, row = _take(month, road, *WHOLE)
    less = month.chance.randrange(2, 30) * 1_000
    _net_moves(month, row, -less)
    month.note(f"{road}_net_differs", sale.number, less)


def shifted(month: Month, road: str) -> None:
    """Ours on the last evening, theirs on the first of the next month, in a batch of that month."""
    sale, row = _take(month, road, *WHOLE, without="refund")
    late = month.moment(month.days - 1, 23, 52)
    for fact in sale.facts if road == "gateway" else []:
        fact["at"] = late
    sale.delivered_at = late if road == "courier" else None
    row.at, row.batch = month.moment(month.days, 0, 9), f"{row.batch[:3]}{NEXT}"
    month.note(f"{road}_date_shifted", sale.number, sale.total)


def unrecorded(month: Month, road: str) -> None:
    sale, _ = _take(month, road, *WHOLE, "refund", "order", without="refund")
    sale.facts.clear()
    word = "charge_unrecorded" if road == "gateway" else "unrecorded"
    month.note(f"{road}_{word}", sale.number, sale.total)


def stranger(month: Month, road: str) -> None:
    sale = copy(month.take(road, having="row"))
    sale.reference, sale.number, sale.tracking = (
        month.number(12),
        f"9{month.number(4)}",
        f"GHN{month.number(9)}",
    )
    reference = month.number(10)
    if road == "gateway":
        gateway_row(month, sale, "charge", reference, sale.total, sale.at)
        month.note("gateway_charge_unknown", reference, sale.total)
    else:
        courier_row(month, sale, sale.total)
        month.note("courier_parcel_unknown", sale.tracking, sale.total)


def other_shop(month: Month) -> None:
    sale = copy(month.take("gateway", having="row"))
    sale.reference, reference = month.number(12), month.number(10)
    gateway_row(month, sale, "charge", reference, sale.total, sale.at).merchant = "KHACHOP9"
    month.note("gateway_other_shop", reference, sale.total)


def service_fee(month: Month) -> None:
    sale, amount = month.take("gateway", having="row"), month.chance.randrange(20, 90) * 1_000
    row = gateway_row(month, sale, "fee", month.number(10), amount, sale.at)
    row.pays = 0 if month.follows_truth(row.batch) else row.net
    month.note("gateway_fee_unknown", row.provider_ref, amount)


def paid_twice(month: Month) -> None:
    sale, _ = _take(month, "gateway", *WHOLE)
    gateway_row(month, sale, "charge", month.number(10), sale.total, sale.at + dt.timedelta(minutes=4))
    month.note("gateway_paid_twice", sale.number, sale.total)


def refund_missing(month: Month) -> None:
    sale, row = _refund_row(month)
    row.written = False
    row.pays = row.net if month.follows_truth(row.batch) else 0
    month.note("gateway_refund_missing", sale.number, row.amount)


def refund_doubled(month: Month) -> None:
    sale, row = _refund_row(month)
    again = copy(row)
    again.pays = 0 if month.follows_truth(row.batch) else row.net
    month.rows.append(again)
    month.note("gateway_refund_doubled", sale.number, row.amount)


def refund_twice(month: Month) -> None:
    sale, row = _refund_row(month)
    again = copy(row)
    again.provider_ref, again.at = month.number(10), row.at + dt.timedelta(minutes=2)
    again.pays = 0 if month.follows_truth(row.batch) else row.net
    month.rows.append(again)
    month.note("gateway_refund_twice", sale.number, row.amount)


def refund_differs(month: Month) -> None:
    sale, row = _refund_row(month)
    less = row.amount // 4 + 7
    row.amount -= less
    _net_moves(month, row, less)
    month.note("gateway_refund_differs", sale.number, less)


def refund_unrecorded(month: Month) -> None:
    sale, row = _refund_row(month)
    assert sale.refund
    sale.refund.done = False
    sale.facts = [fact for fact in sale.facts if fact["kind"] == "charged"]
    month.note("gateway_refund_unrecorded", sale.number, row.amount)


def refund_unknown(month: Month) -> None:
    sale, amount = month.take("gateway", "refund", without="refund"), month.chance.randrange(20, 60) * 1_000
    row = gateway_row(month, sale, "refund", month.number(10), amount, _soon(month, sale))
    row.pays = 0 if month.follows_truth(row.batch) else row.net
    month.note("gateway_refund_unknown", sale.number, amount)


def charged_back(month: Month) -> None:
    sale = month.take("gateway", "refund", without="refund")
    row = gateway_row(month, sale, "chargeback", month.number(10), sale.total, _soon(month, sale))
    row.pays = 0 if month.follows_truth(row.batch) else row.net
    month.note("gateway_chargeback_unknown", sale.number, sale.total)


def charge_back_not_told(month: Month) -> None:
    sale = month.take("gateway", "refund", without="refund")
    sale.facts.append(sale.fact("charged_back", sale.total, month.number(10), _soon(month, sale)))
    month.note("gateway_chargeback_missing", sale.number, sale.total)


def _refund_row(month: Month) -> tuple[Sale, Row]:
    sale = month.take("gateway", "refund", having="refund")
    if not sale.refund or not sale.refund.row:
        raise NoRoom("refund")
    return sale, sale.refund.row


def _soon(month: Month, sale: Sale) -> dt.datetime:
    return min(sale.at + dt.timedelta(hours=5), month.moment(month.days - 1, 23))


def returned(month: Month) -> None:
    sale = month.take("courier", *WHOLE, "order", having="returned_at")
    sale.row = courier_row(month, sale, sale.total)
    month.note("courier_returned_remitted", sale.number, sale.total)


def undelivered(month: Month) -> None:
    waiting = [one for one in month.sales if one.tracking and not one.delivered_at and not one.returned_at]
    sale = next((one for one in waiting if not one.spoiled), None)
    if sale is None:
        raise NoRoom("undelivered")
    sale.spoiled |= {*WHOLE, "order"}
    courier_row(month, sale, sale.total)
    month.note("courier_undelivered_remitted", sale.number, sale.total)


def record_differs(month: Month) -> None:
    sale, _ = _take(month, "courier", *WHOLE, "order")
    sale.facts[0]["amount"] = sale.total - 20_000
    month.note("courier_record_differs", sale.number, 20_000)


def _both(word: str, plant: Callable[[Month, str], None], courier_word: str = "") -> dict[str, Fault]:
    return {
        f"gateway_{word}": lambda month: plant(month, "gateway"),
        f"courier_{courier_word or word}": lambda month: plant(month, "courier"),
    }


FAULTS: dict[str, Fault] = {
    **_both("charge_missing", missing, "not_remitted"),
    **_both("line_doubled", doubled),
    **_both("amount_transposed", transposed),
    **_both("amount_differs", other_amount),
    **_both("sign_wrong", sign),
    **_both("currency_differs", currency),
    **_both("fee_doubled", fee_twice),
    **_both("fee_missing", no_fee),
    **_both("fee_differs", other_fee),
    **_both("net_differs", other_net),
    **_both("date_shifted", shifted),
    **_both("charge_unrecorded", unrecorded, "unrecorded"),
    **_both("charge_unknown", stranger, "parcel_unknown"),
    "gateway_other_shop": other_shop,
    "gateway_fee_unknown": service_fee,
    "gateway_paid_twice": paid_twice,
    "gateway_refund_missing": refund_missing,
    "gateway_refund_doubled": refund_doubled,
    "gateway_refund_twice": refund_twice,
    "gateway_refund_differs": refund_differs,
    "gateway_refund_unrecorded": refund_unrecorded,
    "gateway_refund_unknown": refund_unknown,
    "gateway_chargeback_unknown": charged_back,
    "gateway_chargeback_missing": charge_back_not_told,
    "courier_returned_remitted": returned,
    "courier_undelivered_remitted": undelivered,
    "courier_record_differs": record_differs,
}
