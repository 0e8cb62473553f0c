"""Whose cart it is: known by a token in the shopper's cookie, of which only the hash is kept."""

from __future__ import annotations

import datetime as dt

from flask_babel import lazy_gettext
from sqlalchemy import delete, select

from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.errors import Conflict
from storefront.infra.tokens import new_token, token_hash
from storefront.models.cart import Cart

KEPT = dt.timedelta(days=30)


class CartAlreadyPlaced(Conflict):
    """The cart has become an order; goods go into a new one."""

    code = "cart_already_placed"
    message = lazy_gettext("This cart has already been ordered.")


def cart_by_token(token: str) -> Cart | None:
    """The cart behind a cookie, also after it was placed; None when there is none in this shop."""
    return db.session.scalars(select(Cart).where(Cart.token_hash == token_hash(token))).one_or_none()


def new_cart() -> tuple[Cart, str]:
    """An empty cart and its token for the cookie."""
    token = new_token()
    cart = Cart(
        token_hash=token_hash(token), idempotency_key=new_token(), retain_until=clock.now() + KEPT, lines=[]
    )
    db.session.add(cart)
    db.session.flush()
    return cart, token


def new_test_cart() -> tuple[Cart, str]:
    """A cart whose order is a test: no goods held, no real money, its own numbers."""
    cart, token = new_cart()
    cart.test_order = True
    return cart, token


def forget_old_carts() -> int:
    """Delete the carts in sight that nobody touched for their time; returns how many."""
    gone = db.session.scalars(
        delete(Cart)
        .where(Cart.retain_until < clock.now())
        .returning(Cart.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())
