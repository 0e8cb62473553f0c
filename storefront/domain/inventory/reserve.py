"""Goods held for orders: reserved at placing, taken when sent, released when nothing comes of it.

The caller has the order locked. Variants are changed in id order, so that two orders never wait for each
other in a circle.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, insert, select, true, update

from storefront.domain.inventory.levels import Change, Ledger, Level, default_location, level_at, levels_of
from storefront.domain.inventory.pending import settle_counts
from storefront.infra import clock
from storefront.infra.db import db
from storefront.infra.errors import Conflict
from storefront.infra.tenancy import current_shop_id
from storefront.models.order import LineItem, Order
from storefront.models.product import Variant
from storefront.models.stock import MovementKind, Reservation, ReservationState


class NotEnoughStock(Conflict):
    """Somebody was quicker, or the goods are held for another order; `details["variant_ids"]` names them."""

    code = "not_enough_stock"
    message = lazy_gettext("There is not enough stock left for this.")


def reserve(order: Order, *, expires_at: dt.datetime | None) -> None:
    """Hold the goods of an order that are not sent yet; without a moment they stay held.

    Also holds again what was released (late money). Raises NotEnoughStock, and then nothing is held.
    """
    wanted = {line: line.quantity - line.fulfilled for line in order.line_items if line.stock_tracked}
    lines = sorted(
        (line for line, quantity in wanted.items() if quantity > 0), key=lambda line: line.variant_id
    )
    if not lines:
        return
    levels = _by_variant([line.variant_id for line in lines])
    ledger = Ledger()
    rows = [_hold(ledger, order, line, wanted[line], levels[line.variant_id], expires_at) for line in lines]
    db.session.execute(insert(Reservation), rows)
    ledger.close()


def release(order: Order) -> None:
    """Give free what is still held for an order; harmless when nothing is."""
    _release(order, true())


def release_variant(order: Order, variant_id: int) -> None:
    """Give free what is held for an order of one variant; the rest stays held."""
    _release(order, Reservation.variant_id == variant_id)


def _release(order: Order, which: ColumnElement[bool]) -> None:
    freed = db.session.execute(
        update(Reservation)
        .where(Reservation.order_id == order.id, Reservation.state == ReservationState.HELD, which)
        .values(state=ReservationState.RELEASED)
        .returning(
            Reservation.variant_id,
            Reservation.location_id,
            (Reservation.quantity - Reservation.fulfilled).label("quantity"),
        )
        .execution_options(synchronize_session=False)
    ).all()
    levels = _by_place([row.variant_id for row in freed])
    ledger = Ledger()
    for row in sorted(freed):
        change = Change(MovementKind.RELEASE, reserved=-row.quantity, order_id=order.id)
        _must(ledger.change(levels[row.variant_id, row.location_id], change), row.variant_id)
    ledger.close()
    settle_counts({row.variant_id for row in freed})


def keep(order: Order) -> bool:
    """What is held no longer expires: the order was paid or confirmed; whether anything is held."""
    kept = db.session.execute(
        update(Reservation)
        .where(Reservation.order_id == order.id, Reservation.state == ReservationState.HELD)
        .values(expires_at=None)
        .returning(Reservation.id)
        .execution_options(synchronize_session=False)
    )
    return bool(kept.all())


def prolong(order: Order, until: dt.datetime) -> None:
    """Hold what is held until a later moment; what no longer expires stays so."""
    db.session.execute(
        update(Reservation)
        .where(
            Reservation.order_id == order.id,
            Reservation.state == ReservationState.HELD,
            Reservation.expires_at < until,
        )
        .values(expires_at=until)
        .execution_options(synchronize_session=False)
    )


def holds(order: Order) -> bool:
    """Whether any goods are held for the order now."""
    held = select(Reservation.id).where(
        Reservation.order_id == order.id, Reservation.state == ReservationState.HELD
    )
    return db.session.scalar(held.limit(1)) is not None


def expired(order: Order) -> bool:
    """Whether goods are held for the order past their time."""
    late = select(Reservation.id).where(
        Reservation.order_id == order.id,
        Reservation.state == ReservationState.HELD,
        Reservation.expires_at <= clock.now(),
    )
    return db.session.scalar(late.limit(1)) is not None


def take(order: Order, quantities: Mapping[int, int]) -> None:
    """Goods leave the shelf, by line item and thousandths: first what is held, then what is free.

    Raises NotEnoughStock.
    """
    lines = _tracked(order, quantities)
    held = {row.line_item_id: row for row in _held(order)}
    levels = _by_place([line.variant_id for line in lines])
    ledger = Ledger()
    for line in lines:
        reservation = held.get(line.id)
        if reservation is not None:
            _take_held(ledger, levels, reservation, quantities[line.id])
        else:
            _take_free(ledger, levels, line, quantities[line.id])
    ledger.close()
    settle_counts({line.variant_id for line in lines})


def give_back(order: Order, quantities: Mapping[int, int]) -> None:
    """Returned goods are put on the shelf again, by line item and thousandths."""
    lines = _tracked(order, quantities)
    levels = _by_variant([line.variant_id for line in lines])
    ledger = Ledger()
    for line in lines:
        known = levels[line.variant_id]
        level = known[0] if known else level_at(_variant(line), default_location())
        quantity = quantities[line.id]
        ledger.change(level, Change(MovementKind.RETURN, on_hand=quantity, order_id=order.id))
    ledger.close()


def _hold(
    ledger: Ledger,
    order: Order,
    line: LineItem,
    quantity: int,
    levels: list[Level],
    expires_at: dt.datetime | None,
) -> dict[str, object]:
    change = Change(MovementKind.RESERVE, reserved=quantity, free=quantity, order_id=order.id)
    for level in levels:
        if ledger.change(level, change):
            return {
                "shop_id": current_shop_id(),
                "order_id": order.id,
                "line_item_id": line.id,
                "variant_id": line.variant_id,
                "location_id": level.location_id,
                "quantity": quantity,
                "expires_at": expires_at,
            }
    raise NotEnoughStock(variant_ids=[line.variant_id])


def _take_held(
    ledger: Ledger, levels: dict[tuple[int, int], Level], reservation: Reservation, quantity: int
) -> None:
    if quantity > reservation.quantity - reservation.fulfilled:
        raise NotEnoughStock(variant_ids=[reservation.variant_id])
    level = levels[reservation.variant_id, reservation.location_id]
    change = Change(MovementKind.FULFIL, on_hand=-quantity, reserved=-quantity, order_id=reservation.order_id)
    _must(ledger.change(level, change), reservation.variant_id)
    reservation.fulfilled += quantity
    if reservation.fulfilled == reservation.quantity:
        reservation.state = ReservationState.FULFILLED


def _take_free(ledger: Ledger, levels: dict[tuple[int, int], Level], line: LineItem, quantity: int) -> None:
    change = Change(MovementKind.FULFIL, on_hand=-quantity, free=quantity, order_id=line.order_id)
    mine = [level for level in levels.values() if level.variant_id == line.variant_id]
    _must(any(ledger.change(level, change) for level in mine), line.variant_id)


def _must(changed: bool, variant_id: int) -> None:
    if not changed:
        raise NotEnoughStock(variant_ids=[variant_id])


def _tracked(order: Order, quantities: Mapping[int, int]) -> list[LineItem]:
    mine = [line for line in order.line_items if line.stock_tracked and quantities.get(line.id, 0) > 0]
    return sorted(mine, key=lambda line: line.variant_id)


def _held(order: Order) -> list[Reservation]:
    held = select(Reservation).where(
        Reservation.order_id == order.id, Reservation.state == ReservationState.HELD
    )
    return list(db.session.scalars(held.execution_options(populate_existing=True)))


def _by_variant(variant_ids: list[int]) -> dict[int, list[Level]]:
    grouped: dict[int, list[Level]] = defaultdict(list)
    for level in levels_of(variant_ids):
        grouped[level.variant_id].append(level)
    return grouped


def _by_place(variant_ids: list[int]) -> dict[tuple[int, int], Level]:
    if not variant_ids:
        return {}
    return {(level.variant_id, level.location_id): level for level in levels_of(variant_ids)}


def _variant(line: LineItem) -> Variant:
    return db.session.scalars(select(Variant).where(Variant.id == line.variant_id)).one()
