"""How the ways of being paid stand in a shop: which fit it, in what order, and on what conditions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.adapters import gateways
from storefront.adapters.gateways.base import Capabilities, Gateway
from storefront.domain.payments.methods import capabilities_of
from storefront.infra import events
from storefront.infra.db import begin_write, db, locked
from storefront.infra.errors import Invalid
from storefront.models.payment import PaymentMethod
from storefront.models.shipping import DeliveryZone
from storefront.models.shop import Shop, ShopSettings

HIGHEST_DEPOSIT = 90


@dataclass(frozen=True, slots=True)
class Conditions:
    """When a way of paying is offered: order totals in minor units, ids of delivery zones, channels.

    No zone means all of them, no channel the gateway's usual one. With `capture_later` money is held first
    and taken when the owner says so.
    """

    minimum: int | None = None
    maximum: int | None = None
    zones: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    capture_later: bool = False


def fitting(shop: Shop) -> list[type[Gateway]]:
    """Every gateway of the registry that this shop may switch on."""
    found = (gateways.gateway(code) for code in gateways.gateway_codes())
    return [kind for kind in found if fits(kind.capabilities, shop)]


def fits(able: Capabilities, shop: Shop) -> bool:
    """A practice shop takes what the sandbox plays, a real one what is more than practice."""
    return able.sandboxed if shop.is_practice else not able.practice_only


def issued_by_sandbox(able: Capabilities, shop: Shop) -> bool:
    """Whether the sandbox gives the settings, so that nobody types keys."""
    return shop.is_practice and not able.offline and not able.internal


def in_order() -> list[PaymentMethod]:
    """All ways of being paid of the shop in force, on or off, in the owner's order."""
    return list(
        db.session.scalars(select(PaymentMethod).order_by(PaymentMethod.position, PaymentMethod.id)).all()
    )


def standing(gateway: str) -> PaymentMethod | None:
    """The shop's method with this gateway, on or off."""
    return db.session.scalar(select(PaymentMethod).where(PaymentMethod.gateway == gateway))


def move(method: PaymentMethod, *, up: bool, by: events.Actor) -> None:
    """Show it one place earlier or later; at the end of the list nothing happens."""
    begin_write()
    rows = in_order()
    place = rows.index(method)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows):
        row.position = position
    events.record("payment_method.moved", method, by=by, gateway=method.gateway, position=other)


def set_conditions(method: PaymentMethod, wanted: Conditions, *, by: events.Actor) -> None:
    """Say when the method is offered; orders placed before keep what they chose. Raises Invalid."""
    able = capabilities_of(method)
    _check(able, wanted)
    method = locked(method)
    zones = _zone_ids()
    chosen: dict[str, Any] = {
        "minimum": wanted.minimum,
        "maximum": wanted.maximum,
        "zones": [] if set(wanted.zones) >= set(zones) else _known(wanted.zones, zones),
        "channels": _known(wanted.channels, [channel.code for channel in able.channels]),
    }
    method.conditions = {name: value for name, value in chosen.items() if value}
    method.capture_later = wanted.capture_later
    events.record("payment_method.conditions_set", method, by=by, gateway=method.gateway)


def conditions_of(method: PaymentMethod) -> Conditions:
    """The conditions in force."""
    kept = method.conditions
    return Conditions(
        minimum=kept.get("minimum"),
        maximum=kept.get("maximum"),
        zones=tuple(kept.get("zones", ())),
        channels=tuple(kept.get("channels", ())),
        capture_later=method.capture_later,
    )


def set_deposit(percent: int, *, by: events.Actor) -> None:
    """Which part of an order, in percent, is paid at once; 0 for all of it. Raises Invalid."""
    if not 0 <= percent <= HIGHEST_DEPOSIT:
        raise Invalid.field(
            "percent",
            lazy_gettext("Enter a number from %(low)s to %(high)s.", low=0, high=HIGHEST_DEPOSIT),
        )
    settings = locked(db.session.scalars(select(ShopSettings)).one())
    settings.deposit_percent = percent
    settings.revision += 1
    events.record("shop.deposit_set", settings, by=by, percent=percent)


def _check(able: Capabilities, wanted: Conditions) -> None:
    if wanted.minimum and wanted.maximum and wanted.minimum > wanted.maximum:
        raise Invalid.field("maximum", lazy_gettext("The highest total is below the lowest."))
    if wanted.capture_later and not (able.authorize and able.capture):
        raise Invalid.field("capture_later", lazy_gettext("This gateway cannot hold money."))


def _zone_ids() -> list[str]:
    return [str(zone_id) for zone_id in db.session.scalars(select(DeliveryZone.id))]


def _known(wanted: Iterable[str], possible: list[str]) -> list[str]:
    """What was chosen of the list, in its order."""
    chosen = set(wanted)
    return [one for one in possible if one in chosen]
