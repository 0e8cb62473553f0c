"""A month of the shop in force, read from the database into the matcher's plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import load_only

from storefront.domain.reconciliation.roads import is_heard, road_of
from storefront.domain.reconciliation.values import (
    BankValue,
    FactValue,
    FeeTerms,
    FileValue,
    MonthValues,
    OrderValue,
    ParcelValue,
    PaymentValue,
    RefundValue,
    ReportedLine,
    Road,
)
from storefront.infra import clock
from storefront.infra.db import db
from storefront.models.bank import (
    BankFeed,
    BankLine,
    Statement,
    StatementKind,
    StatementLine,
    StatementMapping,
)
from storefront.models.order import Fulfillment, Mode, Order
from storefront.models.payment import (
    Payment,
    PaymentMethod,
    Refund,
    RefundChannel,
    RefundState,
    Transaction,
    TransactionKind,
)

AROUND = dt.timedelta(days=10)
"""Transfers of the last days arrive after the month's end, those of the month before after its beginning."""
BEFORE = dt.timedelta(days=62)
"""How old an order may be that files and accounts still speak of without a record of ours."""
CHUNK = 500
FACTS = {
    TransactionKind.CHARGED: "charged",
    TransactionKind.CHARGED_BACK: "charged_back",
    TransactionKind.REVERSED: "reversed",
    TransactionKind.REFUNDED: "refunded",
}
MANUAL = "manual:"
TOLD = (
    *(BankLine.id, BankLine.provider, BankLine.account, BankLine.reference, BankLine.payment_id),
    *(BankLine.amount, BankLine.balance, BankLine.currency, BankLine.memo, BankLine.happened_at),
)
"""Columns of a bank line that are matched: ten thousand are read in a moment, as rows and no entities."""
REPORTED = ("charge", "refund", "chargeback", "fee")
NOT_TOLD = "same"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The month's values, and who has not been heard of: gateways, carriers, or the bank ("")."""

    values: MonthValues
    unheard: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """First and last moment of a month in Vietnam."""

    month: str
    starts: dt.datetime
    ends: dt.datetime

    @classmethod
    def of(cls, month: str) -> Span:
        """The span of 2026-11. Raises ValueError for anything else."""
        first = dt.date.fromisoformat(f"{month}-01")
        after = (first + dt.timedelta(days=32)).replace(day=1)
        return cls(month, clock.vn_day_bounds(first)[0], clock.vn_day_bounds(after)[0])

    @property
    def around(self) -> tuple[dt.datetime, dt.datetime]:
        """The days before and after as well."""
        return self.starts - AROUND, self.ends + AROUND


def load(month: str, mode: Mode) -> Loaded:
    """Everything the month may be about. Raises ValueError for a month that is none."""
    span = Span.of(month)
    gateway_lines, courier_lines = (
        _lines(kind, span) for kind in (StatementKind.GATEWAY, StatementKind.COURIER)
    )
    bank_lines = _bank_lines(span, mode)
    heard = {line.source for line in (*gateway_lines, *courier_lines)} | ({""} if bank_lines else set())
    payments = _payments(span, mode, gateway_lines)
    orders = _orders({payment.order_id for payment in payments})
    parcels = _fulfillments(set(orders))
    roads = {payment.id: road_of(payment.gateway, payment.order_id in parcels) for payment in payments}
    unheard = _unheard(payments, roads, heard, bool(courier_lines), span)
    for payment in payments:
        if not is_heard(roads[payment.id], payment.gateway, heard, bool(courier_lines)):
            roads[payment.id] = Road.HAND
    rows = {payment.id: payment for payment in payments}
    values = MonthValues(
        month=month,
        starts=span.starts,
        ends=span.ends,
        orders=tuple(_order(order) for order in orders.values() if order.mode is mode),
        payments=tuple(_payment(one, orders[one.order_id].number, roads[one.id]) for one in payments),
        facts=tuple(_facts(rows)),
        refunds=tuple(_refunds(rows, roads)),
        parcels=tuple(_parcels(payments, roads, orders, parcels, {line.source for line in courier_lines})),
        gateway_lines=gateway_lines,
        courier_lines=courier_lines,
        bank_lines=bank_lines,
        files=tuple(_files(bank_lines)),
        accounts=_accounts(mode),
        terms=_terms(),
    )
    return Loaded(values, unheard)


def _lines(kind: StatementKind, span: Span) -> tuple[ReportedLine, ...]:
    since, until = span.around
    rows = db.session.execute(
        select(StatementLine, Statement.source, Statement.file_name)
        .join(
            Statement,
            (Statement.id == StatementLine.statement_id) & (Statement.shop_id == StatementLine.shop_id),
        )
        .where(
            Statement.kind == kind,
            StatementLine.kind.in_(REPORTED),
            StatementLine.happened_at >= since,
            StatementLine.happened_at < until,
        )
        .order_by(StatementLine.statement_id, StatementLine.row)
    )
    return tuple(_reported(line, source, name) for line, source, name in rows)


def _reported(line: StatementLine, source: str, name: str) -> ReportedLine:
    assert line.happened_at is not None
    return ReportedLine(
        key=str(line.id),
        file=name,
        source=source,
        kind=line.kind,
        reference=line.reference,
        provider_ref=line.provider_ref,
        amount=line.amount,
        fee=line.fee,
        net=line.net,
        at=line.happened_at,
        batch=str(line.facts.get("batch", "")),
        merchant=str(line.facts.get("merchant", "")),
        currency=line.currency,
    )


def _bank_lines(span: Span, mode: Mode) -> tuple[BankValue, ...]:
    since, until = span.around
    rows = db.session.execute(
        select(*TOLD, Statement.file_name)
        .outerjoin(
            Statement, (Statement.id == BankLine.statement_id) & (Statement.shop_id == BankLine.shop_id)
        )
        .where(
            BankLine.mode == mode,
            BankLine.verdict != NOT_TOLD,
            BankLine.happened_at >= since,
            BankLine.happened_at < until,
        )
        .order_by(BankLine.happened_at, BankLine.id)
    )
    return tuple(
        BankValue(
            key=str(line.id),
            file=line.file_name or line.provider,
            account=line.account,
            reference=line.reference,
            amount=line.amount,
            memo=line.memo,
            at=line.happened_at,
            balance=line.balance,
            currency=line.currency,
            payment=str(line.payment_id) if line.payment_id else "",
        )
        for line in rows
    )


def _files(lines: Sequence[BankValue]) -> Iterable[FileValue]:
    """Balances of each file as far as its rows lie about the month; feeds tell them row by row too."""
    for name in dict.fromkeys(line.file for line in lines):
        rows = [line for line in lines if line.file == name]
        whole = all(line.balance is not None for line in rows)
        first, last = rows[0], rows[-1]
        yield FileValue(
            name,
            first.account,
            (first.balance or 0) - first.amount if whole else None,
            last.balance if whole else None,
        )


def _payments(span: Span, mode: Mode, lines: Sequence[ReportedLine]) -> list[Payment]:
    since, until = span.around
    told = select(Transaction.payment_id).where(
        Transaction.happened_at >= since, Transaction.happened_at < until
    )
    recent = (Payment.created_at >= span.starts - BEFORE) & (Payment.created_at < until)
    found = {
        payment.id: payment
        for payment in db.session.scalars(
            select(Payment).where(Payment.mode == mode, or_(recent, Payment.id.in_(told)))
        )
    }
    numbers = sorted({int(line.reference) for line in lines if line.reference.isdecimal()})
    for start in range(0, len(numbers), CHUNK):
        part = numbers[start : start + CHUNK]
        named = select(Payment).where(Payment.mode == mode, Payment.public_number.in_(part))
        found |= {payment.id: payment for payment in db.session.scalars(named)}
    return [found[key] for key in sorted(found)]


def _orders(ids: set[int]) -> dict[int, Order]:
    """Without the snapshots that an order carries along."""
    told = (Order.number, Order.mode, Order.total, Order.paid, Order.refunded, Order.cancelled_at)
    wanted = select(Order).options(load_only(*told, Order.placed_at, Order.self_test))
    found: dict[int, Order] = {}
    all_ids = sorted(ids)
    for start in range(0, len(all_ids), CHUNK):
        part = wanted.where(Order.id.in_(all_ids[start : start + CHUNK]))
        found |= {row.id: row for row in db.session.scalars(part)}
    return found


def _fulfillments(orders: set[int]) -> dict[int, Fulfillment]:
    """The first parcel of each order that has a number to follow."""
    found: dict[int, Fulfillment] = {}
    wanted = sorted(orders)
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        tracked = select(Fulfillment).where(Fulfillment.order_id.in_(part), Fulfillment.tracking_number != "")
        for row in db.session.scalars(tracked.order_by(Fulfillment.id)):
            found.setdefault(row.order_id, row)
    return found


def _unheard(
    payments: Sequence[Payment], roads: dict[int, Road], heard: set[str], couriers: bool, span: Span
) -> tuple[str, ...]:
    """Who took money in the month and has told nothing of it: that is no fault yet."""
    silent = set()
    for payment in payments:
        road = roads[payment.id]
        in_month = payment.captured and span.starts <= payment.created_at < span.ends
        if in_month and not is_heard(road, payment.gateway, heard, couriers):
            silent.add("" if road is Road.TRANSFER else payment.gateway)
    return tuple(sorted(silent))


def _order(order: Order) -> OrderValue:
    return OrderValue(
        order.number,
        order.total,
        order.paid,
        order.refunded,
        order.cancelled_at,
        order.placed_at,
        counted=not order.self_test,
    )


def _payment(payment: Payment, order: str, road: Road) -> PaymentValue:
    return PaymentValue(
        str(payment.id),
        order,
        road,
        payment.gateway,
        str(payment.public_number),
        payment.amount,
        payment.memo_code or "",
    )


def _facts(payments: dict[int, Payment]) -> Iterable[FactValue]:
    wanted = sorted(payments)
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        told = select(Transaction).where(
            Transaction.payment_id.in_(part), Transaction.counted, Transaction.kind.in_(FACTS)
        )
        for fact in db.session.scalars(told.order_by(Transaction.id)):
            yield FactValue(
                str(fact.payment_id),
                FACTS[fact.kind],
                fact.provider_ref,
                fact.amount,
                fact.happened_at,
                fact.provider_ref.startswith(MANUAL),
            )


def _refunds(payments: dict[int, Payment], roads: dict[int, Road]) -> Iterable[RefundValue]:
    wanted = sorted(payments)
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        rows = select(Refund).where(Refund.payment_id.in_(part), Refund.state != RefundState.FAILED)
        for refund in db.session.scalars(rows.order_by(Refund.id)):
            yield RefundValue(
                str(refund.id),
                str(refund.payment_id),
                refund.amount,
                _refund_road(refund, roads[refund.payment_id]),
                refund.state is RefundState.DONE,
                refund.provider_ref or "",
                refund.ended_at or refund.created_at,
            )


def _refund_road(refund: Refund, road: Road) -> Road:
    if refund.channel is RefundChannel.GATEWAY:
        return road
    by_transfer = refund.channel is RefundChannel.TRANSFER and road is not Road.HAND
    return Road.TRANSFER if by_transfer else Road.HAND


def _parcels(
    payments: Sequence[Payment],
    roads: dict[int, Road],
    orders: dict[int, Order],
    parcels: dict[int, Fulfillment],
    sources: set[str],
) -> Iterable[ParcelValue]:
    for payment in payments:
        sent = parcels.get(payment.order_id)
        if sent is not None and roads[payment.id] is Road.COURIER:
            yield ParcelValue(
                sent.tracking_number,
                orders[payment.order_id].number,
                str(payment.id),
                payment.amount,
                sent.carrier if sent.carrier in sources else "",
                sent.delivered_at,
                sent.returned_at,
            )


def _accounts(mode: Mode) -> frozenset[str]:
    """Accounts customers are told today."""
    methods = db.session.scalars(select(PaymentMethod).where(PaymentMethod.mode == mode))
    options = [method.options for method in methods.all()]
    told = {str(one.get(key, "")) for one in options for key in ("account", "practice_account")}
    feeds = db.session.scalars(select(BankFeed.account).where(BankFeed.mode == mode, BankFeed.enabled))
    return frozenset((told | set(feeds.all())) - {""})


def _terms() -> dict[str, FeeTerms]:
    """Fees the owner entered with a layout, by company; others are learned from the files."""
    terms = {}
    for mapping in db.session.scalars(
        select(StatementMapping).where(StatementMapping.kind != StatementKind.BANK)
    ):
        agreed = mapping.columns.get("terms")
        if agreed:
            terms[str(mapping.columns["source"])] = FeeTerms(int(agreed["rate"]), int(agreed["fixed"]))
    return terms
