"""An unpaid order is paid once more, by the same method or another one."""

from __future__ import annotations

from sqlalchemy import select

from storefront.domain.inventory import reserve as stock
from storefront.domain.orders.deadlines import hold_time, waits_for_answer
from storefront.domain.orders.transitions import OrderClosed
from storefront.domain.payments.start import create_payment
from storefront.infra import clock
from storefront.infra.db import db, locked
from storefront.models.order import Order, OrderState
from storefront.models.payment import Payment, PaymentMethod
from storefront.models.shop import ShopSettings


def pay_again(
    order: Order, method: PaymentMethod, *, channel: str = "", amount: int | None = None
) -> Payment:
    """Begin another payment of what is asked for now, or of `amount` (minor units).

    Goods let go meanwhile are held again.

    What was agreed keeps the method chosen first. Raises OrderClosed, NothingToPay, NotEnoughStock.
    """
    order = locked(order)
    if order.state is not OrderState.OPEN:
        raise OrderClosed
    payment = create_payment(
        order, method, amount=order.due_now if amount is None else amount, channel=channel
    )
    settings = db.session.scalars(select(ShopSettings)).one()
    until = clock.now() + hold_time(method.gateway, settings)
    if not stock.holds(order):
        stock.reserve(order, expires_at=until)
    elif order.awaits_answer:
        stock.prolong(order, until)
    if order.awaits_answer:
        order.answer_by = until if waits_for_answer(method.gateway) else None
    return payment
