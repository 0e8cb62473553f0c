from collections.abc import Callable

import pytest
from sqlalchemy import select

from storefront.domain.inventory.queries import stock_row
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.order import Order, OrderState
from storefront.models.product import Variant
from storefront.models.user import Role
from tests.blueprints.admin.conftest import Seat
from tests.factories import make_order, make_payment_method, make_variant, put_in_stock, stock_of


@pytest.fixture
def owner(seat: Callable[..., Seat]) -> Seat:
    return seat()


def variant_at(seat: Seat, name: str = "Mật ong", on_hand: int = 9000) -> int:
    with seat.app.app_context(), enter_shop(seat.shop_id):
        variant = make_variant(name=name, stock_tracked=True)
        put_in_stock(variant, on_hand)
        db.session.commit()
        return variant.id


def order_of(seat: Seat, variant_id: int, quantity: int) -> str:
    with seat.app.app_context(), enter_shop(seat.shop_id):
        make_payment_method()
        order = make_order((db.session.get_one(Variant, (seat.shop_id, variant_id)), quantity))
        db.session.commit()
        return order.number


def stock(seat: Seat, variant_id: int) -> tuple[int, int, int | None]:
    """On hand, reserved, and the count that waits."""
    with seat.app.app_context(), enter_shop(seat.shop_id):
        on_hand, reserved = stock_of(db.session.get_one(Variant, (seat.shop_id, variant_id)))
        return on_hand, reserved, stock_row(variant_id).waiting


def state_of(seat: Seat, number: str) -> OrderState:
    with seat.app.app_context(), enter_shop(seat.shop_id):
        return db.session.scalars(select(Order).where(Order.number == number)).one().state


def test_the_list_shows_what_may_still_be_sold(owner: Seat) -> None:
    variant_id = variant_at(owner)
    order_of(owner, variant_id, 2000)

    listed = owner.visitor.get(owner.url("/stock/?q=mat ong"))

    assert "9 chai" in listed.text
    assert "2 chai" in listed.text
    assert "7 chai" in listed.text


def test_only_what_is_sold_out_when_asked(owner: Seat) -> None:
    variant_at(owner, "Còn nhiều")
    variant_at(owner, "Hết rồi", on_hand=0)

    listed = owner.visitor.get(owner.url("/stock/?only=out"))

    assert "Hết rồi" in listed.text
    assert "Còn nhiều" not in listed.text


def test_a_count_is_written_and_stands_in_the_ledger(owner: Seat) -> None:
    variant_id = variant_at(owner)
    owner.visitor.get(owner.url(f"/stock/{variant_id}"))

    owner.visitor.post(
        owner.url(f"/stock/{variant_id}/counts"), {"counted": "7,5", "count_note": "Cuối ngày"}
    )

    assert stock(owner, variant_id) == (7500, 0, None)
    assert "Cuối ngày" in owner.visitor.get(owner.url(f"/stock/{variant_id}")).text


def test_a_count_that_is_no_number_is_kept_as_typed(owner: Seat) -> None:
    variant_id = variant_at(owner)
    owner.visitor.get(owner.url(f"/stock/{variant_id}"))

    again = owner.visitor.post(owner.url(f"/stock/{variant_id}/counts"), {"counted": "bảy"})

    assert again.status_code == 422
    assert 'value="bảy"' in again.text


def test_what_came_in_is_added(owner: Seat) -> None:
    variant_id = variant_at(owner)
    owner.visitor.get(owner.url(f"/stock/{variant_id}"))

    owner.visitor.post(owner.url(f"/stock/{variant_id}/receipts"), {"quantity": "3"})
    nothing = owner.visitor.post(owner.url(f"/stock/{variant_id}/receipts"), {"quantity": "0"})

    assert stock(owner, variant_id)[0] == 12_000
    assert nothing.status_code == 422


def test_a_count_below_what_orders_hold_names_them(owner: Seat) -> None:
    variant_id = variant_at(owner)
    number = order_of(owner, variant_id, 5000)
    owner.visitor.get(owner.url(f"/stock/{variant_id}"))

    owner.visitor.post(owner.url(f"/stock/{variant_id}/counts"), {"counted": "4"})

    assert stock(owner, variant_id) == (9000, 5000, 4000)
    assert f'name="order-{number}"' in owner.visitor.get(owner.url(f"/stock/{variant_id}")).text


def test_cancelling_enough_orders_writes_the_count(owner: Seat) -> None:
    variant_id = variant_at(owner)
    number = order_of(owner, variant_id, 5000)
    owner.visitor.get(owner.url(f"/stock/{variant_id}"))
    owner.visitor.post(owner.url(f"/stock/{variant_id}/counts"), {"counted": "4"})

    owner.visitor.post(owner.url(f"/stock/{variant_id}/freeing"), {f"order-{number}": "cancel"})

    assert stock(owner, variant_id) == (4000, 0, None)
    assert state_of(owner, number) is OrderState.CANCELLED


def test_an_order_may_wait_for_new_goods_instead(owner: Seat) -> None:
    variant_id = variant_at(owner)
    number = order_of(owner, variant_id, 5000)
    owner.visitor.get(owner.url(f"/stock/{variant_id}"))
    owner.visitor.post(owner.url(f"/stock/{variant_id}/counts"), {"counted": "4"})

    owner.visitor.post(owner.url(f"/stock/{variant_id}/freeing"), {f"order-{number}": "backorder"})

    assert stock(owner, variant_id) == (4000, 0, None)
    assert state_of(owner, number) is OrderState.OPEN
    assert "Chờ hàng" in owner.visitor.get(owner.url(f"/orders/{number}")).text


def test_choosing_no_order_is_said(owner: Seat) -> None:
    variant_id = variant_at(owner)
    order_of(owner, variant_id, 5000)
    owner.visitor.get(owner.url(f"/stock/{variant_id}"))
    owner.visitor.post(owner.url(f"/stock/{variant_id}/counts"), {"counted": "4"})

    again = owner.visitor.post(owner.url(f"/stock/{variant_id}/freeing"), {})

    assert again.status_code == 422
    assert "ít nhất một đơn" in again.text


def test_an_order_clerk_sees_stock_and_does_not_count_it(seat: Callable[..., Seat]) -> None:
    clerk = seat(Role.ORDER_CLERK)
    variant_id = variant_at(clerk)

    seen = clerk.visitor.get(clerk.url(f"/stock/{variant_id}"))
    counted = clerk.visitor.post(clerk.url(f"/stock/{variant_id}/counts"), {"counted": "1"})

    assert seen.status_code == 200
    assert 'name="counted"' not in seen.text
    assert counted.status_code == 403


def test_a_catalogue_editor_does_not_cancel_orders_here(seat: Callable[..., Seat]) -> None:
    editor = seat(Role.CATALOGUE_EDITOR)
    variant_id = variant_at(editor)

    assert editor.visitor.post(editor.url(f"/stock/{variant_id}/freeing")).status_code == 403


def test_another_shops_variant_is_not_found(seat: Callable[..., Seat]) -> None:
    owner, other = seat(), seat()
    variant_id = variant_at(other)

    assert owner.visitor.get(owner.url(f"/stock/{variant_id}")).status_code == 404
    assert owner.visitor.post(owner.url(f"/stock/{variant_id}/counts")).status_code == 404


def test_the_level_of_warning_is_set_and_marks_the_list(owner: Seat) -> None:
    variant_id = variant_at(owner)
    owner.visitor.get(owner.url(f"/stock/{variant_id}"))

    wrong = owner.visitor.post(owner.url(f"/stock/{variant_id}/warning"), {"low_at": "ít"})
    owner.visitor.post(owner.url(f"/stock/{variant_id}/warning"), {"low_at": "100"})

    assert wrong.status_code == 422
    assert 'value="ít"' in wrong.text
    assert "Sắp hết" in owner.visitor.get(owner.url("/stock/")).text
