import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.blueprints.admin.payments.buttons import MAKERS
from storefront.blueprints.admin.payments.forms import masked
from storefront.domain.onboarding import texts
from storefront.domain.payments.reviews import open_review
from storefront.domain.payments.words import REVIEWS
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.order import Mode, Order
from storefront.models.page import Page, PageKind
from storefront.models.payment import Payment, PaymentMethod
from storefront.models.shop import Shop, ShopMode, ShopSettings
from tests.factories import make_delivery, make_payment_method

SECRET = "HASHSECRETHASHSECRETHASHSECRET99"
TYPED = {
    "set_environment": "production",
    "set_tmn_code": "THANHHOA",
    "set_hash_secret": SECRET,
    "set_pay_url": "https://pay.vnpay.example/vpcpay.html",
    "set_api_url": "https://pay.vnpay.example/api",
}
BANK = {"bank_bin": "970436", "account": "0011004000123", "holder": "HTX BA LANG"}


def method_at(app: Flask, desk: Any) -> PaymentMethod:
    with app.app_context(), enter_shop(desk.shop_id):
        found = db.session.scalars(select(PaymentMethod)).one()
        db.session.expunge_all()
        return found


def with_method(app: Flask, desk: Any, gateway: str, mode: Mode = Mode.LIVE, **options: str) -> int:
    with app.app_context(), enter_shop(desk.shop_id):
        method = make_payment_method(gateway, mode, **options).id
        db.session.commit()
        return method


def test_every_gateway_that_fits_is_offered_with_its_cost(seat) -> None:
    desk = seat()

    page = desk.visitor.get(desk.url("/payments/")).text

    assert "VNPAY" in page
    assert "Bạn có thể thêm" in page
    assert desk.url("/payments/gateways/practice") not in page


def test_keys_are_typed_once_and_never_shown_again(app: Flask, seat) -> None:
    desk = seat()
    desk.visitor.get(desk.url("/payments/gateways/vnpay"))

    answer = desk.visitor.post(desk.url("/payments/gateways/vnpay"), TYPED)
    page = desk.visitor.get(desk.url("/payments/gateways/vnpay")).text

    assert answer.status_code == 303
    assert method_at(app, desk).enabled
    assert SECRET not in page
    assert "••••ET99" in page
    assert "/hooks/gateways/vnpay/" in page


def test_the_address_is_there_before_the_keys_and_stays(app: Flask, seat) -> None:
    desk = seat()
    here = desk.url("/payments/gateways/vnpay")
    desk.visitor.get(here)

    desk.visitor.post(f"{here}/address")
    before = re.findall(r"/hooks/gateways/vnpay/[\w-]+", desk.visitor.get(here).text)
    reserved = method_at(app, desk).enabled
    desk.visitor.post(here, TYPED)
    after = re.findall(r"/hooks/gateways/vnpay/[\w-]+", desk.visitor.get(here).text)

    assert (reserved, method_at(app, desk).enabled) == (False, True)
    assert before
    assert before == after


def test_a_reserved_address_is_no_way_of_paying_yet(app: Flask, seat) -> None:
    desk = seat()
    here = desk.url("/payments/gateways/vnpay")
    desk.visitor.get(here)
    desk.visitor.post(f"{here}/address")
    desk.visitor.get(desk.url("/payments/"))

    answer = desk.visitor.post(desk.url(f"/payments/{method_at(app, desk).id}/switching-on"))

    assert answer.location.endswith(here)
    assert not method_at(app, desk).enabled


def test_the_page_on_payment_follows_unless_somebody_rewrote_it(app: Flask, seat) -> None:
    desk = seat()
    with app.app_context(), enter_shop(desk.shop_id):
        texts.write_pages(db.session.get_one(Shop, desk.shop_id), by=events.SYSTEM)
        db.session.commit()
    desk.visitor.get(desk.url("/payments/gateways/vnpay"))

    answer = desk.visitor.post(desk.url("/payments/gateways/vnpay"), TYPED)

    with app.app_context(), enter_shop(desk.shop_id):
        body = db.session.scalars(select(Page.body).where(Page.kind == PageKind.PAYMENT)).one()
    assert answer.status_code == 303
    assert "VNPAY" in body


def test_what_was_typed_stays_when_something_is_wrong(seat) -> None:
    desk = seat()
    desk.visitor.get(desk.url("/payments/gateways/vnpay"))

    answer = desk.visitor.post(desk.url("/payments/gateways/vnpay"), {**TYPED, "set_tmn_code": ""})

    assert answer.status_code == 422
    assert TYPED["set_pay_url"] in answer.text


def test_a_short_secret_is_not_shown_at_all() -> None:
    assert (masked("12345678"), masked("123456789")) == ("••••", "••••6789")


def test_a_gateway_nobody_wrote_is_not_found(seat) -> None:
    desk = seat()

    assert desk.visitor.get(desk.url("/payments/gateways/paypal")).status_code == 404


def test_a_practice_shop_types_no_keys(seat) -> None:
    desk = seat(mode=ShopMode.PRACTICE)

    page = desk.visitor.get(desk.url("/payments/gateways/vnpay")).text
    answer = desk.visitor.post(desk.url("/payments/gateways/vnpay/connection"))

    assert "Kết nối để thực hành" in page
    assert 'name="set_' not in page
    assert answer.status_code == 303
    assert "chưa trả lời" in desk.visitor.get(answer.location).text


def test_a_real_shop_is_not_connected_to_the_sandbox(seat) -> None:
    desk = seat()
    desk.visitor.get(desk.url("/payments/gateways/vnpay"))

    assert desk.visitor.post(desk.url("/payments/gateways/vnpay/connection")).status_code == 409


@pytest.mark.parametrize(
    ("gateway", "said"), [("bank_transfer", "nhận ra khóa của bạn"), ("practice", "chưa nhận khóa")]
)
def test_the_keys_are_checked_by_asking(app: Flask, seat, gateway: str, said: str) -> None:
    desk = seat(mode=ShopMode.PRACTICE)
    method = with_method(app, desk, gateway, Mode.TEST, **BANK)
    desk.visitor.get(desk.url(f"/payments/gateways/{gateway}"))

    answer = desk.visitor.post(desk.url(f"/payments/{method}/check"))

    assert said in desk.visitor.get(answer.location).text


def test_a_method_moves_up(app: Flask, seat) -> None:
    desk = seat()
    with_method(app, desk, "cod")
    second = with_method(app, desk, "bank_transfer", **BANK)
    desk.visitor.get(desk.url("/payments/"))

    desk.visitor.post(desk.url(f"/payments/{second}/move"), {"way": "up"})

    page = desk.visitor.get(desk.url("/payments/")).text
    assert page.index("Chuyển khoản (VietQR)") < page.index("Thanh toán khi nhận hàng")


def test_conditions_are_kept_and_shown(app: Flask, seat) -> None:
    desk = seat()
    method = with_method(app, desk, "cod")
    with app.app_context(), enter_shop(desk.shop_id):
        make_delivery(name="Xã Ba Làng")
        zone = make_delivery(name="Huyện khác").zones[0].id
        db.session.commit()
    page = desk.visitor.get(desk.url(f"/payments/{method}/conditions")).text

    desk.visitor.post(desk.url(f"/payments/{method}/conditions"), {"minimum": "50.000", "zones": str(zone)})

    assert "Xã Ba Làng" in page
    assert method_at(app, desk).conditions == {"minimum": 50_000, "zones": [str(zone)]}
    assert "từ 50.000" in desk.visitor.get(desk.url("/payments/")).text.replace("\xa0", " ")


def test_conditions_that_cannot_be_are_told(app: Flask, seat) -> None:
    desk = seat()
    method = with_method(app, desk, "cod")
    desk.visitor.get(desk.url(f"/payments/{method}/conditions"))

    answer = desk.visitor.post(
        desk.url(f"/payments/{method}/conditions"), {"minimum": "50.000", "maximum": "1.000"}
    )

    assert answer.status_code == 422


def test_the_deposit_is_saved_within_bounds(app: Flask, seat) -> None:
    desk = seat()
    desk.visitor.get(desk.url("/payments/"))

    good = desk.visitor.post(desk.url("/payments/deposit"), {"percent": "30"})
    bad = desk.visitor.post(desk.url("/payments/deposit"), {"percent": "95"})

    assert (good.status_code, bad.status_code) == (303, 422)
    with app.app_context(), enter_shop(desk.shop_id):
        assert db.session.scalars(select(ShopSettings.deposit_percent)).one() == 30


def test_the_self_test_by_transfer_shows_a_code_and_three_sides(app: Flask, seat) -> None:
    desk = seat()
    method = with_method(app, desk, "bank_transfer", **BANK)
    here = desk.url(f"/payments/{method}/self-test")
    desk.visitor.get(here)

    begun = desk.visitor.post(here)
    page = desk.visitor.get(begun.location).text

    assert "Cửa hàng của bạn thấy" in page
    assert "Ngân hàng của bạn thấy" in page
    assert "<svg" in page
    with app.app_context(), enter_shop(desk.shop_id):
        assert db.session.scalars(select(Payment.amount)).all() == [2_000]
        assert db.session.scalars(select(Order.number).where(Order.self_test)).all() == ["K-1"]
    assert desk.visitor.get(desk.url("/orders/K-1")).status_code == 200


def test_cash_has_no_self_test(app: Flask, seat) -> None:
    desk = seat()
    method = with_method(app, desk, "cod")
    here = desk.url(f"/payments/{method}/self-test")
    desk.visitor.get(here)

    assert desk.visitor.post(here).status_code == 409


def test_the_wizard_lists_what_may_be_added(seat) -> None:
    practising, selling = seat(mode=ShopMode.PRACTICE), seat()

    practised = practising.visitor.get(practising.url("/setup/payment")).text
    sold = selling.visitor.get(selling.url("/setup/payment")).text

    assert practising.url("/payments/gateways/vnpay/connection") in practised
    assert selling.url("/payments/gateways/vnpay") in sold
    assert selling.url("/payments/gateways/vnpay/connection") not in sold


def test_every_button_a_finding_names_is_there(app: Flask, seat) -> None:
    desk = seat()
    with app.app_context(), enter_shop(desk.shop_id):
        [open_review(cause, fingerprint=cause, line="7", amount=5_000) for cause in REVIEWS]
        db.session.commit()

    page = desk.visitor.get(desk.url("/payments/reviews"))

    assert {name for words in REVIEWS.values() for name in words.actions} <= MAKERS.keys()
    assert page.status_code == 200
    assert desk.url("/bank/lines/7") in page.text
