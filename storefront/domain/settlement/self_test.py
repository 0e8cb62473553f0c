"""The owner's small test payment: real keys, real calls, and side by side what shop, gateway and bank saw.

It hangs on an order of its own that holds no goods, writes to nobody and stands in no list or figure of
orders. The money is as real as the method's, so it can be given back on that order's page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext, lazy_gettext
from sqlalchemy import select

from storefront.adapters.gateways.base import Capabilities, Channel, GatewayEvent, Patience
from storefront.domain.customers.register import customer_for
from storefront.domain.orders.tokens import order_token
from storefront.domain.payments import poll
from storefront.domain.payments.methods import capabilities_of
from storefront.domain.payments.record import facts_of_payment
from storefront.domain.payments.start import create_payment
from storefront.infra import clock, events, ids
from storefront.infra.db import db
from storefront.infra.errors import Conflict
from storefront.infra.i18n import current_locale
from storefront.infra.numbering import next_number
from storefront.infra.tenancy import current_shop_id
from storefront.infra.tokens import token_hash
from storefront.models.bank import BankLine
from storefront.models.order import FulfillmentSummary, Order
from storefront.models.payment import Payment, PaymentMethod, Transaction
from storefront.models.shop import Shop

SUM = 2_000
"""Minor units of VND; a gateway that takes no such small sum is tested with the least it takes."""
KEPT = dt.timedelta(days=3 * 365 + 1)
NOBODY = ""
"""The phone of the customer whom all self-tests of a shop belong to; it has no orders that count."""


class NotTestable(Conflict):
    """Nothing moves by itself there, so there is nothing to see."""

    code = "self_test_not_possible"
    message = lazy_gettext("This way of paying is handled by people alone; there is nothing to test.")


def is_testable(able: Capabilities) -> bool:
    """Whether money moves there without a person of the shop."""
    by_people = able.staff_only or able.internal or able.patience is Patience.DOOR
    return not by_people and "VND" in able.currencies


def sum_of(able: Capabilities, channel: Channel) -> int:
    """What is paid for the test, in minor units."""
    lowest = channel.minimum or able.minimum
    return max(SUM, lowest.amount)


def begin(shop: Shop, method: PaymentMethod, *, by: events.Actor) -> Payment:
    """A test payment as a row, to be started like any other. Raises NotTestable."""
    able = capabilities_of(method)
    if not is_testable(able):
        raise NotTestable(gateway=method.gateway)
    channel = _channel(method, able)
    order = _order(shop, method, sum_of(able, channel))
    db.session.add(order)
    db.session.flush()
    events.record("payment_method.self_test_begun", method, by=by, gateway=method.gateway, order=order.number)
    return create_payment(order, method, channel=channel.code)


def latest(method: PaymentMethod) -> Payment | None:
    """The newest test payment of a method."""
    return db.session.scalar(
        select(Payment)
        .join(Order, (Order.shop_id == Payment.shop_id) & (Order.id == Payment.order_id))
        .where(Order.self_test.is_(True), Payment.payment_method_id == method.id)
        .order_by(Payment.id.desc())
        .limit(1)
    )


def shop_saw(payment: Payment) -> Sequence[Transaction]:
    """The facts the shop was told, oldest first."""
    return facts_of_payment(payment)


def gateway_sees(payment: Payment) -> list[GatewayEvent]:
    """What the gateway says now, changing nothing. Commits, and calls. Raises GatewayUnavailable."""
    return poll.ask(payment)


def bank_saw(payment: Payment) -> list[BankLine]:
    """The bank lines matched to the payment."""
    mine = select(BankLine).where(BankLine.payment_id == payment.id).order_by(BankLine.id)
    return list(db.session.scalars(mine).all())


def _channel(method: PaymentMethod, able: Capabilities) -> Channel:
    wanted = method.conditions.get("channels") or [able.channels[0].code]
    return next((channel for channel in able.channels if channel.code in wanted), able.channels[0])


def _order(shop: Shop, method: PaymentMethod, amount: int) -> Order:
    name = gettext("Self-test of a way of paying")
    customer = customer_for(NOBODY, name=name, email=None, locale=current_locale())
    db.session.flush()
    now = clock.now()
    order = Order(
        shop_id=current_shop_id(),
        id=ids.new_id(),
        number=f"K-{next_number('self_test')}",
        mode=method.mode,
        self_test=True,
        idempotency_key=f"self-test:{ids.new_id()}",
        customer_id=customer.id,
        locale=current_locale(),
        currency=shop.currency,
        subtotal=amount,
        shipping_fee=0,
        total=amount,
        seller={"name": shop.name, "slug": shop.slug, "legal_name": shop.name},
        buyer={"name": name, "phone": NOBODY, "email": None, "address": None},
        delivery={"name": "", "promise": ""},
        payment_choice=method.gateway,
        placed_at=now,
        accepted_at=now,
        fulfillment_summary=FulfillmentSummary.DONE,
        retain_until=now + KEPT,
        line_items=[],
        fulfillments=[],
    )
    order.token_hash = token_hash(order_token(order))
    return order
