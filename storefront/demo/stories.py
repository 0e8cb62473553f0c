"""What becomes of an order: each way it can go is a story, told with the verbs the desk and the clock use."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from storefront.demo.accounts import actor_here
from storefront.demo.buying import Wish, buy, order_of, payment_of
from storefront.demo.calendar import Story
from storefront.demo.files import notes
from storefront.domain.orders import accept, cancel, mark_paid, note
from storefront.domain.orders.send import send
from storefront.domain.payments.refund import finish_refund, request_refund
from storefront.domain.payments.reviews import resolve
from storefront.domain.settlement.pending import close_if_due
from storefront.domain.shipping.fulfil import take_back
from storefront.domain.shipping.tracking import mark_delivered
from storefront.infra import events
from storefront.infra.db import db
from storefront.models.order import LineItem, Order
from storefront.models.payment import Refund, Review
from storefront.models.shop import ShopSettings
from storefront.models.user import Role

CARRIERS = ("Viettel Post", "Giao Hàng Nhanh", "Bưu điện tỉnh", "Xe nhà")
COD, TRANSFER = "cod", "bank_transfer"


@dataclass
class Case:
    """One order on its way through a story; rows are read anew at each step."""

    wish: Wish
    chance: random.Random
    mark: str
    order_id: int = 0

    def placed(self) -> bool:
        """Whether the shopper found something to buy."""
        self.order_id = buy(self.wish, self.chance) or 0
        return self.order_id > 0

    @property
    def order(self) -> Order:
        return order_of(self.order_id)

    def hours(self, least: int, most: int) -> dt.timedelta:
        """Some hours, and minutes that nobody would call round."""
        return dt.timedelta(hours=self.chance.randint(least, most), minutes=self.chance.randint(3, 56))

    def received(self, amount: int, *, again: str = "") -> None:
        """The owner sees money come in and says so."""
        key = f"{self.mark}{again}"
        mark_paid.mark_paid(self.order, amount, form_key=key, by=clerk())

    def sent(self, *, only: LineItem | None = None, again: str = "") -> None:
        """Everything that is left, or one line, leaves for the shopper."""
        lines = {only.id: only.quantity} if only else None
        carrier = self.chance.choice(CARRIERS)
        number = "" if carrier == "Xe nhà" else f"TH{self.chance.randrange(10**9):09}VN"
        send(
            self.order,
            lines=lines,
            carrier=carrier,
            tracking_number=number,
            key=f"{self.mark}{again}",
            by=clerk(),
        )

    def delivered(self) -> None:
        """The parcels of the order have arrived."""
        for fulfillment in self.order.fulfillments:
            mark_delivered(fulfillment, by=clerk())


def clerk() -> events.Actor:
    """Whoever does the orders of the shop in force."""
    return actor_here(Role.ORDER_CLERK)


def cash_at_the_door(case: Case) -> Story:
    """Cash on delivery as it should be: confirmed, sent, handed over, paid."""
    if not case.placed():
        return
    yield case.hours(0, 9)
    accept.accept(case.order, by=clerk())
    yield case.hours(2, 20)
    case.sent()
    yield case.hours(14, 60)
    case.delivered()
    yield case.hours(2, 20)
    case.received(case.order.total)


def paid_by_transfer(case: Case) -> Story:
    """A transfer that the owner finds in the bank's app, then the goods."""
    if not case.placed():
        return
    yield case.hours(0, 6)
    case.received(case.order.total)
    yield case.hours(1, 5)
    accept.accept(case.order, by=clerk())
    yield case.hours(2, 20)
    case.sent()
    yield case.hours(14, 60)
    case.delivered()


def paid_short(case: Case) -> Story:
    """A transfer some thousand short; the rest comes two days later and the question is settled."""
    if not case.placed():
        return
    yield case.hours(1, 5)
    total = case.order.total
    missing = min(20_000, total // 4)
    case.received(total - missing)
    note.set_note(case.order, "Khách chuyển thiếu, đã nhắn khách chuyển nốt.", by=clerk())
    yield case.hours(60, 80)
    case.received(missing, again="-rest")
    settle(case.order, "rest_received")
    yield case.hours(3, 20)
    case.sent()


def paid_over(case: Case) -> Story:
    """A transfer that is too large; the difference goes back by hand."""
    if not case.placed():
        return
    yield case.hours(1, 5)
    case.received(case.order.total + 50_000)
    yield case.hours(3, 20)
    case.sent()
    yield case.hours(20, 60)
    request_refund(
        payment_of(case.order), 50_000, reason="Khách chuyển thừa", key=f"{case.mark}-over", by=clerk()
    )
    yield case.hours(3, 20)
    give_back(case)


def paid_late(case: Case) -> Story:
    """The time to pay passed and the goods went free; then the money came after all."""
    if not case.placed():
        return
    yield from _time_runs_out()
    close_if_due(payment_of(case.order))
    cancel.expire(case.order)
    yield case.hours(5, 20)
    case.received(case.order.total)
    yield case.hours(3, 20)
    case.sent()
    yield case.hours(20, 50)
    case.delivered()


def never_paid(case: Case) -> Story:
    """No money came; after a week the order is cancelled by itself."""
    if not case.placed():
        return
    yield from _time_runs_out()
    close_if_due(payment_of(case.order))
    cancel.expire(case.order)
    yield cancel.ABANDONED_AFTER
    cancel.abandon(case.order)


def declined(case: Case) -> Story:
    """The shop says no."""
    if not case.placed():
        return
    yield case.hours(1, 9)
    accept.decline(case.order, reason="Hết hàng đột xuất", by=clerk())


def lapsed(case: Case) -> Story:
    """Nobody answered in time."""
    if not case.placed():
        return
    hours = db.session.scalars(select(ShopSettings.answer_hours)).one()
    yield dt.timedelta(hours=hours, minutes=1)
    accept.lapse(case.order)


def cancelled_by_shopper(case: Case) -> Story:
    """The shopper changed their mind on the order's own page."""
    if not case.placed():
        return
    yield case.hours(0, 3)
    cancel.cancel_by_shopper(case.order, db.session.scalars(select(ShopSettings)).one())


def cancelled_by_shop(case: Case) -> Story:
    """Confirmed, and then it did not come to it."""
    if not case.placed():
        return
    yield case.hours(1, 5)
    accept.accept(case.order, by=clerk())
    yield case.hours(5, 30)
    cancel.cancel(case.order, reason=case.chance.choice(notes()["cancel_reasons"]), by=clerk())


def paid_then_cancelled(case: Case) -> Story:
    """Paid, then cancelled: the shop owes the money back and sends it by its own bank."""
    if not case.placed():
        return
    yield case.hours(1, 5)
    case.received(case.order.total)
    yield case.hours(5, 30)
    cancel.cancel(case.order, reason="Khách đổi ý", by=clerk())
    yield case.hours(20, 70)
    give_back(case)


def sent_in_two(case: Case) -> Story:
    """One thing was ready at once, the rest a few days later."""
    if not case.placed():
        return
    yield case.hours(1, 9)
    accept.accept(case.order, by=clerk())
    yield case.hours(4, 20)
    lines = case.order.line_items
    case.sent(only=lines[0] if len(lines) > 1 else None)
    yield case.hours(70, 100)
    if len(lines) > 1:
        case.sent(again="-rest")
    yield case.hours(20, 50)
    case.delivered()
    case.received(case.order.total)


def returned(case: Case) -> Story:
    """It came back unopened: on the shelf again, and the money goes back by transfer."""
    if not case.placed():
        return
    yield case.hours(1, 5)
    case.received(case.order.total)
    yield case.hours(4, 20)
    case.sent()
    yield case.hours(30, 60)
    case.delivered()
    yield case.hours(40, 90)
    line = case.order.line_items[0]
    take_back(case.order, lines={line.id: line.fulfilled}, restock=True, reason="Giao nhầm loại", by=clerk())
    request_refund(
        payment_of(case.order), line.amount, reason="Khách trả hàng", key=f"{case.mark}-back", by=clerk()
    )
    yield case.hours(3, 20)
    give_back(case)


def settle(order: Order, resolution: str) -> None:
    """Close what stood open about an order's money."""
    waiting = select(Review).where(Review.order_id == order.id, Review.resolved_at.is_(None))
    for review in db.session.scalars(waiting.order_by(Review.id)).all():
        resolve(review, resolution, by=clerk())


def give_back(case: Case) -> None:
    """The owner has sent the money by bank and writes down the reference."""
    refund = db.session.scalars(select(Refund).where(Refund.order_id == case.order_id)).one()
    finish_refund(refund, reference=f"FT{case.chance.randrange(10**10):010}", by=clerk())
    settle(case.order, "refunded_by_transfer")


def _time_runs_out() -> Story:
    """The wait for a transfer, and a minute."""
    hours = db.session.scalars(select(ShopSettings.transfer_hours)).one()
    yield dt.timedelta(hours=hours, minutes=1)


Ending = Callable[[Case], Story]

USUAL: tuple[tuple[Ending, str, int], ...] = (
    (cash_at_the_door, COD, 40),
    (paid_by_transfer, TRANSFER, 30),
    (cancelled_by_shopper, COD, 3),
    (cancelled_by_shop, COD, 3),
    (never_paid, TRANSFER, 4),
    (declined, COD, 2),
    (lapsed, COD, 2),
    (sent_in_two, COD, 4),
    (paid_late, TRANSFER, 2),
    (paid_short, TRANSFER, 2),
    (paid_over, TRANSFER, 2),
    (paid_then_cancelled, TRANSFER, 2),
    (returned, TRANSFER, 2),
)
"""How orders go, how they are paid, and how often."""
