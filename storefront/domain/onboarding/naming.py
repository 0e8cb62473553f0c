"""The shop's name, its address in the web, and the few words below its name."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext

from storefront.domain.onboarding.identity import profile
from storefront.domain.onboarding.kits import GENERAL
from storefront.domain.shops import slugs
from storefront.domain.shops.create import create_shop
from storefront.infra import events, guard
from storefront.infra.db import begin_write, db, locked
from storefront.infra.errors import Invalid
from storefront.infra.text import clean
from storefront.models.shop import Shop, ShopMode
from storefront.models.user import User

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class NameData:
    """The whole form; `slug` as typed."""

    name: str
    slug: str
    tagline: str = ""
    opening_hours: str = ""


def start_shop(name: str, *, mode: ShopMode, owner: User) -> Shop:
    """A draft shop with an address proposed from its name; the wizard does the rest. Raises Invalid."""
    name = _checked_name(name)
    begin_write()
    return create_shop(name, slugs.propose(name), mode=mode, trade=GENERAL, owner=owner)


def save_name(shop: Shop, data: NameData, *, by: events.Actor) -> None:
    """Give the shop its name, its address and its words. Raises Invalid, SlugRefused."""
    name = _checked_name(data.name)
    shop = locked(shop)
    slugs.rename(shop, data.slug, by=by)
    shop.name = name
    mine = profile()
    mine.tagline = clean(data.tagline) or None
    mine.opening_hours = clean(data.opening_hours) or None
    mine.revision += 1
    db.session.flush()
    # shop is a platform table, so the guard does not see that shoppers' pages change
    guard.changed_for_shoppers([shop.id])
    events.record("shop.named", shop, by=by)


def _checked_name(name: str) -> str:
    name = clean(name)
    if len(name) < 2:
        raise Invalid.field("name", lazy_gettext("Enter the shop's name as customers know it."))
    if len(name) > LONGEST_NAME:
        raise Invalid.field("name", lazy_gettext("This name is too long: at most 120 characters."))
    return name
