"""The one place that changes a stock level: a conditional update and its row in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from storefront.domain.inventory.words import Shown, refresh_words
from storefront.infra.db import begin_write, db
from storefront.infra.tenancy import current_shop_id
from storefront.models.product import Variant
from storefront.models.stock import MovementKind, StockLevel, StockLocation, StockMovement


@dataclass(frozen=True, slots=True)
class Change:
    """What to add to on hand and to reserved, in thousandths, and why. At least `free` must be unreserved."""

    kind: MovementKind
    on_hand: int = 0
    reserved: int = 0
    free: int = 0
    order_id: int | None = None
    note: str = ""
    form_key: str | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A level as read; `shown` holds what its words depend on."""

    id: int
    variant_id: int
    location_id: int
    on_hand: int
    reserved: int
    shown: Shown

    @property
    def available(self) -> int:
        """What nobody has reserved."""
        return self.on_hand - self.reserved


def levels_of(variant_ids: Sequence[int]) -> list[Level]:
    """The levels of variants, in variant and then location order: the order in which they are changed."""
    rows = db.session.execute(
        select(
            StockLevel.id,
            StockLevel.variant_id,
            StockLevel.location_id,
            StockLevel.on_hand,
            StockLevel.reserved,
            StockLevel.low_at,
            Variant.minimum,
            Variant.product_id,
        )
        .join(Variant, (Variant.shop_id == StockLevel.shop_id) & (Variant.id == StockLevel.variant_id))
        .where(StockLevel.variant_id.in_(variant_ids))
        .order_by(StockLevel.variant_id, StockLevel.location_id)
    )
    return [
        Level(
            row.id,
            row.variant_id,
            row.location_id,
            row.on_hand,
            row.reserved,
            Shown(row.product_id, row.minimum, row.low_at),
        )
        for row in rows
    ]


def level_at(variant: Variant, location_id: int) -> Level:
    """The variant's level at a place, locked; made when there is none yet.

    The variant's own row is never locked: an order at work holds its level and then points to the variant.
    """
    begin_write()
    db.session.execute(
        select(StockLevel.id)
        .where(StockLevel.variant_id == variant.id, StockLevel.location_id == location_id)
        .with_for_update()
    )
    found = [level for level in levels_of([variant.id]) if level.location_id == location_id]
    if found:
        return found[0]
    made = StockLevel(variant_id=variant.id, location_id=location_id)
    db.session.add(made)
    db.session.flush()
    return Level(made.id, variant.id, location_id, 0, 0, Shown(variant.product_id, variant.minimum, None))


def default_location() -> int:
    """The shop's first place for goods, made when there is none yet."""
    found = db.session.scalar(
        select(StockLocation.id).order_by(StockLocation.is_default.desc(), StockLocation.id).limit(1)
    )
    if found is not None:
        return found
    made = StockLocation(name="")
    db.session.add(made)
    db.session.flush()
    return made.id


class Ledger:
    """The changes of one verb: each made at once, written down and shown together by `close`."""

    def __init__(self) -> None:
        begin_write()
        self._movements: list[dict[str, object]] = []
        self._changed_words: set[int] = set()

    def change(self, level: Level, change: Change) -> bool:
        """Change a level if enough is free and nothing falls below zero; whether it was changed."""
        after = db.session.execute(
            update(StockLevel)
            .where(
                StockLevel.id == level.id,
                StockLevel.on_hand - StockLevel.reserved >= change.free,
                StockLevel.reserved + change.reserved >= 0,
                StockLevel.on_hand + change.on_hand >= StockLevel.reserved + change.reserved,
            )
            .values(
                on_hand=StockLevel.on_hand + change.on_hand, reserved=StockLevel.reserved + change.reserved
            )
            .returning(StockLevel.on_hand, StockLevel.reserved)
            .execution_options(synchronize_session=False)
        ).one_or_none()
        if after is None:
            return False
        available = after.on_hand - after.reserved
        before = available - change.on_hand + change.reserved
        if level.shown.words(before) != level.shown.words(available):
            self._changed_words.add(level.shown.product_id)
        self._movements.append(_movement(level, change))
        return True

    def close(self) -> None:
        """Write the ledger's rows, and what shoppers read about the products whose words changed."""
        if self._movements:
            db.session.execute(insert(StockMovement), self._movements)
        refresh_words(self._changed_words)


def _movement(level: Level, change: Change) -> dict[str, object]:
    return {
        "shop_id": current_shop_id(),
        "variant_id": level.variant_id,
        "location_id": level.location_id,
        "kind": change.kind,
        "on_hand_change": change.on_hand,
        "reserved_change": change.reserved,
        "order_id": change.order_id,
        "note": change.note,
        "form_key": change.form_key,
    }
