"""A firm's shop, set up step by step as its owner does in the wizard, and opened by the same rules."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from storefront.demo import accounts, goods
from storefront.demo.calendar import Place, Story
from storefront.domain.onboarding import delivery, identity, naming, payment, steps, texts
from storefront.domain.onboarding.apply_kit import apply_kit
from storefront.domain.onboarding.kits import Kit, kit
from storefront.domain.onboarding.launch import open_shop
from storefront.domain.shops import notification
from storefront.domain.shops.pages import PageData, create_page
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.phone import parse_phone
from storefront.infra.tenancy import current_shop_id, enter_shop
from storefront.models.page import PageKind
from storefront.models.shop import LegalType, Shop, ShopMode, TaxMethod

Firm = Mapping[str, Any]
ABOUT = "gioi-thieu"
AFTER_HOME = ("Tất cả sản phẩm", "collection:all")


def set_up(firm: Firm, place: Place, mode: ShopMode) -> Story:
    """A whole shop, from signing up on one evening to opening on the next day."""
    by = begin(firm, place, mode)
    yield dt.timedelta(minutes=20)
    pictures = goods.store_pictures(firm)
    yield dt.timedelta(minutes=10)
    shop = the_shop()
    bring_and_be_paid(shop, firm, by=by)
    look_like(shop, firm, pictures, by=by)
    goods.add_goods(firm, pictures, by=by)
    finish(shop, ("trade", "address", "look", "goods", "delivery", "payment"), by=by)
    yield dt.timedelta(hours=11)
    shop = the_shop()
    write_pages(shop, firm, by=by)
    accounts.hire(firm, shop.id)
    open_shop(shop, by=by)
    finish(shop, ("pages", "review"), by=by)


def begin(firm: Firm, place: Place, mode: ShopMode) -> events.Actor:
    """The owner's account, the draft, who the seller is, and the shop's address."""
    owner = accounts.owner_of(firm)
    shop = naming.start_shop(firm["name"], mode=mode, owner=owner)
    shop.demo = True
    place.shop_id = shop.id
    by = events.Actor(events.ActorKind.USER, owner.id)
    with enter_shop(shop.id):
        identity.save_identity(_identity(firm), by=by)
        identity.profile().tax_method = TaxMethod(firm.get("tax_method", "direct"))
        words = naming.NameData(firm["name"], firm["slug"], firm["tagline"], firm["opening_hours"])
        naming.save_name(shop, words, by=by)
        finish(shop, ("who",), by=by)
    return by


def the_shop() -> Shop:
    """The shop in force."""
    return db.session.get_one(Shop, current_shop_id())


def finish(shop: Shop, keys: tuple[str, ...], *, by: events.Actor) -> None:
    """Note that these steps of the wizard are done."""
    for key in keys:
        steps.finish(shop, key, by=by)


def bring_and_be_paid(shop: Shop, firm: Firm, *, by: events.Actor) -> None:
    """Ways of delivery, cash at the door, and transfers to the firm's own account."""
    delivery.save_delivery(_delivery(firm), by=by)
    bank = firm["bank"]
    ways = payment.PaymentData(
        cod=True, transfer=True, bank=bank["bin"], account=bank["account"], holder=bank["holder"]
    )
    payment.save_payment(shop, ways, practice=None, by=by)


def look_like(shop: Shop, firm: Firm, pictures: Mapping[str, int], *, by: events.Actor) -> None:
    """Trade, menus, collections and colours; the picture on top, the owner's face, the logo."""
    apply_kit(shop, _own_kit(firm), by=by)
    mine = identity.profile()
    mine.hero_asset_id = pictures[firm["images"]["hero"]]
    mine.portrait_asset_id = pictures[firm["images"]["portrait"]]
    mine.logo_asset_id = pictures[firm["images"]["logo"]]
    mine.story = "\n\n".join(firm["story"])
    mine.licences = firm["licences"]
    mine.revision += 1


def write_pages(shop: Shop, firm: Firm, *, by: events.Actor) -> None:
    """The firm's own pages first; the policies are filled in from what the owner said."""
    for page in firm["pages"]:
        kind = PageKind.ABOUT if page["slug"] == ABOUT else PageKind.FREE
        create_page(PageData(page["title"], _body(page), page["slug"]), by=by, kind=kind)
    db.session.flush()
    texts.write_pages(shop, by=by)
    notification.prepare(by=by)
    notification.submit(f"TB-{shop.slug[:12].upper()}", clock.today_vn(), by=by)


def _identity(firm: Firm) -> identity.IdentityData:
    return identity.IdentityData(
        legal_type=LegalType(firm["legal_type"]),
        legal_name=firm["legal_name"],
        representative=firm["representative"],
        tax_id=firm["tax_id"],
        phone=parse_phone(firm["phone"]),
        unit_code=firm["unit_code"],
        street=firm["street"],
        email=firm["email"],
        zalo=parse_phone(firm["zalo"]) if firm.get("zalo") else "",
    )


def _delivery(firm: Firm) -> delivery.DeliveryData:
    said, home = firm["delivery"], firm["unit_code"]
    if not said["zones"]:
        return delivery.DeliveryData(pickup=True)
    near = said["zones"][0]
    groups = [
        delivery.DeliveryGroup(
            zone["name"], tuple(code for code in zone["unit_codes"] if code != home), zone["fee"]
        )
        for zone in said["zones"]
    ]
    return delivery.DeliveryData(
        pickup=said["pickup"]["enabled"],
        commune_fee=near["fee"],
        groups=tuple(group for group in groups if group.codes),
        elsewhere_fee=said["elsewhere"]["fee"],
        free_above=said["free_above"],
        promise=f"Gần: {near['time']}; nơi khác: {said['elsewhere']['time']}",
    )


def _own_kit(firm: Firm) -> Kit:
    """The trade's kit with the firm's own groups, colours and menu, and without samples."""
    trade = kit(firm["kit"])
    groups = [{"slug": each["slug"], "name": {"vi": each["name"]}} for each in firm["collections"]]
    home, *rest = trade.menus["main"]
    links = [link for link in rest if not link["target"].startswith("collection:")]
    everything = {"label": {"vi": AFTER_HOME[0]}, "target": AFTER_HOME[1]}
    to_groups = [{"label": each["name"], "target": f"collection:{each['slug']}"} for each in groups]
    return replace(
        trade,
        theme=firm["theme"],
        palette=firm["palette"],
        collections=tuple(groups),
        menus={**trade.menus, "main": [home, everything, *to_groups, *links]},
        samples=(),
    )


def _body(page: Mapping[str, Any]) -> str:
    paragraphs = [f"<p>{html.escape(text)}</p>" for text in page.get("paragraphs", ())]
    paragraphs += [
        f"<h2>{html.escape(each['question'])}</h2><p>{html.escape(each['answer'])}</p>"
        for each in page.get("questions", ())
    ]
    return "".join(paragraphs)
