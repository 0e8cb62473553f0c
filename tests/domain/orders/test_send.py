from storefront.domain.orders.mark_paid import mark_paid
from storefront.domain.orders.send import send
from storefront.infra.events import SYSTEM
from storefront.models.order import FulfillmentSummary, OrderState, PaymentSummary
from storefront.models.shop import Shop
from tests.factories import make_order


def test_cash_on_delivery_is_not_paid_by_sending(shop: Shop) -> None:
    order = make_order()

    send(order, lines=None, carrier="", tracking_number="", key="a", by=SYSTEM)

    assert order.payment_summary is PaymentSummary.UNPAID
    assert (order.state, order.fulfillment_summary) == (OrderState.OPEN, FulfillmentSummary.DONE)


def test_an_order_is_complete_when_it_is_sent_and_then_paid(shop: Shop) -> None:
    order = make_order()
    send(order, lines=None, carrier="", tracking_number="", key="a", by=SYSTEM)

    mark_paid(order, order.total, form_key="a", by=SYSTEM)

    assert order.state is OrderState.COMPLETED
    assert order.completed_at is not None


def test_an_order_is_complete_when_it_is_paid_and_then_sent(shop: Shop) -> None:
    order = make_order()
    mark_paid(order, order.total, form_key="a", by=SYSTEM)
    paid = order.state

    send(order, lines=None, carrier="", tracking_number="", key="a", by=SYSTEM)

    assert paid is OrderState.OPEN
    assert order.state is OrderState.COMPLETED


def test_a_part_sent_leaves_the_order_open(shop: Shop) -> None:
    order = make_order()
    mark_paid(order, order.total, form_key="a", by=SYSTEM)

    lines = {order.line_items[0].id: 1000}
    send(order, lines=lines, carrier="", tracking_number="", key="a", by=SYSTEM)

    assert (order.state, order.fulfillment_summary) == (OrderState.OPEN, FulfillmentSummary.PARTIAL)
