from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from storefront.domain.reconciliation import month as accounts
from storefront.domain.reconciliation.values import Road
from storefront.infra import clock
from storefront.infra.db import db
from storefront.models.order import Mode, Order
from storefront.models.shop import Shop
from tests.domain.reconciliation.in_database import after, fill_shop
from tests.domain.reconciliation.month_maker import RawMonth, make_month


@pytest.fixture
def raw(shop: Shop) -> Iterator[RawMonth]:
    """A shop's book of a clean month, of which nobody has told anything, nor the bank of its transfers."""
    made = make_month(51)
    with clock.moved_to(after(made)):
        fill_shop(made)
        yield made


def test_who_has_told_nothing_yet_is_named_and_blamed_for_nothing(raw: RawMonth) -> None:
    loaded, result = accounts.figures(raw.name, Mode.LIVE)

    assert loaded.unheard == ("cod", "momo", "vnpay")
    assert {payment.road for payment in loaded.values.payments} == {Road.HAND}
    assert {finding.cause for finding in result.findings} == {"order_refunded_too_much"}


def test_the_owners_own_test_is_in_no_figure(raw: RawMonth) -> None:
    before = accounts.figures(raw.name, Mode.LIVE)[1].sums
    order = db.session.scalars(select(Order).order_by(Order.id)).first()
    order.self_test = True
    db.session.flush()

    sums = accounts.figures(raw.name, Mode.LIVE)[1].sums

    assert (sums.orders, sums.total) == (before.orders - 1, before.total - order.total)


def test_practice_orders_are_another_book(raw: RawMonth) -> None:
    loaded, result = accounts.figures(raw.name, Mode.TEST)

    assert (loaded.values.orders, loaded.values.payments, result.sums.total) == ((), (), 0)
