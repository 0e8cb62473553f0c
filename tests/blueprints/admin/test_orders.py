from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.order import Acceptance, FulfillmentSummary, Order, OrderState, PaymentSummary
from storefront.models.payment import PaymentMethod
from storefront.models.user import Role
from tests.factories import make_order, make_payment_method, make_shop, make_variant, put_in_stock
from tests.factories.users import make_member, make_user
from tests.visitor import Visitor


@dataclass
class Desk:
    """A shop with one order of two pieces (of five), its owner signed in."""

    app: Flask
    visitor: Visitor
    shop_id: int
    slug: str
    order_id: int
    number: str

    @property
    def url(self) -> str:
        return f"/admin/{self.slug}/orders/{self.number}"

    def order(self) -> Order:
        with self.app.app_context(), enter_shop(self.shop_id):
            order = db.session.get_one(Order, (self.shop_id, self.order_id))
            assert order.line_items is not None
            assert order.fulfillments is not None
            db.session.expunge_all()
            return order


def open_desk(app: Flask, visitor: Visitor, role: Role = Role.OWNER, gateway: str = "cod") -> Desk:
    with app.app_context():
        shop = make_shop()
        user = make_user()
        make_member(shop, role, user)
        with enter_shop(shop.id):
            options = {"bank_bin": "970436", "account": "0011004000123", "holder": "HTX BA LANG"}
            make_payment_method(gateway, **(options if gateway == "bank_transfer" else {}))
            variant = make_variant(stock_tracked=True)
            put_in_stock(variant, 5000)
            order = make_order((variant, 2000))
            desk = Desk(app, visitor, shop.id, shop.slug, order.id, order.number)
            user_id = user.id
            db.session.commit()
    visitor.sign_in(user_id)
    return desk


@pytest.fixture
def desk(app: Flask, visitor: Visitor) -> Desk:
    return open_desk(app, visitor)


def test_the_list_shows_the_order_and_finds_it_without_marks(desk: Desk) -> None:
    listed = desk.visitor.get(f"/admin/{desk.slug}/orders/?q=nguyen thi dao")

    assert listed.status_code == 200
    assert f"#{desk.number}" in listed.text


def test_filters_that_were_not_touched_are_not_called_wrong(desk: Desk) -> None:
    page = desk.visitor.get(f"/admin/{desk.slug}/orders/").text

    assert "aria-invalid" not in page


def test_a_filter_that_is_not_on_its_list_does_not_narrow(desk: Desk) -> None:
    page = desk.visitor.get(f"/admin/{desk.slug}/orders/?answer=maybe&money=gold")

    assert page.status_code == 200
    assert f"#{desk.number}" in page.text


def test_a_search_for_nobody_says_so(desk: Desk) -> None:
    listed = desk.visitor.get(f"/admin/{desk.slug}/orders/?q=khongcoai")

    assert "Không có đơn nào khớp" in listed.text


def test_the_dashboard_says_what_waits(desk: Desk) -> None:
    seen = desk.visitor.get(f"/admin/{desk.slug}/")

    assert "1 đơn chờ bạn trả lời" in seen.text


def test_the_owner_confirms_sends_and_records_the_cash(desk: Desk) -> None:
    page = desk.visitor.get(desk.url)
    assert "Xác nhận đơn" in page.text

    desk.visitor.post(f"{desk.url}/acceptance")
    page = desk.visitor.get(desk.url)
    desk.visitor.post(f"{desk.url}/fulfillments", {"carrier": "Xe khách", "form_key": "k1"})
    desk.visitor.get(desk.url)
    answer = desk.visitor.post(f"{desk.url}/payments", {"amount": str(desk.order().total), "form_key": "k2"})

    order = desk.order()
    assert answer.status_code == 303
    assert order.acceptance is Acceptance.ACCEPTED
    assert (order.payment_summary, order.fulfillment_summary) == (
        PaymentSummary.PAID,
        FulfillmentSummary.DONE,
    )
    assert order.state is OrderState.COMPLETED


def test_a_bad_amount_is_told_and_kept(desk: Desk) -> None:
    desk.visitor.get(desk.url)

    answer = desk.visitor.post(f"{desk.url}/payments", {"amount": "mười nghìn", "form_key": "k"})

    assert answer.status_code == 422
    assert "mười nghìn" in answer.text


def test_declining_frees_the_goods(desk: Desk) -> None:
    desk.visitor.get(desk.url)

    desk.visitor.post(f"{desk.url}/refusal", {"reason": "Hết hàng"})

    assert desk.order().acceptance is Acceptance.DECLINED


def test_sending_a_part_leaves_the_rest(desk: Desk) -> None:
    desk.visitor.get(desk.url)
    desk.visitor.post(f"{desk.url}/acceptance")
    line = desk.order().line_items[0].id
    desk.visitor.get(desk.url)

    desk.visitor.post(f"{desk.url}/fulfillments", {f"line-{line}": "1", "some": "1", "form_key": "k1"})

    assert desk.order().fulfillment_summary is FulfillmentSummary.PARTIAL


def test_a_quantity_that_is_no_number_is_told(desk: Desk) -> None:
    desk.visitor.get(desk.url)
    desk.visitor.post(f"{desk.url}/acceptance")
    line = desk.order().line_items[0].id
    desk.visitor.get(desk.url)

    answer = desk.visitor.post(f"{desk.url}/fulfillments", {f"line-{line}": "một", "some": "1"})

    assert answer.status_code == 422


def test_goods_that_came_back_are_on_the_shelf_again(desk: Desk) -> None:
    desk.visitor.get(desk.url)
    desk.visitor.post(f"{desk.url}/acceptance")
    desk.visitor.get(desk.url)
    desk.visitor.post(f"{desk.url}/fulfillments", {"form_key": "k1"})
    line = desk.order().line_items[0].id
    desk.visitor.get(desk.url)

    answer = desk.visitor.post(
        f"{desk.url}/returns", {f"line-{line}": "2", "restock": "y", "reason": "Đổi ý"}
    )

    assert answer.status_code == 303
    assert desk.order().fulfillment_summary is FulfillmentSummary.RETURNED


def test_a_transfer_is_refunded_by_hand(app: Flask, visitor: Visitor) -> None:
    desk = open_desk(app, visitor, gateway="bank_transfer")
    visitor.get(desk.url)
    visitor.post(f"{desk.url}/payments", {"amount": str(desk.order().total), "form_key": "k"})
    visitor.get(desk.url)
    visitor.post(f"{desk.url}/refunds", {"amount": "10.000", "reason": "Vỡ chai", "form_key": "r"})

    shown = visitor.get(desk.url)

    assert "Hoàn tiền 10.000" in shown.text
    assert "Một khoản hoàn tiền đang chờ bạn" in shown.text


def test_papers_are_pdf_files(desk: Desk) -> None:
    slip = desk.visitor.get(f"{desk.url}/packing-slip.pdf")
    contract = desk.visitor.get(f"{desk.url}/contract.pdf")

    assert (slip.data[:5], contract.data[:5]) == (b"%PDF-", b"%PDF-")


def test_an_accountant_may_not_confirm(app: Flask, visitor: Visitor) -> None:
    desk = open_desk(app, visitor, Role.ACCOUNTANT)
    visitor.get(desk.url)

    answer = visitor.post(f"{desk.url}/acceptance")

    assert answer.status_code == 403
    assert desk.order().acceptance is Acceptance.WAITING


def test_another_shops_order_is_not_found(app: Flask, visitor: Visitor, desk: Desk) -> None:
    other = open_desk(app, Visitor(app))

    answer = visitor.get(f"/admin/{other.slug}/orders/{other.number}")

    assert answer.status_code == 404


def test_nobody_is_sent_to_sign_in(app: Flask, desk: Desk) -> None:
    answer = Visitor(app).get(desk.url)

    assert answer.status_code == 303
    assert "/sign-in" in answer.location


def test_a_practice_gateway_is_never_in_a_real_shops_desk(desk: Desk) -> None:
    with desk.app.app_context(), enter_shop(desk.shop_id):
        assert db.session.scalars(select(PaymentMethod.gateway)).all() == ["cod"]
