"""The programme's own register: cohorts, venues, donors, trainers, and the gallery of model shops."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storefront.infra.db import Base
from storefront.models.common import Created, PlatformRow, Versioned
from storefront.models.user import User


class Cohort(PlatformRow, Created, Versioned, Base):
    """A group of workshops that the programme plans and reports together."""

    __tablename__ = "cohort"

    name: Mapped[str] = mapped_column(String(160), unique=True)
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    goal: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")


class Venue(PlatformRow, Created, Versioned, Base):
    """A room where classes meet; `seats` bounds a workshop's capacity."""

    __tablename__ = "venue"

    name: Mapped[str] = mapped_column(String(160), unique=True)
    street: Mapped[str] = mapped_column(default="")
    unit_code: Mapped[str] = mapped_column(String(5), default="")
    seats: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")


class Donor(PlatformRow, Created, Versioned, Base):
    """Who pays for workshops and reads their results."""

    __tablename__ = "donor"

    name: Mapped[str] = mapped_column(String(160), unique=True)
    note: Mapped[str] = mapped_column(Text, default="")


class Trainer(PlatformRow, Created, Base):
    """A user who may make workshops, until `ended_at`."""

    __tablename__ = "trainer"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), unique=True)
    organisation: Mapped[str] = mapped_column(String(160), default="")
    ended_at: Mapped[dt.datetime | None]
    user: Mapped[User] = relationship()


class ModelShop(PlatformRow, Created, Base):
    """A real shop whose owner agreed that classes may begin with its goods and look; `kit` is the copy.

    Classes may choose it while it is approved and not withdrawn. The copy holds no customers, orders, money
    or legal data; it stays as it was on the day of consent.
    """

    __tablename__ = "model_shop"

    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"), index=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(160))
    kit: Mapped[dict[str, Any]]
    agreed_by: Mapped[int] = mapped_column(BigInteger)
    approved_at: Mapped[dt.datetime | None]
    withdrawn_at: Mapped[dt.datetime | None]


class CarriedHome(PlatformRow, Created, Base):
    """The new id of a row carried home from another installation, so that twice is once."""

    __tablename__ = "carried_home"
    __table_args__ = (UniqueConstraint("origin_installation", "entity", "origin_id"),)

    origin_installation: Mapped[str] = mapped_column(String(40))
    entity: Mapped[str] = mapped_column(String(40))
    origin_id: Mapped[str] = mapped_column(String(80))
    new_id: Mapped[int] = mapped_column(BigInteger)
