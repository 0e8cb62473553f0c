import pytest
from sqlalchemy import func, select

from storefront.domain.orders.mark_paid import mark_paid
from storefront.domain.payments.start import NothingToPay
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.events import SYSTEM
from storefront.models.order import PaymentSummary
from storefront.models.payment import Transaction
from storefront.models.shop import Shop
from tests.factories import make_order


def test_money_received_pays_the_order(shop: Shop) -> None:
    order = make_order()

    mark_paid(order, order.total, form_key="a", by=SYSTEM)

    assert (order.paid, order.payment_summary) == (order.total, PaymentSummary.PAID)


def test_the_same_form_counts_once(shop: Shop) -> None:
    order = make_order()

    mark_paid(order, order.total, form_key="a", by=SYSTEM)
    mark_paid(order, order.total, form_key="a", by=SYSTEM)

    assert order.paid == order.total
    assert db.session.scalar(select(func.count(Transaction.id))) == 1


def test_parts_add_up(shop: Shop) -> None:
    order = make_order()

    mark_paid(order, 25_000, form_key="a", by=SYSTEM)
    part = order.payment_summary
    mark_paid(order, order.total - 25_000, form_key="b", by=SYSTEM)

    assert part is PaymentSummary.PARTLY_PAID
    assert order.payment_summary is PaymentSummary.PAID


def test_a_paid_order_takes_no_more(shop: Shop) -> None:
    order = make_order()
    mark_paid(order, order.total, form_key="a", by=SYSTEM)

    with pytest.raises(NothingToPay):
        mark_paid(order, 1000, form_key="b", by=SYSTEM)


def test_nothing_received_is_refused(shop: Shop) -> None:
    with pytest.raises(Invalid):
        mark_paid(make_order(), 0, form_key="a", by=SYSTEM)
