"""Give a shop its trade's beginning: collections, menus, pages, delivery, look and sample goods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from flask_babel import gettext
from sqlalchemy import select

from storefront.domain.catalogue.collections import (
    CollectionData,
    create_collection,
    delete_collection,
    product_ids,
)
from storefront.domain.catalogue.data import ImageData, ProductData, VariantData
from storefront.domain.catalogue.products import create_product, delete_samples
from storefront.domain.media.upload import keep_master
from storefront.domain.onboarding.delivery import DeliveryData, save_delivery
from storefront.domain.onboarding.goods import count_own, count_samples
from storefront.domain.onboarding.kits import Kit, kit, say
from storefront.domain.onboarding.texts import note_ours, policies
from storefront.domain.shops.menus import MenuItem, menu_at, save_menu
from storefront.domain.shops.pages import PageData, create_page
from storefront.domain.theming import choices
from storefront.domain.theming.packages import Theme, get_theme, theme_folders
from storefront.infra import events, guard, images, storage
from storefront.infra.db import db, locked
from storefront.infra.errors import Invalid
from storefront.infra.i18n import speaking
from storefront.models.page import Page, PageKind
from storefront.models.product import Collection
from storefront.models.shipping import DeliveryMethod
from storefront.models.shop import Shop

LOOK_COLOURS = ("primary", "accent")
# Facts of a sample that have a column of their own.
_COLUMNS = ("origin", "net_content", "maker")


def apply_kit(shop: Shop, chosen: Kit, *, by: events.Actor) -> None:
    """Give the shop this trade. Another trade later replaces what the first one brought, never own goods."""
    shop = locked(shop)
    former, has_own = shop.trade, count_own() > 0
    shop.trade = chosen.trade or chosen.key
    with speaking(shop.locale):
        delete_samples(by=by)
        if not has_own:
            _clear_collections(kit(former), by=by)
        collections = _collections(chosen, shop.locale, by=by)
        if not has_own:
            _pages(chosen, shop.locale, by=by)
            _menus(chosen, shop.locale, by=by)
            _samples(chosen, shop.locale, collections, by=by)
        if not db.session.scalars(select(DeliveryMethod)).first():
            _delivery(chosen, shop.locale, by=by)
    _look(shop, chosen, by=by)
    db.session.flush()
    # shop is a platform table, so the guard does not see that shoppers' pages change
    guard.changed_for_shoppers([shop.id])
    events.record("shop.kit_applied", shop, by=by, trade=shop.trade, kit=chosen.key, before=former)


def read_pictures(chosen: Kit) -> None:
    """Read the pictures of a kit; slow the first time, so call it before the first write."""
    for sample in chosen.samples:
        _read(sample)


def remove_samples(*, by: events.Actor) -> int:
    """Take every sample out of the shop in one go; returns how many went."""
    gone = count_samples()
    delete_samples(by=by)
    return gone


def _clear_collections(former: Kit, *, by: events.Actor) -> None:
    slugs = [each["slug"] for each in former.collections]
    for collection in db.session.scalars(select(Collection).where(Collection.slug.in_(slugs))).all():
        if not product_ids(collection):
            delete_collection(collection, by=by)


def _collections(chosen: Kit, locale: str, *, by: events.Actor) -> dict[str, Collection]:
    known = {collection.slug: collection for collection in db.session.scalars(select(Collection))}
    for each in chosen.collections:
        if each["slug"] not in known:
            data = CollectionData(name=say(each["name"], locale), slug=each["slug"])
            known[each["slug"]] = create_collection(data, by=by)
    db.session.flush()
    return known


def _pages(chosen: Kit, locale: str, *, by: events.Actor) -> None:
    """Pages of a model shop, as its owner wrote them; a trade's own are written by the wizard."""
    known = set(db.session.scalars(select(Page.slug)))
    for page in chosen.pages:
        if "body" in page and page["slug"] not in known:
            data = PageData(say(page["title"], locale), say(page["body"], locale), slug=page["slug"])
            note_ours(create_page(data, by=by, kind=PageKind(page["kind"])))


def _menus(chosen: Kit, locale: str, *, by: events.Actor) -> None:
    for place, items in chosen.menus.items():
        menu = menu_at(place)
        links = [_link(say(item["label"], locale), item["target"]) for item in items]
        save_menu(place, links, revision=menu.revision if menu else 0, by=by)


def _link(label: str, target: str) -> MenuItem:
    kind, _, ref = target.partition(":")
    if target == "collection:all":
        return MenuItem(label, "collections")
    if kind == "policy":
        return MenuItem(label, "page", policies()[ref].slug)
    return MenuItem(label, kind, ref)


def _delivery(chosen: Kit, locale: str, *, by: events.Actor) -> None:
    flat = chosen.delivery["flat"]
    save_delivery(
        DeliveryData(
            pickup=chosen.delivery["pickup"]["enabled"],
            elsewhere_fee=flat["fee"] if flat["enabled"] else None,
            free_above=chosen.delivery["free_above"],
            promise=say(flat["time"], locale),
        ),
        by=by,
    )


def _look(shop: Shop, chosen: Kit, *, by: events.Actor) -> None:
    """The kit's theme where it is installed; else its colours on the present one, if they can be read."""
    if chosen.theme in theme_folders():
        shop.theme_id = chosen.theme
        if chosen.choice:
            _colours(get_theme(chosen.theme), choices.Choice(**chosen.choice), by=by)
        return
    theme = get_theme(shop.theme_id)
    tokens = {name: chosen.palette[name] for name in LOOK_COLOURS if name in chosen.palette}
    _colours(theme, choices.Choice("", tokens), by=by)


def _colours(theme: Theme, choice: choices.Choice, *, by: events.Actor) -> None:
    try:
        wanted = choices.checked(theme, choice)
    except Invalid:
        return
    choices.publish(theme, wanted, by=by)


def _samples(chosen: Kit, locale: str, collections: Mapping[str, Collection], *, by: events.Actor) -> None:
    for position, sample in enumerate(chosen.samples):
        picture = _read(sample)
        asset = keep_master(picture, f"{chosen.key}-{position}.{picture.extension}") if picture else None
        db.session.flush()
        held = [collections[slug].id for slug in [sample["collection"]] if slug in collections]
        data = _sample_data(sample, locale, asset.id if asset else None, held, position)
        create_product(data, by=by, on_sale=True)


def _read(sample: Mapping[str, Any]) -> images.Master | None:
    """A sample's picture; a model shop may have none of it, or have lost it since."""
    if not sample["image"]:
        return None
    try:
        return _picture(sample["image"])
    except storage.NoSuchFile:
        return None


@lru_cache(maxsize=128)
def _picture(name: str) -> images.Master:
    """A sample's picture, checked once a process: every shop of a class begins with the same few.

    A model shop's lie in storage under their keys, a trade's beside the demo.
    """
    if name.startswith("shop/"):
        return images.clean_master(storage.get(name))
    return images.clean_master(files("storefront").joinpath("demo", "images", f"{name}.webp").read_bytes())


def _sample_data(
    sample: Mapping[str, Any],
    locale: str,
    asset_id: int | None,
    collection_ids: Sequence[int],
    position: int,
) -> ProductData:
    name, facts = say(sample["name"], locale), dict(sample["attributes"])
    return ProductData(
        name=name,
        summary=say(sample["description"], locale),
        description=say(sample["description"], locale),
        kind=sample["kind"],
        variants=(
            VariantData(
                price=sample["price"],
                unit=sample["unit"],
                step=sample["step"],
                minimum=sample["minimum"],
                tax_class=sample["tax_class"],
            ),
        ),
        position=position,
        is_sample=True,
        tags=(gettext("sample"),),
        images=(ImageData(asset_id, name),) if asset_id else (),
        collection_ids=tuple(collection_ids),
        **{column: facts.pop(column, None) for column in _COLUMNS},
        facts=facts,
    )
