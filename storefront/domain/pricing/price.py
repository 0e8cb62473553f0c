"""When a struck-through price may be shown: only a price that buyers really could have paid before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


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
