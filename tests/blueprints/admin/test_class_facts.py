"""The desk's small pages: notification, complaints, exemption, fee check, report, view of the shop."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from storefront.domain.orders.accept import accept
from storefront.domain.orders.send import send
from storefront.domain.support.complaints import Grievance, receive
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.events import Event
from storefront.infra.tenancy import enter_shop
from storefront.models.shop import ShopProfile
from tests.factories import make_delivery, make_order, make_variant


def facts(app: Flask, shop_id: int, topic: str) -> list[dict[str, object]]:
    with app.app_context(), enter_shop(shop_id):
        return list(db.session.scalars(select(Event.facts).where(Event.topic == topic).order_by(Event.id)))


def test_the_file_is_printed_prepared_and_sent(app: Flask, seat) -> None:
    desk = seat()
    shown = desk.visitor.get(desk.url("/notification/"))
    too_early = desk.visitor.post(desk.url("/notification/preparation"))
    with app.app_context(), enter_shop(desk.shop_id):
        mine = db.session.scalars(select(ShopProfile)).one()
        mine.representative, mine.tax_id = "Lê Thị Hạnh", "2800111222"
        db.session.commit()
    desk.visitor.get(desk.url("/notification/"))
    printed = desk.visitor.get(desk.url("/notification/ho-so.pdf"))

    prepared = desk.visitor.post(desk.url("/notification/preparation"))
    desk.visitor.get(desk.url("/notification/"))
    wrong = desk.visitor.post(desk.url("/notification/submission"), {"file_code": ""})
    sent = desk.visitor.post(
        desk.url("/notification/submission"), {"file_code": "TB-77", "submitted_on": "2026-01-05"}
    )

    assert "Người đại diện" in shown.text and too_early.status_code == 409
    assert printed.data.startswith(b"%PDF")
    assert (prepared.status_code, wrong.status_code, sent.status_code) == (303, 422, 303)
    assert "TB-77" in desk.visitor.get(desk.url("/notification/")).text
    assert facts(app, desk.shop_id, "notification.prepared") == [{"before": "none"}]


def test_a_complaint_is_listed_answered_and_settled(app: Flask, seat) -> None:
    desk = seat()
    with app.app_context(), enter_shop(desk.shop_id):
        complaint = receive(Grievance("goods", "Hai gói bị hở", "Chị Đào", phone="0912345678"))
        number, code = complaint.id, complaint.code
        db.session.commit()
    listed = desk.visitor.get(desk.url("/complaints/"))
    here = desk.url(f"/complaints/{number}")
    desk.visitor.get(here)

    desk.visitor.post(f"{here}/answer", {"answer": "Cửa hàng gửi lại."})
    desk.visitor.get(here)
    closed = desk.visitor.post(f"{here}/resolution", {"resolution": "Đã gửi hai gói mới."})

    assert code in listed.text
    assert closed.status_code == 303
    assert code in desk.visitor.get(desk.url("/complaints/?closed=1")).text
    assert facts(app, desk.shop_id, "complaint.resolved") == [
        {"code": code, "kind": "goods", "in_time": True}
    ]


def test_who_answers_after_somebody_else_keeps_the_words(app: Flask, seat) -> None:
    desk = seat()
    with app.app_context(), enter_shop(desk.shop_id):
        complaint = receive(Grievance("goods", "Hai gói bị hở", "Chị Đào", phone="0912345678"))
        here = desk.url(f"/complaints/{complaint.id}")
        db.session.commit()
    desk.visitor.get(here)
    desk.visitor.post(f"{here}/answer", {"answer": "Cửa hàng gửi lại."})

    late = desk.visitor.post(f"{here}/answer", {"answer": "Mong chị gửi ảnh."})

    assert late.status_code == 409
    assert "Mong chị gửi ảnh." in late.text and "Cửa hàng gửi lại." in late.text


def test_a_sent_order_is_noted_to_need_no_invoice(app: Flask, seat) -> None:
    desk = seat()
    with app.app_context(), enter_shop(desk.shop_id):
        order = make_order((make_variant(stock=5000), 1000))
        accept(order, by=events.SYSTEM)
        send(order, lines=None, carrier="", tracking_number="", key="k", by=events.SYSTEM)
        number = order.number
        db.session.commit()
    here = desk.url(f"/orders/{number}")
    desk.visitor.get(here)

    answer = desk.visitor.post(f"{here}/exemption", {"reason": "small_household"})

    assert answer.status_code == 303
    assert "Sửa lý do" in desk.visitor.get(here).text
    assert facts(app, desk.shop_id, "document.exempted") == [{"order": number, "reason": "small_household"}]


def test_the_fee_for_a_commune_is_shown_and_noted(app: Flask, seat) -> None:
    desk = seat()
    with app.app_context(), enter_shop(desk.shop_id):
        make_delivery(fee=25_000)
        db.session.commit()
    desk.visitor.get(desk.url("/delivery-check/"))

    tried = desk.visitor.post(desk.url("/delivery-check/"), {"province": "38", "commune": "14797"})

    assert "25.000" in desk.visitor.get(tried.location).text
    assert facts(app, desk.shop_id, "delivery.fee_checked") == [{"unit_code": "14797", "fee": 25_000}]


def test_the_report_opened_twice_a_day_is_noted_once(app: Flask, seat) -> None:
    desk = seat()
    desk.visitor.get(desk.url("/payments/"))

    first = desk.visitor.post(desk.url("/reconciliation/opening"))
    desk.visitor.post(desk.url("/reconciliation/opening"))

    assert desk.visitor.get(first.location).status_code == 200
    opened = facts(app, desk.shop_id, "report.opened")
    assert [told["kind"] for told in opened] == ["money_match"]


def test_viewing_the_shop_goes_by_its_own_door(app: Flask, seat) -> None:
    desk = seat()

    answer = desk.visitor.post(desk.url("/shop-visit"))
    arrived = desk.visitor.get(answer.location)

    assert f"/s/{desk.slug}/own-device/" in answer.location
    assert arrived.headers["Set-Cookie"].startswith(f"own-{desk.shop_id}=")
