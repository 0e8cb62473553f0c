import pytest
from sqlalchemy import select

from storefront.domain.orders.cancel import cancel
from storefront.domain.shipping.fulfil import NothingToReturn, OrderNotFulfillable, fulfil, take_back
from storefront.domain.shipping.tracking import mark_delivered, track
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.events import SYSTEM, Event
from storefront.models.order import Acceptance, Fulfillment, FulfillmentSummary, Order
from storefront.models.shop import Shop
from storefront.models.stock import Reservation
from tests.factories import make_order, make_variant, stock_of


def send(order: Order, key: str = "a", lines: dict[int, int] | None = None) -> Fulfillment:
    return fulfil(order, lines=lines, carrier=" GHN ", tracking_number="G1", key=key, by=SYSTEM)


def test_sending_takes_the_goods_and_accepts_the_offer(shop: Shop) -> None:
    variant = make_variant(stock=5000)
    order = make_order((variant, 2000))

    fulfillment = send(order)

    assert stock_of(variant) == (3000, 0)
    assert (fulfillment.carrier, fulfillment.tracking_number) == ("GHN", "G1")
    assert (order.acceptance, order.fulfillment_summary) == (Acceptance.ACCEPTED, FulfillmentSummary.DONE)


def test_a_part_can_be_sent_first(shop: Shop) -> None:
    variant = make_variant(stock=5000)
    order = make_order((variant, 3000))
    line = order.line_items[0]

    send(order, lines={line.id: 1000})
    part = order.fulfillment_summary
    send(order, key="b")

    assert part is FulfillmentSummary.PARTIAL
    assert order.fulfillment_summary is FulfillmentSummary.DONE
    assert stock_of(variant) == (2000, 0)


def test_what_is_sent_later_stays_held_for_as_long_as_it_takes(shop: Shop) -> None:
    order = make_order((make_variant(stock=5000), 3000))

    send(order, lines={order.line_items[0].id: 1000})

    assert db.session.scalars(select(Reservation.expires_at)).one() is None


def test_the_same_key_sends_once(shop: Shop) -> None:
    variant = make_variant(stock=5000)
    order = make_order((variant, 3000))
    lines = {order.line_items[0].id: 1000}

    first, second = send(order, lines=lines), send(order, lines=lines)

    assert first.id == second.id
    assert stock_of(variant) == (4000, 2000)


@pytest.mark.parametrize("quantity", [-1000, 4000])
def test_only_what_was_ordered_can_be_sent(shop: Shop, quantity: int) -> None:
    order = make_order((make_variant(stock=5000), 3000))

    with pytest.raises(Invalid):
        send(order, lines={order.line_items[0].id: quantity})


def test_nothing_left_cannot_be_sent(shop: Shop) -> None:
    order = make_order()
    send(order)

    with pytest.raises(Invalid):
        send(order, key="b")


def test_a_cancelled_order_cannot_be_sent(shop: Shop) -> None:
    order = make_order()
    cancel(order, reason="", by=SYSTEM)

    with pytest.raises(OrderNotFulfillable):
        send(order)


def test_goods_that_come_back_can_be_sold_again(shop: Shop) -> None:
    variant = make_variant(stock=5000)
    order = make_order((variant, 2000))
    send(order)

    take_back(order, lines={order.line_items[0].id: 2000}, restock=True, reason="Vỡ hộp", by=SYSTEM)

    assert stock_of(variant) == (5000, 0)
    assert order.owner_note == "Hàng trả lại: Vỡ hộp"
    facts = db.session.scalars(select(Event.facts).where(Event.topic == "order.returned")).one()
    assert "Vỡ hộp" not in str(facts)
    assert order.fulfillment_summary is FulfillmentSummary.RETURNED


def test_spoilt_goods_stay_off_the_shelf(shop: Shop) -> None:
    variant = make_variant(stock=5000)
    order = make_order((variant, 2000))
    send(order)

    take_back(order, lines={order.line_items[0].id: 1000}, restock=False, reason="", by=SYSTEM)

    assert stock_of(variant) == (3000, 0)
    assert order.fulfillment_summary is FulfillmentSummary.DONE


def test_no_more_comes_back_than_was_sent(shop: Shop) -> None:
    order = make_order((make_variant(stock=5000), 2000))
    send(order)
    line = order.line_items[0].id
    take_back(order, lines={line: 1500}, restock=True, reason="", by=SYSTEM)

    with pytest.raises(NothingToReturn):
        take_back(order, lines={line: 1000}, restock=True, reason="", by=SYSTEM)


def test_a_shipment_is_followed(shop: Shop) -> None:
    fulfillment = send(make_order())

    track(fulfillment, carrier="Xe khách", tracking_number="36B-1", tracking_url="", by=SYSTEM)
    mark_delivered(fulfillment, by=SYSTEM)
    first = fulfillment.delivered_at
    mark_delivered(fulfillment, by=SYSTEM)

    assert fulfillment.carrier == "Xe khách"
    assert first is not None
    assert fulfillment.delivered_at == first
