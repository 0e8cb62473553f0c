"""Faults in bank files: transfers of shoppers, payouts of companies, refunds, and balances."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from copy import copy

from .faults_rows import Fault, swapped
from .month import OLD_ACCOUNT, Entry, Month, NoRoom, Sale


def _take(month: Month, *parts: str, **wanted: str) -> tuple[Sale, Entry]:
    sale = month.take("transfer", "bank", *parts, **wanted)
    assert sale.entry
    return sale, sale.entry


def _between(month: Month, first: int, last: int) -> tuple[Sale, Entry]:
    """A transfer with others before and after it in its file."""
    fitting = [
        sale
        for sale in month.sales
        if sale.entry and not sale.spoiled and first <= (sale.at.date() - month.first).days <= last
    ]
    if not fitting:
        raise NoRoom("bank")
    sale = month.chance.choice(fitting)
    sale.spoiled.add("bank")
    assert sale.entry
    return sale, sale.entry


def missing(month: Month) -> None:
    sale, entry = _take(month)
    entry.written = False
    month.note("transfer_missing", sale.number, sale.total)


def lost(month: Month) -> None:
    sale, entry = _between(month, 3, 10)
    entry.written, entry.lost = False, True
    month.note("transfer_line_lost", sale.number, sale.total)


def transposed(month: Month) -> None:
    sale, entry = _take(month)
    entry.amount = swapped(sale.total)
    month.note("transfer_amount_transposed", sale.number, abs(entry.amount - sale.total))


def other_amount(month: Month) -> None:
    sale, entry = _take(month)
    entry.amount += month.chance.choice([-1, 1]) * month.chance.randrange(3, 20) * 1_003
    month.note("transfer_amount_differs", sale.number, abs(entry.amount - sale.total))


def bank_fee(month: Month) -> None:
    sale, entry = _take(month)
    fee = month.chance.choice([1_100, 3_300, 7_700, 11_000, 22_000])
    entry.amount -= fee
    month.note("transfer_bank_fee", sale.number, fee)


def unrecorded(month: Month) -> None:
    sale, _ = _take(month, "order", "refund", without="refund")
    sale.facts.clear()
    month.note("transfer_unrecorded", sale.number, sale.total)


def after_cancel(month: Month) -> None:
    sale, _ = _take(month, "order", "refund", without="refund")
    sale.facts.clear()
    sale.cancelled_at = sale.at - dt.timedelta(hours=9)
    month.note("transfer_after_cancel", sale.number, sale.total)


def paid_twice(month: Month) -> None:
    sale, entry = _take(month)
    again = copy(entry)
    again.reference, again.at = f"FT{month.number(10)}", entry.at + dt.timedelta(minutes=3)
    month.entries.append(again)
    month.note("transfer_paid_twice", sale.number, sale.total)


def split(month: Month) -> None:
    sale, entry = _take(month, "order", without="refund")
    rest = copy(entry)
    rest.reference, rest.at = f"FT{month.number(10)}", entry.at + dt.timedelta(minutes=2)
    rest.amount = sale.total // 3
    entry.amount -= rest.amount
    month.entries.append(rest)
    if month.chance.random() < 0.5:
        sale.facts.clear()
    month.note("transfer_split", sale.number, sale.total)


def two_orders(month: Month) -> None:
    sales = [_take(month, "order", "refund", without="refund") for _ in range(2)]
    (first, entry), (second, other) = sales
    entry.amount, entry.memo = first.total + second.total, f"TT {first.code} va {second.code}"
    other.written = False
    first.facts.clear()
    second.facts.clear()
    month.note("transfer_two_orders", "+".join(sorted([first.number, second.number])), entry.amount)


def mangled(month: Month) -> None:
    sale, entry = _take(month)
    code = sale.code
    entry.memo = month.chance.choice(
        [f"{code[:5]}I{code[6:]} tt", f"ck {code[1:7]}", "chuyen tien mua mam", ""]
    )
    month.note("transfer_memo_mangled", sale.number, sale.total)


def old_account(month: Month) -> None:
    sale, entry = _take(month)
    entry.account = OLD_ACCOUNT
    month.note("transfer_old_account", sale.number, sale.total)


def unknown(month: Month) -> None:
    amount = month.chance.randrange(40, 900) * 1_000 + 77
    entry = Entry(
        month.moment(month.chance.randrange(2, 27), 15), amount, "ba Hoa gui", f"FT{month.number(10)}"
    )
    month.entries.append(entry)
    month.note("transfer_unknown", entry.reference, amount)


def reversed_by_bank(month: Month) -> None:
    sale, entry = _take(month, "refund", without="refund")
    back = Entry(
        entry.at + dt.timedelta(hours=1), -sale.total, f"REVERSAL {sale.code}", f"RV{month.number(10)}"
    )
    month.entries.append(back)
    month.note("transfer_reversed", sale.number, sale.total)


def sign(month: Month) -> None:
    sale, entry = _take(month, "refund", without="refund")
    entry.amount = -entry.amount
    month.note("transfer_sign_wrong", sale.number, sale.total)


def shifted(month: Month) -> None:
    sale, entry = _take(month, "refund", without="refund")
    sale.facts[0]["at"] = month.moment(month.days - 1, 23, 58)
    entry.at = month.moment(month.days, 0, 3)
    month.note("transfer_date_shifted", sale.number, sale.total)


def refund_missing(month: Month) -> None:
    sale, entry = _refund(month)
    entry.written = False
    month.note("transfer_refund_missing", sale.number, -entry.amount)


def refund_twice(month: Month) -> None:
    sale, entry = _refund(month)
    again = copy(entry)
    again.reference, again.at = f"HT{month.number(10)}", entry.at + dt.timedelta(minutes=1)
    month.entries.append(again)
    month.note("transfer_refund_twice", sale.number, -entry.amount)


def refund_differs(month: Month) -> None:
    sale, entry = _refund(month)
    entry.amount -= 9_007
    month.note("transfer_refund_differs", sale.number, 9_007)


def _refund(month: Month) -> tuple[Sale, Entry]:
    sale = month.take("transfer", "refund", having="refund")
    assert sale.refund
    assert sale.refund.entry
    return sale, sale.refund.entry


def doubled_row(month: Month) -> None:
    sale, entry = _take(month)
    entry.twice = True
    month.note("bank_line_doubled", entry.reference, sale.total)


def balance_jump(month: Month) -> None:
    _, entry = _between(month, 17, 24)
    entry.balance_off = month.chance.randrange(1, 9) * 10_000
    month.note("bank_balance_jump", entry.reference, entry.balance_off)


def opening_gap(month: Month) -> None:
    month.opening_off = month.chance.randrange(1, 99) * 1_000
    month.note("bank_opening_gap", f"vcb-{month.name}-2.csv", month.opening_off)


def repeated_file(month: Month) -> None:
    month.repeated_file = month.chance.choice([f"vnpay-{month.name}.csv", f"ghn-{month.name}.csv"])
    month.note("statement_repeated", month.repeated_file.replace(".csv", "-again.csv"), 0)


Payout = tuple[str, str, Entry]


def _payout(month: Month, side: str) -> Payout:
    """A batch whose rows nobody pays otherwise than its file says."""
    free = [
        (source, batch, entry)
        for (source, batch), entry in month.payouts.items()
        if (source == "GHN") == (side == "courier")
        and batch not in month.taken_batches
        and sum(row.net for row in month.rows if row.batch == batch) > 1_500_000
    ]
    if not free:
        raise NoRoom("payout")
    source, batch, entry = month.chance.choice(free)
    month.taken_batches.add(batch)
    return source, batch, entry


def payout_missing(month: Month, side: str) -> None:
    _, batch, entry = _payout(month, side)

    def gone() -> None:
        if entry.amount <= 0:
            return
        entry.written = False
        month.note(f"{side}_payout_missing", batch, entry.amount)

    month.afterwards.append(gone)


def payout_off(month: Month, side: str, word: str, by: int) -> None:
    _, batch, entry = _payout(month, side)

    def changed() -> None:
        if entry.amount > 2 * abs(by):
            entry.amount += by
            month.note(f"{side}_payout_{word}", batch, abs(by))

    month.afterwards.append(changed)


def payout_late(month: Month, side: str) -> None:
    _, batch, entry = _payout(month, side)
    entry.at += dt.timedelta(days=9)

    def told() -> None:
        if entry.amount > 0:
            month.note(f"{side}_payout_late", batch, entry.amount)

    month.afterwards.append(told)


def payout_split(month: Month, side: str) -> None:
    _, batch, entry = _payout(month, side)

    def parted() -> None:
        if entry.amount <= 0:
            return
        month.note(f"{side}_payout_split", batch, entry.amount)
        rest = copy(entry)
        rest.reference, rest.at = f"FT{month.number(10)}", entry.at + dt.timedelta(minutes=20)
        rest.amount = entry.amount // 3
        entry.amount -= rest.amount
        month.entries.append(rest)

    month.afterwards.append(parted)


def payouts_merged(month: Month, side: str) -> None:
    """Two neighbouring batches of one company in one transfer, whose memo names both or the later one."""
    for (source, batch), entry in month.payouts.items():
        follower = f"{batch[:-2]}{int(batch[-2:]) + 1:02}"
        other = month.payouts.get((source, follower))
        sums = [sum(row.net for row in month.rows if row.batch == name) for name in (batch, follower)]
        taken = {batch, follower} & month.taken_batches
        if (source == "GHN") == (side == "courier") and other and not taken and min(sums) > 1_000_000:
            _merge(month, side, (batch, entry), (follower, other))
            return
    raise NoRoom("payouts")


def _merge(month: Month, side: str, first: tuple[str, Entry], second: tuple[str, Entry]) -> None:
    month.taken_batches |= {first[0], second[0]}
    names_both = month.chance.random() < 0.5

    def merged() -> None:
        if min(first[1].amount, second[1].amount) <= 0:
            return
        second[1].memo += f" va {first[0]}" if names_both else ""
        first[1].written = False
        second[1].amount += first[1].amount
        month.note(f"{side}_payout_merged", f"{first[0]}+{second[0]}", second[1].amount)

    month.afterwards.append(merged)


def _sides(word: str, plant: Callable[[Month, str], None]) -> dict[str, Fault]:
    return {
        f"gateway_payout_{word}": lambda month: plant(month, "gateway"),
        f"courier_payout_{word}": lambda month: plant(month, "courier"),
    }


PAYOUTS: dict[str, Fault] = {
    **_sides("merged", payouts_merged),
    **_sides("missing", payout_missing),
    **_sides("late", payout_late),
    **_sides("split", payout_split),
    **_sides("short", lambda month, side: payout_off(month, side, "short", -51_013)),
    **_sides("over", lambda month, side: payout_off(month, side, "over", 42_019)),
}
FAULTS: dict[str, Fault] = {
    "transfer_line_lost": lost,
    "bank_balance_jump": balance_jump,
    "bank_opening_gap": opening_gap,
    "statement_repeated": repeated_file,
    "transfer_missing": missing,
    "transfer_amount_transposed": transposed,
    "transfer_amount_differs": other_amount,
    "transfer_bank_fee": bank_fee,
    "transfer_unrecorded": unrecorded,
    "transfer_after_cancel": after_cancel,
    "transfer_paid_twice": paid_twice,
    "transfer_split": split,
    "transfer_two_orders": two_orders,
    "transfer_memo_mangled": mangled,
    "transfer_old_account": old_account,
    "transfer_unknown": unknown,
    "transfer_reversed": reversed_by_bank,
    "transfer_sign_wrong": sign,
    "transfer_date_shifted": shifted,
    "transfer_refund_missing": refund_missing,
    "transfer_refund_twice": refund_twice,
    "transfer_refund_differs": refund_differs,
    "bank_line_doubled": doubled_row,
}
