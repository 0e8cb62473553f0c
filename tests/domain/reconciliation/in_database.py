"""A raw month put into a shop: its book as rows, its files through the real uploads."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storefront.domain.reconciliation import statements as reported
from storefront.domain.settlement import statements as bank
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.models.bank import StatementKind
from storefront.models.customer import Customer
from storefront.models.order import Fulfillment, Mode, Order, OrderState
from storefront.models.payment import (
    Payment,
    PaymentMethod,
    PaymentState,
    Refund,
    RefundChannel,
    RefundState,
    Transaction,
    TransactionKind,
)
from tests.bank_files import ACCOUNT
from tests.domain.reconciliation.month_maker import RawMonth
from tests.factories import make_payment_method

SOURCES = {"vnpay": "vnpay", "momo": "momo", "bank_transfer": "bank_transfer", "cod": "cod", "cash": "cod"}


def fill_shop(raw: RawMonth) -> None:
    """The shop's own book. What came by transfer is recorded by the bank's files alone."""
    methods = {code: make_payment_method(code) for code in sorted(set(SOURCES.values()))}
    methods["bank_transfer"].options = {"bank_bin": "970436", "account": ACCOUNT, "holder": "HTX"}
    customer = Customer(name="Nguyễn Thị Đào", folded_name="nguyen thi dao", phone="+84912345678")
    db.session.add(customer)
    db.session.flush()
    placed = dt.datetime.fromisoformat(f"{raw.name}-01T05:00:00+07:00")
    roads = {str(row["order"]): str(row["road"]) for row in raw.payments}
    orders = {str(row["number"]): _order(row, roads, customer, placed) for row in raw.orders}
    db.session.add_all(orders.values())
    db.session.flush()
    payments = {
        str(row["key"]): _payment(
            row, orders[str(row["order"])], methods[SOURCES[str(row["source"])]], placed
        )
        for row in raw.payments
    }
    db.session.add_all(payments.values())
    db.session.flush()
    by_bank = {key for key, road in roads.items() if road == "transfer"}
    facts = [row for row in raw.facts if row["kind"] != "charged" or row["payment"] not in by_bank]
    db.session.add_all(_fact(row, payments[str(row["payment"])]) for row in facts)
    db.session.add_all(_refund(row, payments[str(row["payment"])]) for row in raw.refunds)
    db.session.add_all(_parcel(row, orders[str(row["order"])], placed) for row in raw.parcels)
    db.session.flush()


def upload_files(raw: RawMonth) -> None:
    """Every file, with the columns as the headings say."""
    for name, data in raw.files["bank"].items():
        statement, _ = bank.upload(name, data, by=events.SYSTEM)
        table, layout = bank.table_of(statement)
        plan, _known = bank.plan_for(table, layout, ACCOUNT)
        bank.take_in(statement, plan, Mode.LIVE, whole=True, by=events.SYSTEM)
    for kind in (StatementKind.GATEWAY, StatementKind.COURIER):
        for name, data in raw.files[kind.value].items():
            source = name.split("-")[0].replace("ghn", "GHN")
            statement, _ = reported.upload(kind, source, name, data, by=events.SYSTEM)
            _, layout = reported.table_of(statement)
            reported.take_in(statement, reported.plan_for(statement, layout)[0], by=events.SYSTEM)


def _order(row: dict[str, Any], roads: dict[str, str], customer: Customer, placed: dt.datetime) -> Order:
    by_bank = roads[row["number"]] == "transfer"
    return Order(
        number=row["number"],
        mode=Mode.LIVE,
        state=OrderState.CANCELLED if row["cancelled_at"] else OrderState.OPEN,
        idempotency_key=row["number"],
        token_hash=f"{id(row)}-{row['number']}",
        customer_id=customer.id,
        locale="vi",
        currency="VND",
        subtotal=row["total"],
        shipping_fee=0,
        total=row["total"],
        paid=0 if by_bank else row["paid"],
        refunded=row["refunded"],
        seller={},
        buyer={},
        delivery={},
        payment_choice="",
        placed_at=placed,
        cancelled_at=row["cancelled_at"],
        retain_until=placed + dt.timedelta(days=4000),
    )


def _payment(row: dict[str, Any], order: Order, method: PaymentMethod, placed: dt.datetime) -> Payment:
    return Payment(
        order_id=order.id,
        payment_method_id=method.id,
        gateway=method.gateway,
        mode=Mode.LIVE,
        state=PaymentState.PENDING if row["road"] == "transfer" else PaymentState.SUCCEEDED,
        amount=row["amount"],
        currency="VND",
        public_number=int(row["reference"]),
        memo_code=row["code"] or None,
        created_at=placed,
    )


def _fact(row: dict[str, Any], payment: Payment) -> Transaction:
    payment.captured += row["amount"] if row["kind"] == "charged" else 0
    return Transaction(
        payment_id=payment.id,
        payment_method_id=payment.payment_method_id,
        kind=TransactionKind(row["kind"]),
        provider_ref=row["reference"],
        amount=row["amount"],
        currency="VND",
        happened_at=row["at"],
    )


def _refund(row: dict[str, Any], payment: Payment) -> Refund:
    return Refund(
        payment_id=payment.id,
        order_id=payment.order_id,
        amount=row["amount"],
        currency="VND",
        channel=RefundChannel.GATEWAY if row["road"] == "gateway" else RefundChannel.TRANSFER,
        state=RefundState.DONE if row["done"] else RefundState.SENT,
        idempotency_key=row["key"],
        provider_ref=row["reference"],
        created_at=row["at"],
        ended_at=row["at"] if row["done"] else None,
    )


def _parcel(row: dict[str, Any], order: Order, placed: dt.datetime) -> Fulfillment:
    return Fulfillment(
        order_id=order.id,
        idempotency_key=row["tracking"],
        carrier=row["source"],
        tracking_number=row["tracking"],
        sent_at=placed,
        delivered_at=row["delivered_at"],
        returned_at=row["returned_at"],
    )


def after(raw: RawMonth) -> dt.datetime:
    """A morning on which everything of the month has been told."""
    last = dt.datetime.fromisoformat(f"{raw.name}-28T09:00:00+07:00") + dt.timedelta(days=18)
    return clock.to_vn(last)
