"""The cart's cookie: one per shop, holding a token and nothing else."""

from __future__ import annotations

from flask import Response, g, request
from werkzeug.wrappers import Response as Answer

from storefront.domain.cart.ownership import KEPT, cart_by_token, new_cart
from storefront.infra import crypto
from storefront.infra.errors import Conflict
from storefront.infra.tokens import same
from storefront.models.cart import Cart


class StaleForm(Conflict):
    """The form belongs to another cart than the browser's present one."""

    code = "stale_form"


def cookie_name() -> str:
    """`__Host-` on https; on plain http without it, else nobody could buy on a workshop's Wi-Fi."""
    return f"{'__Host-' if request.is_secure else ''}cart-{g.shop.id}"


def present_cart() -> Cart | None:
    """The browser's cart, also after it was placed."""
    token = request.cookies.get(cookie_name(), "")
    return cart_by_token(token) if token else None


def open_cart() -> Cart | None:
    """The browser's cart, if it can still be filled."""
    cart = present_cart()
    return cart if cart is not None and cart.order_id is None else None


def cart_to_fill() -> tuple[Cart, str | None]:
    """A cart to put goods into; the token of a new one has to be given to the browser."""
    cart = open_cart()
    return (cart, None) if cart is not None else new_cart()


def give_cookie(answer: Response | Answer, token: str) -> None:
    """Let the browser remember its cart."""
    answer.set_cookie(
        cookie_name(),
        token,
        max_age=int(KEPT.total_seconds()),
        path="/",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )


def form_key() -> str:
    """What the checkout's forms carry: bound to the cart's cookie, so that no other site can make one."""
    return crypto.keyed_hash("checkout", g.shop.id, request.cookies.get(cookie_name(), ""))


def check_form_key() -> None:
    """Raise StaleForm unless the form was drawn for this cart."""
    if not same(request.form.get("cart_key", ""), form_key()):
        raise StaleForm
