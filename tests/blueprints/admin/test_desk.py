from flask import Flask
from sqlalchemy import select

from storefront.domain.payments.reviews import open_review
from storefront.domain.support import conversations
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.payment import PaymentMethod, Review
from storefront.models.shop import Shop, ShopMode, ShopSettings, ShopState
from storefront.models.user import Invitation, Membership, Role
from tests.factories import make_payment_method
from tests.factories.users import make_member, make_user

RULES = {
    "answer_hours": "24",
    "transfer_hours": "12",
    "gateway_minutes": "20",
    "cancel_until": "accepted",
    "return_days": "7",
    "complaint_answer_days": "3",
    "complaint_resolve_days": "15",
}


def ask(app: Flask, shop_id: int) -> int:
    with app.app_context(), enter_shop(shop_id):
        asked = conversations.ask(name="Chị Hoa", phone="+84912345678", email="", body="Còn mắm tôm không?")
        db.session.commit()
        return asked.id


def test_a_question_is_read_answered_and_put_away(app: Flask, seat) -> None:
    desk = seat()
    number = ask(app, desk.shop_id)
    listed = desk.visitor.get(desk.url("/inbox/"))
    shown = desk.visitor.get(desk.url(f"/inbox/{number}"))

    answered = desk.visitor.post(desk.url(f"/inbox/{number}/answers"), {"body": "Dạ còn ạ."})
    desk.visitor.get(desk.url(f"/inbox/{number}"))
    closed = desk.visitor.post(desk.url(f"/inbox/{number}/closing"))

    assert "Chị Hoa" in listed.text
    assert "Còn mắm tôm không?" in shown.text
    assert (answered.status_code, closed.status_code) == (303, 303)
    assert "Chị Hoa" in desk.visitor.get(desk.url("/inbox/?closed=1")).text


def test_an_empty_answer_is_told(app: Flask, seat) -> None:
    desk = seat()
    number = ask(app, desk.shop_id)
    desk.visitor.get(desk.url(f"/inbox/{number}"))

    answer = desk.visitor.post(desk.url(f"/inbox/{number}/answers"), {"body": " "})

    assert answer.status_code == 422


def test_rules_are_saved_and_bounds_are_told(app: Flask, seat) -> None:
    desk = seat()
    desk.visitor.get(desk.url("/settings/"))

    good = desk.visitor.post(desk.url("/settings/rules"), {**RULES, "revision": "1"})
    bad = desk.visitor.post(desk.url("/settings/rules"), {**RULES, "answer_hours": "9999", "revision": "2"})

    with app.app_context(), enter_shop(desk.shop_id):
        assert db.session.scalars(select(ShopSettings.answer_hours)).one() == 24
    assert (good.status_code, bad.status_code) == (303, 422)
    assert "9999" in bad.text


def test_two_devices_never_overwrite_each_others_rules(seat) -> None:
    desk = seat()
    desk.visitor.get(desk.url("/settings/"))
    desk.visitor.post(desk.url("/settings/rules"), {**RULES, "revision": "1"})

    second = desk.visitor.post(desk.url("/settings/rules"), {**RULES, "return_days": "9", "revision": "1"})

    assert second.status_code == 422
    assert "Có người khác vừa đổi cài đặt" in second.text
    assert 'value="9"' in second.text


def test_a_shop_is_paused_and_opened_again(app: Flask, seat) -> None:
    desk = seat()
    desk.visitor.get(desk.url("/settings/"))

    desk.visitor.post(desk.url("/settings/pause"))
    with app.app_context():
        paused = db.session.get_one(Shop, desk.shop_id).state
    desk.visitor.post(desk.url("/settings/opening"))

    with app.app_context():
        assert (paused, db.session.get_one(Shop, desk.shop_id).state) == (ShopState.PAUSED, ShopState.OPEN)


def test_a_manager_does_not_decide_where_money_goes(app: Flask, seat) -> None:
    desk = seat(Role.MANAGER)
    with app.app_context(), enter_shop(desk.shop_id):
        method = make_payment_method("cod").id
        db.session.commit()
    desk.visitor.get(desk.url("/payments/"))

    answer = desk.visitor.post(desk.url(f"/payments/{method}/switching-off"))

    assert answer.status_code == 403


def test_a_way_of_paying_is_switched_off_and_on(app: Flask, seat) -> None:
    desk = seat()
    with app.app_context(), enter_shop(desk.shop_id):
        method = make_payment_method("cod").id
        db.session.commit()
    desk.visitor.get(desk.url("/payments/"))

    desk.visitor.post(desk.url(f"/payments/{method}/switching-off"))
    off = desk.visitor.get(desk.url("/payments/")).text
    desk.visitor.post(desk.url(f"/payments/{method}/switching-on"))

    with app.app_context(), enter_shop(desk.shop_id):
        assert db.session.scalars(select(PaymentMethod.enabled)).one()
    assert "Đang tắt" in off


def test_what_needs_a_look_is_looked_at(app: Flask, seat) -> None:
    desk = seat()
    with app.app_context(), enter_shop(desk.shop_id):
        review = open_review("unknown_payment", amount=50_000, memo="chuyen tien mam").id
        db.session.commit()
    shown = desk.visitor.get(desk.url("/payments/reviews"))

    desk.visitor.post(desk.url(f"/payments/reviews/{review}/resolution"))

    assert "Tiền không thuộc đơn nào" in shown.text
    with app.app_context(), enter_shop(desk.shop_id):
        assert db.session.scalars(select(Review.resolution)).one() == "seen"


def test_somebody_is_invited_by_phone(app: Flask, seat) -> None:
    desk = seat()
    desk.visitor.get(desk.url("/team/"))

    good = desk.visitor.post(desk.url("/team/invitations"), {"name": "0912 345 678", "role": "order_clerk"})
    bad = desk.visitor.post(desk.url("/team/invitations"), {"name": "không phải số", "role": "order_clerk"})

    with app.app_context():
        invited = db.session.scalars(select(Invitation).where(Invitation.shop_id == desk.shop_id)).one()
        assert invited.value == "+84912345678"
    assert (good.status_code, bad.status_code) == (303, 422)


def test_a_member_is_taken_out_and_the_last_owner_stays(app: Flask, seat) -> None:
    desk = seat()
    with app.app_context():
        shop = db.session.get_one(Shop, desk.shop_id)
        clerk = make_member(shop, Role.ORDER_CLERK, make_user()).id
        owner = db.session.scalars(
            select(Membership.id).where(Membership.shop_id == shop.id, Membership.role == Role.OWNER)
        ).one()
        db.session.commit()
    desk.visitor.get(desk.url("/team/"))

    gone = desk.visitor.post(desk.url(f"/team/{clerk}/removal"))
    kept = desk.visitor.post(desk.url(f"/team/{owner}/removal"))

    assert (gone.status_code, kept.status_code) == (303, 409)


def test_the_practice_phone_is_a_practice_shops_only(seat) -> None:
    practising, selling = seat(mode=ShopMode.PRACTICE), seat()

    assert practising.visitor.get(practising.url("/practice-phone/")).status_code == 200
    assert selling.visitor.get(selling.url("/practice-phone/")).status_code == 404


def test_customers_are_found_without_marks(seat) -> None:
    desk = seat()

    listed = desk.visitor.get(desk.url("/customers/?q=khong ai"))

    assert "Không có ai mang tên hoặc số này" in listed.text
