"""Where imported rows came from, so that the same upload twice changes nothing."""

from __future__ import annotations

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.db import Base
from storefront.infra.tenancy import ShopScoped


class Imported(ShopScoped, Base):
    """The new id of a row that another installation (or the demo data) knows by its own id."""

    __tablename__ = "imported"
    __table_args__ = (UniqueConstraint("shop_id", "origin_installation", "entity", "origin_id"),)

    origin_installation: Mapped[str] = mapped_column(String(40))
    entity: Mapped[str] = mapped_column(String(30))
    origin_id: Mapped[str] = mapped_column(String(80))
    new_id: Mapped[int]
