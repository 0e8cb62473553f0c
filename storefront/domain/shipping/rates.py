"""What delivery costs: pickup, or a flat fee by groups of communes, free above an amount."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from storefront.domain.places.units import unit
from storefront.infra.db import db
from storefront.models.shipping import DeliveryKind, DeliveryMethod, DeliveryZone


@dataclass(frozen=True, slots=True)
class DeliveryChoice:
    """A way to get the goods to one place; the fee in minor units, VAT included."""

    method_id: int
    name: str
    promise: str
    fee: int
    kind: DeliveryKind
    zone_id: int | None = None


def choices(unit_code: str | None, subtotal: int) -> list[DeliveryChoice]:
    """The ways to a commune (five digits), in the owner's order; without one, pickup only.

    Raises UnknownPlace for a code that is no commune today.
    """
    province_code = unit(unit_code).province_code if unit_code else None
    found = []
    for method in methods():
        zone = _zone(method, unit_code, province_code)
        if zone is not None or method.kind is DeliveryKind.PICKUP:
            fee, zone_id = _fee(zone, subtotal), zone.id if zone else None
            found.append(DeliveryChoice(method.id, method.name, method.promise, fee, method.kind, zone_id))
    return found


def methods() -> list[DeliveryMethod]:
    """The delivery methods switched on, with their zones, in the owner's order."""
    return list(
        db.session.scalars(
            select(DeliveryMethod)
            .where(DeliveryMethod.enabled.is_(True))
            .options(selectinload(DeliveryMethod.zones))
            .order_by(DeliveryMethod.position, DeliveryMethod.id)
        )
    )


def _zone(method: DeliveryMethod, unit_code: str | None, province_code: str | None) -> DeliveryZone | None:
    """The zone that names the commune, else its province, else anywhere."""
    if method.kind is DeliveryKind.PICKUP:
        return next(iter(method.zones), None)
    if unit_code is None:
        return None
    for code in (unit_code, province_code):
        named = next((zone for zone in method.zones if code in zone.codes), None)
        if named is not None:
            return named
    return next((zone for zone in method.zones if not zone.codes), None)


def _fee(zone: DeliveryZone | None, subtotal: int) -> int:
    if zone is None or (zone.free_above is not None and subtotal >= zone.free_above):
        return 0
    return zone.fee
