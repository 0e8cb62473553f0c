"""When shoppers see a product: it is active, and its sale window is open."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BindParameter, ColumnElement, and_, case, func, or_, select

from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.tenancy import current_shop_id
from storefront.infra.versions import ShopVersion
from storefront.models.product import Product, ProductState


def on_sale(moment: dt.datetime | BindParameter[dt.datetime] | None = None) -> ColumnElement[bool]:
    """The condition for queries: shoppers see the product at this moment (default: now)."""
    moment = clock.now() if moment is None else moment
    return and_(
        Product.state == ProductState.ACTIVE,
        or_(Product.on_sale_from.is_(None), Product.on_sale_from <= moment),
        or_(Product.on_sale_until.is_(None), Product.on_sale_until > moment),
    )


def is_on_sale(product: Product, moment: dt.datetime | None = None) -> bool:
    """The same for a loaded product."""
    moment = moment or clock.now()
    begun = product.on_sale_from is None or product.on_sale_from <= moment
    ended = product.on_sale_until is not None and product.on_sale_until <= moment
    return product.state is ProductState.ACTIVE and begun and not ended


def note_next_change() -> None:
    """Write down when a date alone next changes the shop's pages: a sale window that opens or closes."""
    version = db.session.get(ShopVersion, current_shop_id())
    if version is not None:
        db.session.flush()
        version.next_change_at = _next_boundary(clock.now())


def _next_boundary(moment: dt.datetime) -> dt.datetime | None:
    columns = (Product.on_sale_from, Product.on_sale_until)
    nearest = [func.min(case((column > moment, column))) for column in columns]
    row = db.session.execute(select(*nearest).where(Product.state == ProductState.ACTIVE)).one()
    return min((boundary for boundary in row if boundary), default=None)
