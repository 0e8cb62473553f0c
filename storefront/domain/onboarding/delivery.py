"""Delivery in a few answers: pickup, and a flat fee by nearness, free above an amount."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext, lazy_gettext
from sqlalchemy import select

from storefront.domain.onboarding.identity import profile
from storefront.domain.places import areas, units
from storefront.infra import events
from storefront.infra.db import begin_write, db
from storefront.infra.errors import Invalid, Sentence
from storefront.models.shipping import DeliveryKind, DeliveryMethod, DeliveryZone

LONGEST_PROMISE = 60
LONGEST_NAME = 80
MOST_GROUPS = 30


@dataclass(frozen=True, slots=True)
class DeliveryGroup:
    """Communes (five digits) and whole provinces (two) that share a fee, under the owner's name for them."""

    name: str
    codes: tuple[str, ...]
    fee: int | None


@dataclass(frozen=True, slots=True)
class DeliveryData:
    """Fees in minor units; None means: not brought there."""

    pickup: bool
    commune_fee: int | None = None
    groups: tuple[DeliveryGroup, ...] = ()
    province_fee: int | None = None
    elsewhere_fee: int | None = None
    free_above: int | None = None
    promise: str = ""

    @property
    def brings(self) -> bool:
        """Whether goods are brought anywhere at all."""
        fees = (self.commune_fee, self.province_fee, self.elsewhere_fee)
        return bool(self.groups) or any(fee is not None for fee in fees)


def delivery_now() -> DeliveryData:
    """The answers that are in force, read back from the shop's methods."""
    pickup, brought = _method(DeliveryKind.PICKUP), _method(DeliveryKind.DELIVERY)
    zones = brought.zones if brought and brought.enabled else []
    home, own = _own_codes()
    by_codes = {tuple(zone.codes): zone for zone in zones}
    groups = [zone for codes, zone in by_codes.items() if codes not in {(), (home,), (own,)}]

    def fee(*codes: str) -> int | None:
        zone = by_codes.get(codes)
        return zone.fee if zone else None

    return DeliveryData(
        pickup=bool(pickup and pickup.enabled),
        commune_fee=fee(home) if home else None,
        groups=tuple(DeliveryGroup(zone.name, tuple(zone.codes), zone.fee) for zone in groups),
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


def area_words(zones: Iterable[DeliveryZone]) -> str:
    """Where goods are brought, in one line; the owner's own names stand as they are written."""
    ours = (gettext("In our commune"), gettext("In the province"), gettext("Elsewhere in Vietnam"))
    return "; ".join(
        zone.name[:1].lower() + zone.name[1:] if zone.name in ours else zone.name for zone in zones
    )


def _check(data: DeliveryData) -> None:
    home, _own = _own_codes()
    if not data.pickup and not data.brings:
        raise Invalid.field("pickup", lazy_gettext("Choose pickup, or enter a fee for at least one place."))
    if len(data.promise) > LONGEST_PROMISE:
        raise Invalid.field("promise", lazy_gettext("Say it in at most 60 characters, such as 1 to 3 days."))
    if not home and (data.commune_fee is not None or data.province_fee is not None):
        raise Invalid.field(
            "commune_fee", lazy_gettext("First say which commune you are in, at the step Who you are.")
        )
    if len(data.groups) > MOST_GROUPS:
        raise Invalid.field("groups", lazy_gettext("At most %(number)s groups.", number=MOST_GROUPS))
    wrong = {
        f"groups-{number}-{field}": [sentence]
        for number, group in enumerate(data.groups)
        for field, sentence in _wrong_with(group, data.groups)
    }
    if wrong:
        raise Invalid(wrong)


def _wrong_with(group: DeliveryGroup, groups: tuple[DeliveryGroup, ...]) -> Iterable[tuple[str, Sentence]]:
    """The fields of a group that need correcting, each with what to do. Raises UnknownPlace."""
    if not group.name or len(group.name) > LONGEST_NAME:
        yield "name", lazy_gettext("Give the group a name of at most 80 characters.")
    elif Counter(each.name for each in groups)[group.name] > 1:
        yield "name", lazy_gettext("Two groups have this name. Give each a name of its own.")
    if group.fee is None:
        yield "fee", lazy_gettext("Enter the fee; 0 if delivery is free.")
    if not group.codes:
        yield "find", lazy_gettext("Choose at least one commune for this group.")
    for code in group.codes:
        place = areas.area(code).name
        others = [each.name for each in groups if each is not group and code in each.codes]
        if code in _own_codes():
            yield (
                "find",
                lazy_gettext("%(place)s has a fee of its own above. Leave it out here.", place=place),
            )
        elif others:
            yield (
                "find",
                lazy_gettext(
                    "%(place)s is also in the group %(group)s. Keep it in one of them.",
                    place=place,
                    group=others[0],
                ),
            )


def _zones(data: DeliveryData) -> list[DeliveryZone]:
    home, own = _own_codes()
    wanted = [
        (gettext("In our commune"), (home,), data.commune_fee),
        *((group.name, group.codes, group.fee) for group in data.groups),
        (gettext("In the province"), (own,), data.province_fee),
        (gettext("Elsewhere in Vietnam"), (), data.elsewhere_fee),
    ]
    return [
        DeliveryZone(name=name, codes=list(codes), fee=fee, free_above=data.free_above, position=position)
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
