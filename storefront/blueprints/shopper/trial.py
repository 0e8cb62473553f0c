"""The owner's test order: a signed link shows a page, and its button begins a cart whose order is a test."""

from __future__ import annotations

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue

from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.common.links import shop_url
from storefront.blueprints.common.own_device import mark_device
from storefront.blueprints.common.respond import page, see_other
from storefront.blueprints.shopper.carts import give_cookie
from storefront.domain.cart.ownership import new_test_cart
from storefront.domain.onboarding.trial_order import read_test_order_link

bp = Blueprint("trial", __name__, url_prefix="/test-order/<token>")


@bp.get("")
@open_to_all
def show(token: str) -> ResponseReturnValue:
    """What a test order is, and a button to begin."""
    read_test_order_link(token, g.shop)
    return page("shared/test_order.html", begin_url=shop_url(f"/test-order/{token}"), shop=g.shop)


@bp.post("")
@open_to_all
def begin(token: str) -> ResponseReturnValue:
    """Give the browser a test cart and lead it to the goods."""
    read_test_order_link(token, g.shop)
    _cart, cart_token = new_test_cart()
    answer = see_other(shop_url("/products"))
    give_cookie(answer, cart_token)
    mark_device(request, answer, g.shop)
    return answer
