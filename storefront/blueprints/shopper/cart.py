"""The cart: its page, its drawer, its count, and putting goods in."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.common.links import shop_url
from storefront.blueprints.common.respond import see_other
from storefront.blueprints.shopper.carts import cart_to_fill, give_cookie, open_cart
from storefront.blueprints.shopper.draw import fragment, private, scene
from storefront.domain.cart import lines
from storefront.domain.cart.view import CartView, view
from storefront.domain.checkout.place_order import ShopNotSelling
from storefront.domain.theming.builders.cart import cart_drop
from storefront.domain.theming.drops import NoticeDrop
from storefront.infra.errors import AppError, Invalid
from storefront.infra.quantity import parse_quantity
from storefront.infra.text import whole_number
from storefront.models.cart import Cart

bp = Blueprint("cart", __name__, url_prefix="/cart")
QUANTITY = "quantity-"


@bp.get("")
@open_to_all
def show() -> ResponseReturnValue:
    """The cart, with today's prices and what changed."""
    return _page(_view(open_cart()), added=_added())


@bp.post("")
@open_to_all
def update() -> ResponseReturnValue:
    """Change quantities, take a line out, or go on to checkout."""
    cart = open_cart()
    if cart is None:
        return see_other(shop_url("/cart"))
    problems = _set_quantities(cart) if "remove" not in request.form else {}
    if problems:
        return _page(_view(cart), problems=problems, status=422)
    if "remove" in request.form:
        lines.remove(cart, _id(request.form["remove"]))
    wants_checkout = request.form.get("then") == "checkout"
    return see_other(shop_url("/checkout" if wants_checkout else "/cart"))


@bp.post("/lines")
@open_to_all
def add() -> ResponseReturnValue:
    """Put goods in; the first time, the browser gets its cart."""
    if not g.shop.is_selling:
        raise ShopNotSelling
    variant_id = request.form.get("variant_id", "")
    cart, token = cart_to_fill()
    try:
        quantity = parse_quantity(request.form.get("quantity") or "1")
        lines.add(cart, _id(variant_id), quantity)
    except (Invalid, lines.CartFull) as refused:
        return _page(_view(open_cart()), notices=(NoticeDrop(_sentence(refused), "error"),), status=422)
    wants_checkout = request.form.get("then") == "checkout"
    query = {} if wants_checkout else {"added": variant_id}
    answer = see_other(shop_url("/checkout" if wants_checkout else "/cart", query))
    if token:
        give_cookie(answer, token)
    return answer


@bp.get("/count")
@open_to_all
def count() -> ResponseReturnValue:
    """How many lines the cart has, as JSON."""
    cart = open_cart()
    answer = jsonify(count=len(cart.lines) if cart else 0)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/drawer")
@open_to_all
def drawer() -> ResponseReturnValue:
    """The inside of the drawer that opens after adding."""
    shown = _view(open_cart())
    drop = cart_drop(shown, scene(), added=_added_words(shown, _added()))
    return fragment("cart-drawer", "cart", cart=drop), {"Cache-Control": "no-store"}


def _page(
    shown: CartView | None,
    *,
    added: str = "",
    notices: Sequence[NoticeDrop] = (),
    problems: dict[int, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    words = _added_words(shown, added)
    told = (*notices, *((NoticeDrop(words, "success"),) if words else ()))
    drop = cart_drop(shown, scene(), notices=told, problems=problems)
    return private("cart", drop, status=status, title=_("Cart"))


def _view(cart: Cart | None) -> CartView | None:
    return view(cart, currency=g.shop.currency) if cart else None


def _set_quantities(cart: Cart) -> dict[int, str]:
    """Set each quantity that differs; sentences for the lines whose quantity cannot be had."""
    present = {line.id: line.quantity for line in cart.lines}
    problems = {}
    for line_id, typed in _typed().items():
        try:
            wanted = parse_quantity(typed)
            if present.get(line_id) not in (None, wanted):
                lines.set_quantity(cart, line_id, wanted)
        except Invalid as invalid:
            problems[line_id] = _sentence(invalid)
    return problems


def _typed() -> dict[int, str]:
    named = ((name.removeprefix(QUANTITY), typed) for name, typed in request.form.items() if QUANTITY in name)
    return {_id(number): typed for number, typed in named}


def _id(text: str) -> int:
    """An id from a form; 0, which no row has, for anything else."""
    return whole_number(text) or 0


def _sentence(error: AppError) -> str:
    if isinstance(error, Invalid):
        return " ".join(sentence for sentences in error.errors.values() for sentence in sentences)
    return str(error.message)


def _added() -> str:
    return request.args.get("added", "")


def _added_words(shown: CartView | None, variant_id: str) -> str:
    line = next((each for each in (shown.lines if shown else ()) if str(each.variant_id) == variant_id), None)
    return _("%(name)s is in the cart.", name=line.name) if line else ""
