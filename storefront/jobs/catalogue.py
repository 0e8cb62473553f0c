"""What a date alone changes in shops: sale windows that open and close."""

from __future__ import annotations

from sqlalchemy import select

from storefront.domain.catalogue import visibility
from storefront.infra import clock, versions
from storefront.infra.db import db
from storefront.infra.tenancy import enter_shop
from storefront.infra.versions import ShopVersion


def turn_sale_windows() -> None:
    """Raise the version of every shop whose pages a date has changed, and note its next date."""
    due = select(ShopVersion.shop_id).where(ShopVersion.next_change_at <= clock.now())
    for shop_id in list(db.session.scalars(due)):
        with enter_shop(shop_id):
            versions.raise_versions(db.session(), [shop_id])
            visibility.note_next_change()
            db.session.commit()
