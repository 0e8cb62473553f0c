"""Whoever brings the goods shows the customer a QR code: by a link for one order, not signed in."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from storefront.adapters.gateways import vietqr
from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.common.respond import page, see_other
from storefront.domain.accounts.links import read_link
from storefront.domain.orders.collect import DOOR, ask_by_qr, open_qr
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.models.order import Order, OrderState
from storefront.models.shop import Shop

bp = Blueprint("at_the_door", __name__, url_prefix="/door")
LOOK_AGAIN = 10
"""Seconds after which the page with a code asks whether the money has come."""


@bp.get("/<token>")
@open_to_all
def show(token: str) -> ResponseReturnValue:
    """What is owed, the code once it was asked for, and that the money has come."""
    link = read_link(token, DOOR)
    with enter_shop(link.shop_id):
        return _drawn(token, link.shop_id, link.subject_id)


@bp.post("/<token>/codes")
@open_to_all
def create_code(token: str) -> ResponseReturnValue:
    """A code for what is owed now."""
    link = read_link(token, DOOR)
    with enter_shop(link.shop_id):
        ask_by_qr(db.session.get_one(Order, (link.shop_id, link.subject_id)))
    return see_other(url_for("portal.at_the_door.show", token=token))


def _drawn(token: str, shop_id: int, order_id: int) -> Response:
    order, shop = db.session.get_one(Order, (shop_id, order_id)), db.session.get_one(Shop, shop_id)
    payment = open_qr(order)
    drawn = page(
        "portal/door.html",
        selling=shop,
        order=order,
        token=token,
        owes=order.due > 0 and order.state is not OrderState.CANCELLED,
        payment=payment,
        # made here from digits and letters only
        qr=Markup(vietqr.svg(payment.next_step["qr"])) if payment else "",
    )
    answer = make_response(drawn)
    answer.headers["Cache-Control"] = "no-store"
    if payment is not None:
        answer.headers["Refresh"] = str(LOOK_AGAIN)
    return answer
