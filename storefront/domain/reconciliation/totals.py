"""The sums of a month in four columns, and each pair that must be equal with what explains its difference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storefront.domain.reconciliation.batches import Batch, Payouts
from storefront.domain.reconciliation.book import Book
from storefront.domain.reconciliation.courier_lines import CourierLines
from storefront.domain.reconciliation.gateway_lines import GatewayLines
from storefront.domain.reconciliation.reported import COURIER, GATEWAY, Side
from storefront.domain.reconciliation.transfers import Transfers
from storefront.domain.reconciliation.values import (
    CHARGE,
    CHARGEBACK,
    REFUND,
    VND,
    Balance,
    BankValue,
    FileValue,
    Finding,
    MonthValues,
    ReportedLine,
    Road,
)

TAKEN_BACK = ("charged_back", "reversed")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sums that must be equal, in minor units; `explained` is what the findings explain."""

    ours: int
    theirs: int
    explained: int

    @property
    def unexplained(self) -> int:
        """What is left when every finding is counted: nought, or the match itself is wrong."""
        return self.ours - self.theirs - self.explained


@dataclass(frozen=True, slots=True)
class Sums:
    """The month in minor units: the orders' total is paid less given back, plus owed, less overpaid."""

    orders: int
    total: int
    paid: int
    refunded: int
    owed: int
    overpaid: int
    gateway_fees: int
    courier_fees: int
    pairs: dict[Balance, Pair]

    @property
    def by_gateways(self) -> int:
        """What the gateways' files say they took for the shop."""
        return self.pairs[Balance.GATEWAY_CHARGES].theirs

    @property
    def by_couriers(self) -> int:
        """What the couriers' files say they collected."""
        return self.pairs[Balance.COD].theirs

    @property
    def by_bank(self) -> int:
        """What came in on the bank: of customers, gateways and couriers."""
        came = (Balance.TRANSFERS, Balance.PAYOUTS, Balance.REMITTANCES)
        return sum(self.pairs[balance].theirs for balance in came)


def add_up(
    book: Book,
    gateways: GatewayLines,
    couriers: CourierLines,
    payouts: Payouts,
    transfers: Transfers,
    files: Sequence[FileValue],
    bank_lines: Sequence[BankValue],
    findings: Sequence[Finding],
) -> Sums:
    """Add up every column on its own, then say what the findings explain of each difference."""
    month = book.month
    gateway_rows = _told(month, [*gateways.lines, *gateways.doubled])
    courier_rows = _told(month, [*couriers.lines, *couriers.doubled])
    sums = {
        **_of_gateways(book, gateway_rows, payouts),
        **_of_couriers(book, courier_rows, payouts),
        **_of_transfers(book, transfers),
        Balance.RECORDS: (sum(order.paid for order in month.orders), _charged_of_orders(book)),
        Balance.ACCOUNT: _accounts(files, bank_lines),
    }
    explained = {balance: sum(one.gaps.get(balance, 0) for one in findings) for balance in Balance}
    placed = [order for order in month.orders if order.placed_at is None or month.holds(order.placed_at)]
    orders = [order for order in placed if order.counted and order.cancelled_at is None]
    dues = [order.total - order.paid + order.refunded for order in orders]
    return Sums(
        orders=len(orders),
        total=sum(order.total for order in orders),
        paid=sum(order.paid for order in orders),
        refunded=sum(order.refunded for order in orders),
        owed=sum(due for due in dues if due > 0),
        overpaid=-sum(due for due in dues if due < 0),
        gateway_fees=sum(line.fee for line in gateway_rows),
        courier_fees=sum(line.fee for line in courier_rows),
        pairs={balance: Pair(*sums[balance], explained[balance]) for balance in Balance},
    )


def _of_gateways(
    book: Book, rows: Sequence[ReportedLine], payouts: Payouts
) -> dict[Balance, tuple[int, int]]:
    back = _refunds(book.month, Road.GATEWAY) + _facts(book, Road.GATEWAY, TAKEN_BACK)
    return {
        Balance.GATEWAY_CHARGES: (_facts(book, Road.GATEWAY, ("charged",)), _amounts(rows, (CHARGE,))),
        Balance.GATEWAY_REFUNDS: (back, _amounts(rows, (REFUND, CHARGEBACK))),
        Balance.GATEWAY_NET: _nets(rows),
        Balance.PAYOUTS: _transfers_of(payouts, GATEWAY),
    }


def _of_couriers(
    book: Book, rows: Sequence[ReportedLine], payouts: Payouts
) -> dict[Balance, tuple[int, int]]:
    return {
        Balance.COD: (_collected(book), _amounts(rows, (CHARGE,))),
        Balance.COURIER_NET: _nets(rows),
        Balance.REMITTANCES: _transfers_of(payouts, COURIER),
    }


def _of_transfers(book: Book, transfers: Transfers) -> dict[Balance, tuple[int, int]]:
    month = book.month
    back = _refunds(month, Road.TRANSFER) + _facts(book, Road.TRANSFER, TAKEN_BACK)
    return {
        Balance.TRANSFERS: (_facts(book, Road.TRANSFER, ("charged",)), _booked(month, transfers.received)),
        Balance.TRANSFER_REFUNDS: (back, -_booked(month, transfers.sent_back)),
    }


def _told(month: MonthValues, lines: Iterable[ReportedLine]) -> list[ReportedLine]:
    return [line for line in lines if month.holds(line.at) and line.currency == VND]


def _amounts(lines: Iterable[ReportedLine], kinds: Sequence[str]) -> int:
    return sum(line.amount for line in lines if line.kind in kinds)


def _nets(lines: Iterable[ReportedLine]) -> tuple[int, int]:
    rows = list(lines)
    return sum(line.reckoned for line in rows), sum(line.sum for line in rows)


def _facts(book: Book, road: Road, kinds: Sequence[str]) -> int:
    return sum(
        fact.amount
        for payment in book.month.payments
        if payment.road is road
        for fact in book.facts_of.get(payment.key, ())
        if fact.kind in kinds and book.month.holds(fact.at)
    )


def _charged_of_orders(book: Book) -> int:
    return sum(
        fact.amount
        for payment in book.month.payments
        if payment.order in book.orders
        for fact in book.charged(payment)
    )


def _refunds(month: MonthValues, road: Road) -> int:
    return sum(one.amount for one in month.refunds if one.road is road and one.done and month.holds(one.at))


def _collected(book: Book) -> int:
    return sum(
        fact.amount
        for parcel in book.month.parcels
        if book.month.holds(parcel.delivered_at)
        and not parcel.returned_at
        and parcel.payment in book.payments
        for fact in book.charged(book.payments[parcel.payment])
    )


def _transfers_of(payouts: Payouts, side: Side) -> tuple[int, int]:
    batches: list[Batch] = [batch for batch in payouts.of_month() if batch.side is side]
    return sum(batch.owed for batch in batches), sum(batch.paid for batch in batches)


def _booked(month: MonthValues, lines: Iterable[BankValue]) -> int:
    return sum(line.amount for line in lines if month.holds(line.at))


def _accounts(files: Sequence[FileValue], lines: Sequence[BankValue]) -> tuple[int, int]:
    whole = [file for file in files if file.opening is not None and file.closing is not None]
    keys = {file.key for file in whole}
    reckoned = sum(file.opening or 0 for file in whole) + sum(
        line.amount for line in lines if line.file in keys
    )
    return reckoned, sum(file.closing or 0 for file in whole)
