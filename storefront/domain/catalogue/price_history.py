"""What a variant cost when, and so which struck-through price may be shown: one buyers could have paid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storefront.infra import clock
from storefront.infra.db import db
from storefront.models import product as models


@dataclass(frozen=True, slots=True)
class PriceChange:
    """A price in minor units and the moment from which it was charged."""

    amount: int
    since: datetime


def allowed_compare_at(
    price_history: Iterable[PriceChange], price: int, compare_at: int, now: datetime
) -> bool:
    """Whether `compare_at` is higher than the price and was in force before now (the law on promotion)."""
    return compare_at > price and compare_at in earlier_prices(price_history, now)


def earlier_prices(price_history: Iterable[PriceChange], now: datetime) -> set[int]:
    """Every price that was in force for some time before now; one replaced at once never was."""
    past = (change for change in price_history if change.since < now)
    begun = sorted(past, key=lambda change: change.since)
    ends = [*(change.since for change in begun), now][1:]
    return {change.amount for change, end in zip(begun, ends, strict=True) if change.since < end}


def history(variant_id: int) -> list[PriceChange]:
    """Every price the variant had, oldest first."""
    rows = db.session.execute(
        select(models.PriceChange.price, models.PriceChange.since)
        .where(models.PriceChange.variant_id == variant_id)
        .order_by(models.PriceChange.since, models.PriceChange.id)
    )
    return [PriceChange(row.price, row.since) for row in rows]


def was_charged(variant: models.Variant, price: int, compare_at: int) -> bool:
    """Whether the variant may show `compare_at` beside a new `price`."""
    return variant.id is not None and allowed_compare_at(history(variant.id), price, compare_at, clock.now())


def note(variant: models.Variant) -> None:
    """Keep the variant's present price, from now on, for ever."""
    db.session.flush()
    db.session.add(models.PriceChange(variant_id=variant.id, price=variant.price, since=clock.now()))
