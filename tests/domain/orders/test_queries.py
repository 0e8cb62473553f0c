from datetime import timedelta

import pytest

from storefront.domain.orders.accept import accept, decline
from storefront.domain.orders.mark_paid import mark_paid
from storefront.domain.orders.note import set_note
from storefront.domain.orders.queries import OrderFilter, order_by_number, orders, timeline
from storefront.domain.orders.tokens import OrderNotFound
from storefront.infra import clock
from storefront.infra.events import SYSTEM
from storefront.models.order import Acceptance, Mode, PaymentSummary
from storefront.models.shop import Shop
from tests.factories import make_order


def numbers(**wanted: object) -> list[str]:
    page = orders(OrderFilter(Mode.LIVE, **wanted))  # type: ignore[arg-type]
    return [row.order.number for row in page.rows]


def test_an_order_is_found_by_its_number(shop: Shop) -> None:
    order = make_order()

    assert order_by_number(order.number).id == order.id
    with pytest.raises(OrderNotFound):
        order_by_number("9999")


@pytest.mark.parametrize("typed", ["1002", "#1002", "le thi man", "Mận", "0987 654", "+84987654321"])
def test_a_list_is_searched_by_number_name_without_marks_and_phone(shop: Shop, typed: str) -> None:
    make_order()
    make_order(name="Lê Thị Mận", phone="0987 654 321")

    assert numbers(query=typed) == ["1002"]


def test_a_list_is_filtered_by_where_orders_stand(shop: Shop) -> None:
    make_order()
    accept(make_order(), by=SYSTEM)
    decline(make_order(), reason="", by=SYSTEM)
    paid = make_order()
    mark_paid(paid, paid.total, form_key="a", by=SYSTEM)

    assert numbers(acceptance=Acceptance.WAITING) == ["1004", "1001"]
    assert numbers(acceptance=Acceptance.ACCEPTED) == ["1002"]
    assert numbers(acceptance=Acceptance.DECLINED) == ["1003"]
    assert numbers(payment=PaymentSummary.PAID) == ["1004"]


def test_a_list_is_filtered_by_days_of_vietnam(shop: Shop) -> None:
    today = clock.today_vn()
    with clock.moved_to(clock.now() - timedelta(days=3)):
        make_order()
    make_order()

    assert numbers(first_day=today) == ["1002"]
    assert numbers(last_day=today - timedelta(days=1)) == ["1001"]


def test_a_live_list_shows_no_test_orders(shop: Shop) -> None:
    make_order().mode = Mode.TEST

    assert numbers() == []


def test_a_long_list_goes_on_where_it_stopped(shop: Shop) -> None:
    made = [make_order().number for _ in range(5)]
    wanted = OrderFilter(Mode.LIVE)

    first = orders(wanted, limit=3)
    second = orders(wanted, after=first.after, limit=3)

    shown = [row.order.number for row in (*first.rows, *second.rows)]
    assert shown == made[::-1]
    assert second.after is None


def test_the_timeline_tells_of_the_order_and_its_payments(shop: Shop) -> None:
    make_order()
    order = make_order()
    accept(order, by=SYSTEM)
    mark_paid(order, order.total, form_key="a", by=SYSTEM)
    set_note(order, "Gọi trước khi giao", by=SYSTEM)

    topics = [event.topic for event in timeline(order)]

    assert topics == ["order.placed", "order.accepted", "payment.succeeded", "order.noted"]


def test_a_note_is_kept_and_not_told(shop: Shop) -> None:
    order = make_order()

    set_note(order, "  Gọi trước\r\nkhi giao ", by=SYSTEM)

    assert order.owner_note == "Gọi trước\nkhi giao"
    assert "Gọi" not in str(timeline(order)[-1].facts)
