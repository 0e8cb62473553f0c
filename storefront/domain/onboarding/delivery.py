"""Delivery in a few answers: pickup, and a flat fee by nearness, free above an amount."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext, lazy_gettext
from sqlalchemy import select

from storefront.domain.onboarding.identity import profile
from storefront.domain.places import units
from storefront.infra import events
from storefront.infra.db import begin_write, db
from storefront.infra.errors import Invalid
from storefront.models.shipping import DeliveryKind, DeliveryMethod, DeliveryZone

LONGEST_PROMISE = 60


@dataclass(frozen=True, slots=True)
class DeliveryData:
    """Fees in minor units; None means: not brought there. The group is of communes of the owner's choice."""

    pickup: bool
    commune_fee: int | None = None
    group_codes: tuple[str, ...] = ()
    group_fee: int | None = None
    province_fee: int | None = None
    elsewhere_fee: int | None = None
    free_above: int | None = None
    promise: str = ""

    @property
    def brings(self) -> bool:
        """Whether goods are brought anywhere at all."""
        fees = (self.commune_fee, self.group_fee, self.province_fee, self.elsewhere_fee)
        return any(fee is not None for fee in fees)


def delivery_now() -> DeliveryData:
    """The answers that are in force, read back from the shop's methods."""
    pickup, brought = _method(DeliveryKind.PICKUP), _method(DeliveryKind.DELIVERY)
    zones = brought.zones if brought and brought.enabled else []
    home, own = _own_codes()
    by_codes = {tuple(zone.codes): zone for zone in zones}
    group = next((z for z in zones if z.codes and tuple(z.codes) not in {(home,), (own,)}), None)

    def fee(*codes: str) -> int | None:
        zone = by_codes.get(codes)
        return zone.fee if zone else None

    return DeliveryData(
        pickup=bool(pickup and pickup.enabled),
        commune_fee=fee(home) if home else None,
        group_codes=tuple(group.codes) if group else (),
        group_fee=group.fee if group else None,
        province_fee=fee(own) if own else None,
        elsewhere_fee=fee(),
        free_above=zones[0].free_above if zones else None,
        promise=brought.promise if brought else "",
    )


def save_delivery(data: DeliveryData, *, by: events.Actor) -> None:
    """Write the shop's ways of delivery. Raises Invalid, UnknownPlace."""
    _check(data)
    begin_write()
    pickup = _made(DeliveryKind.PICKUP, gettext("Pick up at the shop"), position=0)
    pickup.enabled = data.pickup
    brought = _made(DeliveryKind.DELIVERY, gettext("Delivery to your door"), position=1)
    brought.enabled, brought.promise = data.brings, data.promise
    brought.zones = _zones(data) if data.brings else []
    brought.revision += 1
    db.session.flush()
    events.record("delivery.edited", brought, by=by, zones=len(brought.zones))


def _check(data: DeliveryData) -> None:
    home, _own = _own_codes()
    if not data.pickup and not data.brings:
        raise Invalid.field("pickup", lazy_gettext("Choose pickup, or enter a fee for at least one place."))
    if len(data.promise) > LONGEST_PROMISE:
        raise Invalid.field("promise", lazy_gettext("Say it in at most 60 characters, such as 1 to 3 days."))
    if (data.group_fee is None) != (not data.group_codes):
        raise Invalid.field("group_fee", lazy_gettext("A group needs both its communes and its fee."))
    if not home and (data.commune_fee is not None or data.province_fee is not None):
        raise Invalid.field(
            "commune_fee", lazy_gettext("First say which commune you are in, at the step Who you are.")
        )
    for code in data.group_codes:
        units.unit(code)


def _zones(data: DeliveryData) -> list[DeliveryZone]:
    home, own = _own_codes()
    wanted = [
        (gettext("In our commune"), [home], data.commune_fee),
        (gettext("Nearby communes"), list(data.group_codes), data.group_fee),
        (gettext("In the province"), [own], data.province_fee),
        (gettext("Elsewhere in Vietnam"), [], data.elsewhere_fee),
    ]
    return [
        DeliveryZone(name=name, codes=codes, fee=fee, free_above=data.free_above, position=position)
        for position, (name, codes, fee) in enumerate(wanted)
        if fee is not None
    ]


def _own_codes() -> tuple[str, str]:
    """The codes of the shop's commune and province; empty before they are known."""
    code = profile().unit_code
    return (code, units.unit(code).province_code) if code else ("", "")


def _method(kind: DeliveryKind) -> DeliveryMethod | None:
    wanted = select(DeliveryMethod).where(DeliveryMethod.kind == kind).order_by(DeliveryMethod.id)
    return db.session.scalars(wanted).first()


def _made(kind: DeliveryKind, name: str, *, position: int) -> DeliveryMethod:
    method = _method(kind)
    if method is None:
        method = DeliveryMethod(kind=kind, name=name, position=position)
        db.session.add(method)
        db.session.flush()
    return method
