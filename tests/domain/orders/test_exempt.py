"""Why a sent order has no invoice: noted once, by a reason the law knows."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storefront.domain.orders.accept import accept
from storefront.domain.orders.exempt import NothingSentYet, exempt, exemption_of
from storefront.domain.orders.queries import timeline
from storefront.domain.orders.send import send
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.events import SYSTEM
from storefront.models.order import Order
from storefront.models.shop import LegalType, Shop, ShopProfile
from tests.factories import make_order, make_variant


def sent_order() -> Order:
    order = make_order((make_variant(stock=5000), 1000))
    accept(order, by=SYSTEM)
    send(order, lines=None, carrier="", tracking_number="", key="k", by=SYSTEM)
    return order


def of_a(kind: LegalType) -> None:
    db.session.scalars(select(ShopProfile)).one().legal_type = kind


def test_a_household_notes_it_once(shop: Shop):
    of_a(LegalType.HOUSEHOLD)
    order = sent_order()

    exempt(order, "small_household", by=SYSTEM)

    noted = exemption_of(order)
    told = timeline(order)[-1]
    assert noted is not None and noted.reason == "small_household"
    assert (told.topic, told.facts) == (
        "document.exempted",
        {"order": order.number, "reason": "small_household"},
    )


def test_a_wrong_reason_is_corrected_and_the_log_keeps_both(shop: Shop):
    order = sent_order()
    for reason in ("small_household", "small_household", "made_elsewhere"):
        exempt(order, reason, by=SYSTEM)

    noted = exemption_of(order)
    told = [entry.facts["reason"] for entry in timeline(order) if entry.topic == "document.exempted"]
    assert noted is not None and noted.reason == "made_elsewhere"
    assert told == ["small_household", "made_elsewhere"]


def test_before_anything_is_sent_there_is_nothing_to_excuse(shop: Shop):
    order = make_order((make_variant(stock=5000), 1000))

    with pytest.raises(NothingSentYet):
        exempt(order, "made_elsewhere", by=SYSTEM)


def test_a_company_has_no_threshold(shop: Shop):
    of_a(LegalType.COMPANY)
    order = sent_order()

    with pytest.raises(Invalid):
        exempt(order, "small_household", by=SYSTEM)

    assert exemption_of(order) is None
