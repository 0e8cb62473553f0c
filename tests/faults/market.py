"""A shop with one product in limited number, and what the books say about it afterwards."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from storefront import create_app
from storefront.config import read_settings
from storefront.domain.payments.methods import switch_on
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.events import Event
from storefront.infra.queue import Job
from storefront.infra.tenancy import enter_shop
from storefront.models.notification import Message
from storefront.models.order import LineItem, Order
from storefront.models.product import Product
from storefront.models.stock import Reservation, ReservationState, StockLevel, StockMovement
from tests.factories import make_delivery, make_shop, make_variant
from tests.serving import Server


@dataclass(frozen=True)
class Market:
    """Where the one product is sold."""

    server: Server
    shop_id: int
    shop: str
    product: str

    @property
    def url(self) -> str:
        return f"{self.server.url}/s/{self.shop}"


def open_market(server: Server, *, pieces: int) -> Market:
    """A real, open shop with one product, delivery and cash on delivery, made before the server starts."""
    app = create_app(read_settings(server.environment()))
    with app.app_context():
        shop = make_shop()
        shop_id, slug = shop.id, shop.slug
        db.session.commit()
        with enter_shop(shop_id):
            variant = make_variant(stock=pieces * 1000)
            make_delivery()
            switch_on(shop, "cod", {}, by=events.Actor(events.ActorKind.SYSTEM))
            product = db.session.scalars(select(Product.slug).where(Product.id == variant.product_id)).one()
            db.session.commit()
        db.engine.dispose()
    return Market(server, shop_id, slug, product)


@dataclass(frozen=True)
class Books:
    """What the database says, in whole pieces."""

    on_hand: int
    reserved: int
    ledger: int
    orders: int
    ordered: int
    held: int
    reservations_by_order: Counter[int]
    numbers: list[int]
    placed_events: int
    carts_with_two_orders: int
    unfinished_jobs: int
    messages: Counter[int | None]
    event_ids: frozenset[int]


def read_books(market: Market) -> Books:
    """Count everything, with the server stopped or running."""
    app = create_app(read_settings(market.server.environment()))
    with app.app_context(), enter_shop(market.shop_id):
        held = db.session.scalars(select(Reservation).where(Reservation.state == ReservationState.HELD)).all()
        numbers = sorted(map(int, db.session.scalars(select(Order.number))))
        events = db.session.execute(select(Event.id, Event.topic)).all()
        keys = db.session.scalars(select(Order.idempotency_key)).all()
        books = Books(
            on_hand=_pieces(StockLevel.on_hand),
            reserved=_pieces(StockLevel.reserved),
            ledger=_pieces(StockMovement.reserved_change),
            orders=len(numbers),
            ordered=_pieces(LineItem.quantity),
            held=sum(row.quantity for row in held) // 1000,
            reservations_by_order=Counter(row.order_id for row in held),
            numbers=numbers,
            placed_events=sum(event.topic == "order.placed" for event in events),
            carts_with_two_orders=len(keys) - len(set(keys)),
            unfinished_jobs=_unfinished(market.shop_id),
            messages=Counter(
                db.session.scalars(select(Message.event_id).where(Message.shop_id == market.shop_id))
            ),
            event_ids=frozenset(event.id for event in events),
        )
        db.engine.dispose()
    return books


def _pieces(column: InstrumentedAttribute[int]) -> int:
    return (db.session.scalar(select(func.sum(column))) or 0) // 1000


def _unfinished(shop_id: int) -> int:
    jobs = select(func.count()).select_from(Job).where(Job.shop_id == shop_id, Job.done_at.is_(None))
    return db.session.scalar(jobs) or 0
