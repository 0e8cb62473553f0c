"""The demo province is whole, lawful and the same for the same day."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, RowMapping, func, inspect, select, text

from storefront import create_app
from storefront.demo import files
from storefront.demo.accounts import PASSWORD, demo_sign_ins
from storefront.demo.calendar import Calendar, Place
from storefront.demo.load import AlreadyLoaded, Loaded, load
from storefront.demo.shops import set_up
from storefront.domain.accounts.identities import user_of
from storefront.domain.accounts.names import parse_name
from storefront.domain.accounts.passwords import is_right
from storefront.domain.onboarding.launch import missing
from storefront.domain.onboarding.steps import standing
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.tenancy import all_shops, enter_shop
from storefront.models.order import (
    Acceptance,
    FulfillmentSummary,
    LineItem,
    Order,
    OrderState,
    PaymentSummary,
)
from storefront.models.payment import (
    Payment,
    PaymentState,
    Refund,
    RefundState,
    Review,
    Transaction,
    TransactionKind,
)
from storefront.models.portal import DirectoryEntry
from storefront.models.product import Product, ProductState, Variant
from storefront.models.shop import Shop, ShopMode, ShopState
from storefront.models.stock import Reservation, ReservationState, StockLevel, StockMovement
from storefront.models.user import Membership, Role
from tests.conftest import settings_for

TODAY = dt.date(2026, 11, 22)
FEW = [firm for firm in files.firms() if firm["key"] == "nem-ho-thanh"]
"""The shop where everything happens."""
LAST_MOMENT = dt.datetime(2026, 11, 22, 0, 45, tzinfo=clock.VN)
SECRETS = {
    ("user", "password_hash"),
    ("shop_profile", "tax_id"),
    ("endpoint_token", "token_hash"),
    ("endpoint_token", "token_sealed"),
    ("cart", "token_hash"),
    ("cart", "idempotency_key"),
    ("orders", "token_hash"),
    ("orders", "idempotency_key"),
    ("refund", "idempotency_key"),
    ("job", "run_at"),
}
"""Columns that differ each time: secrets, their hashes, sealed values, and when jobs are due."""
OTHERS = {"installation", "alembic_version", "sign_in_attempt"}
FIRST_EVENING = dt.datetime(2026, 7, 20, 19, 30, tzinfo=clock.VN)
Province = tuple[Flask, Loaded]
pytestmark = pytest.mark.committed


@pytest.fixture(scope="module")
def province(
    migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Flask, Loaded]]:
    """A small demo, loaded once for this file."""
    app = fresh_app(migrated_sqlite, tmp_path_factory.mktemp("province"))
    with app.app_context():
        made = load(TODAY, firms=FEW)
    yield app, made
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def everything(province: Province) -> Iterator[None]:
    """Read every shop of the loaded demo, at the moment its history ends."""
    with (
        province[0].app_context(),
        all_shops(),
        clock.moved_to(dt.datetime(2026, 11, 21, 17, 45, tzinfo=dt.UTC)),
    ):
        yield


def fresh_app(migrated: Path, folder: Path) -> Flask:
    shutil.copy(migrated, folder / "storefront.sqlite3")
    return create_app(settings_for(folder))


def test_there_are_months_of_orders(province: Province, everything: None) -> None:
    first, last = db.session.execute(select(func.min(Order.placed_at), func.max(Order.placed_at))).one()

    made = province[1]
    assert made.shops == len(FEW) + 2
    assert made.orders >= 40
    assert last - first > dt.timedelta(days=90)
    assert last.astimezone(clock.VN).date() == TODAY


def test_open_real_shops_are_in_the_directory(everything: None) -> None:
    listed = set(db.session.scalars(select(DirectoryEntry.slug)))

    assert listed == {firm["slug"] for firm in FEW}


@pytest.mark.parametrize("firm", files.firms(), ids=lambda firm: str(firm["key"]))
def test_every_firm_opens_by_the_rules_that_bind_real_shops(context: Flask, firm: dict[str, Any]) -> None:
    place = Place()
    calendar = Calendar()
    calendar.add(FIRST_EVENING, place, set_up(firm, place, ShopMode.REAL))

    calendar.play_until(FIRST_EVENING + dt.timedelta(days=1))

    assert place.shop_id
    with enter_shop(place.shop_id):
        shop = db.session.get_one(Shop, place.shop_id)
        on_sale = db.session.scalars(select(Product.slug).where(Product.state == ProductState.ACTIVE)).all()
        assert shop.is_selling
        assert missing(shop) == []
        assert set(on_sale) == {each["slug"] for each in firm["products"]}


def test_orders_stand_in_every_state(everything: None) -> None:
    orders = db.session.scalars(select(Order)).all()

    assert {order.state for order in orders} == set(OrderState)
    assert {order.acceptance for order in orders} == set(Acceptance)
    assert {order.fulfillment_summary for order in orders} == set(FulfillmentSummary)
    assert {order.payment_summary for order in orders} >= set(PaymentSummary) - {PaymentSummary.PENDING}
    assert {payment.gateway for payment in db.session.scalars(select(Payment))} == {"cod", "bank_transfer"}
    assert {payment.state for payment in db.session.scalars(select(Payment))} >= {
        PaymentState.PENDING,
        PaymentState.SUCCEEDED,
        PaymentState.EXPIRED,
    }


def test_some_money_questions_are_open_and_some_are_settled(everything: None) -> None:
    reviews = db.session.scalars(select(Review)).all()
    refunds = Counter(db.session.scalars(select(Refund.state)))

    assert {review.cause for review in reviews} >= {"paid_short", "paid_over", "refund_by_hand"}
    assert {review.resolved_at is None for review in reviews} == {True, False}
    assert refunds[RefundState.DONE] and refunds[RefundState.REQUESTED]


def test_the_ledger_adds_up_to_the_levels_and_nothing_is_below_zero(everything: None) -> None:
    moved = {
        row.variant_id: (row.on_hand, row.reserved)
        for row in db.session.execute(
            select(
                StockMovement.variant_id,
                func.sum(StockMovement.on_hand_change).label("on_hand"),
                func.sum(StockMovement.reserved_change).label("reserved"),
            ).group_by(StockMovement.variant_id)
        )
    }
    levels = db.session.scalars(select(StockLevel)).all()

    assert {level.variant_id: (level.on_hand, level.reserved) for level in levels} == moved
    assert all(0 <= level.reserved <= level.on_hand for level in levels)


def test_what_is_reserved_is_what_open_orders_hold(everything: None) -> None:
    held: Counter[int] = Counter()
    for row in db.session.scalars(select(Reservation).where(Reservation.state == ReservationState.HELD)):
        held[row.variant_id] += row.quantity - row.fulfilled
    reserved = {level.variant_id: level.reserved for level in db.session.scalars(select(StockLevel))}

    assert +held == +Counter(reserved)


def test_the_money_of_each_order_is_the_sum_of_its_transactions(everything: None) -> None:
    facts = select(Payment.order_id, Transaction.kind, func.sum(Transaction.amount)).join(
        Payment, Payment.id == Transaction.payment_id
    )
    kinds = (TransactionKind.CHARGED, TransactionKind.REFUNDED)
    wanted = facts.where(Transaction.counted, Transaction.kind.in_(kinds))
    sums = {
        (row[0], row[1]): row[2]
        for row in db.session.execute(wanted.group_by(Payment.order_id, Transaction.kind))
    }

    orders = db.session.scalars(select(Order)).all()

    paid = {(order.id, TransactionKind.CHARGED): order.paid for order in orders if order.paid}
    refunded = {(order.id, TransactionKind.REFUNDED): order.refunded for order in orders if order.refunded}
    assert paid | refunded == sums


def test_the_lines_and_the_fee_make_the_total(everything: None) -> None:
    goods = dict(
        db.session.execute(
            select(LineItem.order_id, func.sum(LineItem.amount)).group_by(LineItem.order_id)
        ).all()
    )
    orders = db.session.scalars(select(Order)).all()

    assert {order.id: order.total - order.shipping_fee for order in orders} == goods


def test_a_struck_through_price_was_really_charged(everything: None) -> None:
    reduced = [each for firm in FEW for each in firm["products"] if each["compare_at"]]

    shown = db.session.execute(
        select(Variant.sku, Variant.compare_at_price).where(Variant.compare_at_price.is_not(None))
    ).all()

    assert {row.sku: row.compare_at_price for row in shown} == {
        each["sku"]: each["compare_at"] for each in reduced
    }


def test_everybody_who_is_listed_can_sign_in(everything: None) -> None:
    people = demo_sign_ins()

    found = {person.name: user_of(parse_name(person.name)) for person in people}
    roles = set(db.session.scalars(select(Membership.role)))

    assert {person.password for person in people} == {PASSWORD}
    assert all(user and is_right(user.password_hash, PASSWORD) for user in found.values())
    assert roles == set(Role)


def test_the_unfinished_shop_waits_in_the_middle_of_the_wizard(province: Province) -> None:
    with province[0].app_context():
        draft = db.session.scalars(select(Shop).where(Shop.state == ShopState.DRAFT)).one()
        with enter_shop(draft.id):
            reached = standing()

    assert reached.next_key == "look"
    assert reached.done == {"who", "trade", "address"}


def test_no_message_is_sent_and_only_pictures_wait_for_jobs(everything: None) -> None:
    kinds = dict(db.session.execute(text("SELECT kind, count(*) FROM job GROUP BY kind")).all())
    messages = db.session.scalar(text("SELECT count(*) FROM message"))

    assert kinds.keys() == {"media.render", "payments.connect_practice"}
    assert messages == 0


def test_it_is_never_loaded_twice(province: Province) -> None:
    with province[0].app_context(), pytest.raises(AlreadyLoaded):
        load(TODAY)


def test_the_same_day_gives_the_same_rows(province: Province, migrated_sqlite: Path, tmp_path: Path) -> None:
    again = fresh_app(migrated_sqlite, tmp_path)
    with again.app_context():
        load(TODAY, firms=FEW)

    first, second = rows_of(province[0]), rows_of(again)

    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def rows_of(app: Flask) -> dict[str, list[dict[str, Any]]]:
    with app.app_context(), db.engine.connect().execution_options(unguarded=True) as connection:
        names = sorted(set(inspect(connection).get_table_names()) - OTHERS)
        return {name: table_rows(connection, name) for name in names}


def table_rows(connection: Connection, name: str) -> list[dict[str, Any]]:
    found = connection.execute(text(f'SELECT * FROM "{name}" ORDER BY 1, 2')).mappings()
    return [kept(name, row) for row in found]


def kept(name: str, row: RowMapping) -> dict[str, Any]:
    return {column: value for column, value in row.items() if (name, column) not in SECRETS}
