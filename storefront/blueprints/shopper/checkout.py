"""Guest checkout: one page of answers, one screen to read, one button."""

from __future__ import annotations

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.common.csp import allow_forms_to
from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.common.links import shop_url
from storefront.blueprints.common.own_device import is_own_device
from storefront.blueprints.common.respond import see_other
from storefront.blueprints.shopper.carts import StaleForm, check_form_key, form_key, open_cart, present_cart
from storefront.blueprints.shopper.checkout_page import checkout_drop, review_drop
from storefront.blueprints.shopper.draw import frame, private, scene
from storefront.blueprints.shopper.payments import begin, gateway_origins
from storefront.domain.checkout.place_order import OrderChanged, ShopNotSelling, place
from storefront.domain.checkout.review import review
from storefront.domain.checkout.steps import FIELDS, save
from storefront.domain.customers.consents import Purpose
from storefront.domain.orders.tokens import order_token
from storefront.domain.payments.card_testing import TooManyCardAttempts
from storefront.domain.payments.start import GatewayDown
from storefront.infra.db import db
from storefront.infra.tenancy import current_shop_id
from storefront.infra.text import whole_number
from storefront.models.cart import Cart
from storefront.models.order import Order

bp = Blueprint("checkout", __name__, url_prefix="/checkout")
CONSENT_EDITION = "2026-01"


@bp.get("")
@open_to_all
def show() -> ResponseReturnValue:
    """The one page of answers, with what was typed before."""
    cart = open_cart()
    if cart is None or not cart.lines:
        return _elsewhere()
    offer = review(cart)
    drop = checkout_drop(offer, scene(), key=form_key(), checked="check" in request.args)
    return private("checkout", drop, title=_("Checkout"))


@bp.post("")
@open_to_all
def answer() -> ResponseReturnValue:
    """Keep the answers; on to the review when they are good, else back with what to correct."""
    cart = open_cart()
    if cart is None:
        return _elsewhere()
    check_form_key()
    save(cart, _answers())
    if request.form.get("then") == "places":
        return see_other(shop_url("/checkout") + "#field-commune")
    good = review(cart).is_good
    return see_other(shop_url("/checkout/review") if good else shop_url("/checkout", {"check": "1"}))


@bp.get("/review")
@open_to_all
def look() -> ResponseReturnValue:
    """Everything the shopper would agree to, before they do."""
    cart = open_cart()
    if cart is None or not cart.lines:
        return _elsewhere()
    return _review_page(cart)


@bp.post("/review")
@open_to_all
def confirm() -> ResponseReturnValue:
    """Place the order, once however often it is tapped, and begin to pay."""
    cart = present_cart()
    if cart is None:
        return _elsewhere()
    check_form_key()
    if not g.shop.is_selling and not cart.test_order:
        raise ShopNotSelling
    total = whole_number(request.form.get("confirmed_total"))
    if total is None:
        raise StaleForm
    try:
        order = place(
            cart,
            confirmed_total=total,
            confirmed_digest=request.form.get("digest"),
            consents=_consents(),
            address=request.remote_addr or "",
            own_device=is_own_device(request, g.shop),
        )
        return begin(order)
    except OrderChanged as changed:
        return _once_more(changed.changes)
    except (GatewayDown, TooManyCardAttempts) as refused:
        return _once_more((str(refused.message),))


def _once_more(changes: tuple[str, ...]) -> ResponseReturnValue:
    """Nothing was placed: the review again, with what is different."""
    db.session.rollback()
    again = open_cart()
    return _review_page(again, changed=changes, status=409) if again else _elsewhere()


def _review_page(cart: Cart, *, changed: tuple[str, ...] = (), status: int = 200) -> ResponseReturnValue:
    offer = review(cart)
    if not offer.is_good and not changed:
        return see_other(shop_url("/checkout", {"check": "1"}))
    allow_forms_to(*gateway_origins(offer.payment_choices))
    drop = review_drop(offer, scene(), frame("review"), key=form_key(), changed=changed)
    return private("review", drop, status=status, title=_("Check your order"))


def _answers() -> dict[str, str]:
    """What was sent, by the names the domain knows; a commune chosen from the list is a code."""
    answers = {name: request.form[name] for name in FIELDS if name in request.form}
    answers.setdefault("wants_invoice", "")
    chosen = answers.get("commune", "")
    is_code = chosen.isascii() and chosen.isdigit() and len(chosen) == 5
    if "commune" in answers:
        answers["unit_code"] = chosen if is_code else ""
        answers["commune"] = "" if is_code else chosen
    return answers


def _consents() -> dict[Purpose, str]:
    given = {Purpose.ORDER: CONSENT_EDITION}
    if request.form.get("news"):
        given[Purpose.NEWS] = CONSENT_EDITION
    return given


def _elsewhere() -> ResponseReturnValue:
    """To the order that the cart became, else to the cart."""
    cart = present_cart()
    if cart is None or cart.order_id is None:
        return see_other(shop_url("/cart"))
    order = db.session.get_one(Order, (current_shop_id(), cart.order_id))
    return see_other(shop_url(f"/orders/{order_token(order)}"))
