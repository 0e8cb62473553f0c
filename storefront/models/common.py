"""Columns many tables share."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from storefront.infra import clock, ids


class PlatformRow:
    """A row of the platform itself: one id, no shop."""

    id: Mapped[int] = mapped_column(
        BigInteger, primary_key=True, autoincrement=False, default=ids.new_id, sort_order=-1
    )


class Created:
    """When the row was made."""

    created_at: Mapped[dt.datetime] = mapped_column(default=clock.now, sort_order=90)


class Versioned:
    """A version column: the second of two devices that edit the same row is told, never ignored."""

    revision: Mapped[int] = mapped_column(default=1, sort_order=91)
