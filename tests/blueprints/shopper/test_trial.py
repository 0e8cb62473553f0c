from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select

from storefront.domain.onboarding.trial_order import make_test_order_link
from storefront.infra import events
from storefront.infra.db import db
from storefront.models.cart import Cart
from tests.blueprints.shopper.conftest import Stall


def link_of(stall: Stall) -> str:
    with stall.inside() as shop:
        return f"/test-order/{make_test_order_link(shop, by=events.SYSTEM)}"


def test_opening_the_link_only_shows_and_its_button_gives_a_test_cart(stall: Stall) -> None:
    link = link_of(stall)

    shown = stall.get(link)
    with stall.inside():
        before = db.session.scalar(select(func.count(Cart.id)))
    begun = stall.post(link)

    assert shown.status_code == 200
    assert before == 0
    assert begun.location == stall.url("/products")
    with stall.inside():
        assert db.session.scalars(select(Cart)).one().test_order


def test_a_link_of_another_shop_begins_nothing(open_stall: Callable[..., Stall]) -> None:
    mine, other = open_stall(), open_stall()
    link = link_of(other)

    assert mine.get(link).status_code == 404
    assert mine.post(link).status_code == 404
