"""Each shop's version: it rises with every change a shopper could see; the page cache keys on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import BigInteger, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from storefront.infra import clock
from storefront.infra.db import Base, db


class ShopVersion(Base):
    """A platform table, one narrow row a shop; `next_change_at` is when a date alone changes its pages."""

    __tablename__ = "shop_version"

    shop_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(default=1)
    next_change_at: Mapped[dt.datetime | None]


def raise_versions(session: Session, shop_ids: Sequence[int]) -> None:
    """Raise the versions inside the session's transaction, in id order so that two writers never cross."""
    session.execute(
        update(ShopVersion)
        .where(ShopVersion.shop_id.in_(shop_ids))
        .values(version=ShopVersion.version + 1)
        .execution_options(synchronize_session=False)
    )


def version_of(shop_id: int) -> int:
    """The shop's version now, read before anything the page shows."""
    row = db.session.execute(
        select(ShopVersion.version, ShopVersion.next_change_at).where(ShopVersion.shop_id == shop_id)
    ).one_or_none()
    if row is None:
        return 0
    due = row.next_change_at is not None and row.next_change_at <= clock.now()
    return -int(row.version) if due else int(row.version)
