"""A shopper complains, about an order or without one, and follows it by a link."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from storefront.domain.orders.tokens import order_token
from storefront.domain.shops.pages import PageData, create_page
from storefront.domain.support import complaints
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.models.complaint import Complaint
from storefront.models.page import PageKind
from tests.blueprints.shopper.conftest import SAME_ORIGIN, Stall
from tests.factories import make_order, make_variant
from tests.forms import form_to

TYPED = {"kind": "goods", "body": "Hai gói nem bị hở", "name": "Lê Thị Đào", "phone": "0912 345 678"}


@pytest.fixture(autouse=True)
def no_tries_yet(stall: Stall) -> None:
    stall.app.extensions.pop("storefront.limits", None)


def test_anybody_may_complain_and_sees_code_and_deadlines(stall: Stall) -> None:
    opened = dt.datetime(2026, 11, 23, 1, tzinfo=dt.UTC)
    clock.freeze(opened)
    form = form_to(stall.get("/complaints").text, "/complaints")
    clock.freeze(opened + dt.timedelta(seconds=30))

    sent = stall.client.post(form.action, data=form.filled(**TYPED), headers=SAME_ORIGIN)
    page = stall.follow(sent).text

    with stall.inside():
        complaint = db.session.scalars(select(Complaint)).one()
        code = complaint.code
    assert code in page
    assert "Hai gói nem bị hở" in page
    assert "chậm nhất 23:59 26/11/2026" in page


def test_the_orders_page_leads_to_the_form_and_then_to_the_complaint(stall: Stall) -> None:
    with stall.inside():
        order = make_order((make_variant(stock=5000), 1000))
        here = f"/orders/{order_token(order)}"
    first = stall.get(here).text
    form = form_to(stall.get(f"{here}/complaint").text, f"{here}/complaint")

    stall.follow(
        stall.client.post(form.action, data=form.filled(kind="goods", body="Vỡ"), headers=SAME_ORIGIN)
    )

    with stall.inside():
        complaint = db.session.scalars(select(Complaint)).one()
        link, code, about = complaints.complaint_token(complaint), complaint.code, complaint.order_id
    assert f"{here}/complaint" in first
    assert about is not None
    again = stall.get(here).text
    assert f"/complaints/{link}" in again and code in again


def test_what_is_missing_is_said_and_what_was_typed_stays(stall: Stall) -> None:
    opened = dt.datetime(2026, 11, 23, 1, tzinfo=dt.UTC)
    clock.freeze(opened)
    form = form_to(stall.get("/complaints").text, "/complaints")
    clock.freeze(opened + dt.timedelta(seconds=30))

    answer = stall.client.post(form.action, data=form.filled(**{**TYPED, "body": ""}), headers=SAME_ORIGIN)

    assert answer.status_code == 422
    assert 'href="#field-body"' in answer.text
    assert 'value="Lê Thị Đào"' in answer.text


def test_the_complaints_policy_has_the_button(stall: Stall) -> None:
    with stall.inside():
        policy = PageData("Khiếu nại", "<p>Cửa hàng trả lời trong 3 ngày.</p>", "khieu-nai")
        create_page(policy, by=events.SYSTEM, kind=PageKind.COMPLAINTS)

    assert stall.url("/complaints") in stall.get("/pages/khieu-nai").text
