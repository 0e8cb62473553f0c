"""The link to an order's own page: its token can be made again for each message, only its hash is stored."""

from __future__ import annotations

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.infra import crypto
from storefront.infra.db import db
from storefront.infra.errors import NotFound
from storefront.infra.tokens import token_hash
from storefront.models.order import Order


class OrderNotFound(NotFound):
    """No order of this shop has this number or link."""

    code = "order_not_found"
    message = lazy_gettext("We could not find this order.")


def order_token(order: Order) -> str:
    """The secret part of an order's link."""
    return crypto.derived(f"order:{order.shop_id}:{order.id}")


def order_by_token(token: str) -> Order:
    """The order of the shop in force behind a link. Raises OrderNotFound."""
    order = db.session.scalars(select(Order).where(Order.token_hash == token_hash(token))).one_or_none()
    if order is None:
        raise OrderNotFound
    return order
