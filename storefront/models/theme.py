"""What the owner chose in a theme: only differences from its defaults, draft and published, with history."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra.db import Base
from storefront.infra.tenancy import ShopScoped
from storefront.models.common import Created, Versioned


class ThemeSetting(ShopScoped, Versioned, Base):
    """Palette, tokens and texts of one theme in one shop; `template` "" holds the theme's own settings."""

    __tablename__ = "theme_setting"
    __shopper_visible__ = True
    __table_args__ = (UniqueConstraint("shop_id", "theme_id", "template"),)

    theme_id: Mapped[str] = mapped_column(String(40))
    template: Mapped[str] = mapped_column(String(40), default="")
    draft: Mapped[dict[str, Any]] = mapped_column(default=dict)
    published: Mapped[dict[str, Any]] = mapped_column(default=dict)
    published_at: Mapped[dt.datetime | None]


class ThemeRevision(ShopScoped, Created, Base):
    """A published state that can be returned to."""

    __tablename__ = "theme_revision"

    theme_id: Mapped[str] = mapped_column(String(40))
    settings: Mapped[dict[str, Any]]
