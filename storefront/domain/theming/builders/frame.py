"""What stands around every page of a shop: name, owner, menus, policies and style, in three statements."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from storefront.domain.media.pictures import Picture, picture
from storefront.domain.places.units import UnknownPlace, province, unit
from storefront.domain.shops.menus import MenuItem, menus
from storefront.domain.theming.builders.scene import Scene
from storefront.domain.theming.drops import (
    FactDrop,
    LegalDrop,
    LinkDrop,
    NoticeDrop,
    ShopDrop,
    UrlsDrop,
)
from storefront.infra.dates import format_date
from storefront.infra.db import db
from storefront.infra.i18n import current_locale
from storefront.infra.phone import format_phone
from storefront.infra.static_files import asset_url
from storefront.infra.tenancy import walled
from storefront.models.asset import Asset
from storefront.models.page import Page, PageKind
from storefront.models.shop import Shop, ShopHost, ShopProfile, ShopSettings, ShopState
from storefront.models.theme import ThemeSetting

ALL_GOODS = "/products"
_DIGITS = re.compile(r"\D")


_logo, _hero = aliased(Asset), aliased(Asset)
# built once: putting such a statement together costs more than running it
_FRAME = walled(
    select(ShopProfile, ShopSettings, _logo, _hero, ThemeSetting, ShopHost.value)
    .join(ShopSettings, ShopSettings.shop_id == ShopProfile.shop_id)
    .outerjoin(_logo, and_(_logo.shop_id == ShopProfile.shop_id, _logo.id == ShopProfile.logo_asset_id))
    .outerjoin(_hero, and_(_hero.shop_id == ShopProfile.shop_id, _hero.id == ShopProfile.hero_asset_id))
    .outerjoin(
        ThemeSetting,
        and_(
            ThemeSetting.shop_id == ShopProfile.shop_id,
            ThemeSetting.theme_id == bindparam("theme"),
            or_(ThemeSetting.template == "", ThemeSetting.template == bindparam("template")),
        ),
    )
    .outerjoin(
        ShopHost,
        and_(
            ShopHost.shop_id == ShopProfile.shop_id,
            ShopHost.kind == "domain",
            ShopHost.is_canonical,
            ShopHost.verified_at.is_not(None),
        ),
    )
)
_PAGES = walled(
    select(Page.slug, Page.title, Page.kind).where(Page.published).order_by(Page.position, Page.id)
)


@dataclass(frozen=True)
class PageLink:
    """A page by what a link needs."""

    slug: str
    title: str
    kind: PageKind


@dataclass(frozen=True)
class Frame:
    """The rows a shop's every page needs. `theme` holds palette and tokens, `changes` the template's own."""

    shop: Shop
    profile: ShopProfile
    settings: ShopSettings
    logo: Asset | None
    hero: Asset | None
    domain: str | None
    theme: Mapping[str, Any]
    changes: Mapping[str, Any]
    menus: Mapping[str, tuple[MenuItem, ...]]
    pages: tuple[PageLink, ...]


def load_frame(shop: Shop, template: str, *, draft: bool = False) -> Frame:
    """The frame of the shop in force for one template; a preview sees what was not published yet."""
    rows = db.session.execute(_FRAME, {"theme": shop.theme_id, "template": template}).all()
    profile, settings, logo_row, hero_row, _setting, domain = rows[0]
    chosen = {
        row[4].template: (row[4].draft or row[4].published) if draft else row[4].published
        for row in rows
        if row[4]
    }
    pages = db.session.execute(_PAGES)
    return Frame(
        shop=shop,
        profile=profile,
        settings=settings,
        logo=logo_row,
        hero=hero_row,
        domain=domain,
        theme=chosen.get("", {}),
        changes=chosen.get(template, {}),
        menus=menus(),
        pages=tuple(PageLink(*row) for row in pages),
    )


def shop_drop(frame: Frame, scene: Scene, *, stylesheet_url: str, path: str) -> ShopDrop:
    """Header, footer and bars; `path` is this page's own, to mark it in the menus."""
    shop, profile = frame.shop, frame.profile
    rules, logo = policies(frame, scene), _small_logo(frame, shop.name)
    return ShopDrop(
        name=shop.name,
        urls=urls(scene),
        stylesheet_url=stylesheet_url,
        legal=legal(frame),
        mode="practice" if shop.is_practice else "real",
        resting=shop.state is ShopState.PAUSED,
        lang=scene.locale,
        tagline=profile.tagline or "",
        logo=scene.picture(logo) if logo else None,
        phone=profile.phone or "",
        phone_display=format_phone(profile.phone) if profile.phone else "",
        email=profile.email or "",
        zalo_url=zalo_url(profile.zalo),
        address_lines=address_lines(profile),
        geo_url=_geo_url(profile),
        opening_hours=opening_hours(profile.opening_hours),
        theme_colour=str(frame.theme.get("tokens", {}).get("primary", "")),
        icon_url=logo.url if logo else asset_url("img/mark.svg"),
        notification=_notification(profile),
        menu=_menu(frame.menus["main"], scene, path),
        footer_menu=_other_than(rules, _menu(frame.menus["footer"], scene, path)),
        policies=rules,
        languages=_languages(scene, path),
        notices=_notices(shop),
    )


def urls(scene: Scene) -> UrlsDrop:
    """The addresses every page needs."""
    url = scene.url
    return UrlsDrop(
        home=url("/"),
        search=url("/search"),
        suggest=url("/search/suggest"),
        cart=url("/cart"),
        cart_lines=url("/cart/lines"),
        cart_drawer=url("/cart/drawer"),
        cart_count=url("/cart/count"),
        checkout=url("/checkout"),
        communes=url("/places/communes"),
        collections=url(ALL_GOODS),
        contact=url("/contact"),
    )


def legal(frame: Frame) -> LegalDrop:
    """The owner block the law wants (decree 85/2021 article 29)."""
    profile = frame.profile
    return LegalDrop(
        name=profile.legal_name or frame.shop.name,
        representative=profile.representative or "",
        address=", ".join(address_lines(profile)),
        registration=profile.registration_number or "",
        tax_id=profile.tax_id_masked or "",
        phone_display=format_phone(profile.phone) if profile.phone else "",
        email=profile.email or "",
        rows=tuple(_licence(licence) for licence in profile.licences),
    )


def seller_facts(frame: Frame) -> tuple[FactDrop, ...]:
    """The same block as rows, for the review screen."""
    known = legal(frame)
    rows = (
        (_("Seller"), known.name),
        (_("Address"), known.address),
        (_("Representative"), known.representative),
        (_("Registration"), known.registration),
        (_("Tax code"), known.tax_id),
        (_("Phone"), known.phone_display),
        (_("Email"), known.email),
    )
    return tuple(FactDrop(label, value) for label, value in rows if value)


def policies(frame: Frame, scene: Scene) -> tuple[LinkDrop, ...]:
    """Links to the pages the law asks for."""
    free = (PageKind.FREE, PageKind.ABOUT)
    return tuple(
        LinkDrop(page.title, scene.url(f"/pages/{page.slug}"))
        for page in frame.pages
        if page.kind not in free
    )


def policy_url(frame: Frame, scene: Scene, kind: PageKind) -> str:
    """The address of one policy; "" when the shop has none."""
    found = next((page for page in frame.pages if page.kind is kind), None)
    return scene.url(f"/pages/{found.slug}") if found else ""


def address_lines(profile: ShopProfile) -> tuple[str, ...]:
    """Street, commune and province with the names of today."""
    lines = [profile.street or ""]
    try:
        place = unit(profile.unit_code) if profile.unit_code else None
    except UnknownPlace:
        place = None
    if place:
        lines += [place.full_name, province(place.province_code).full_name]
    return tuple(line for line in lines if line)


def opening_hours(text: str | None) -> tuple[FactDrop, ...]:
    """One row a line; "Thứ hai: 7:30 - 18:00" splits at its first colon followed by a space.

    A line without one has no label.
    """
    rows = []
    for line in re.split(r"[\n;]+", text or ""):
        days, colon, hours = line.strip().partition(": ")
        if days:
            rows.append(FactDrop(days, hours) if colon else FactDrop("", days))
    return tuple(rows)


def _small_logo(frame: Frame, name: str) -> Picture | None:
    """The logo with its smallest size as address: it stands 40 px high on every page, and in the tab."""
    if frame.logo is None:
        return None
    whole = picture(frame.logo, name)
    small = next((each.candidates for each in whole.sources if each.type == "image/webp"), ())
    return replace(whole, url=small[0][1]) if small else whole


def zalo_url(zalo: str | None) -> str:
    """A plain link to a Zalo account: a phone number, or an address of zalo.me as it is."""
    if not zalo:
        return ""
    if zalo.startswith("https://zalo.me/"):
        return zalo
    digits = _DIGITS.sub("", zalo)
    return f"https://zalo.me/0{digits[2:]}" if digits.startswith("84") else f"https://zalo.me/{digits}"


def _geo_url(profile: ShopProfile) -> str:
    lines = address_lines(profile)
    return f"geo:0,0?q={'+'.join(' '.join(lines).split())}" if lines and profile.street else ""


def _licence(licence: Mapping[str, Any]) -> FactDrop:
    label = str(licence.get("name") or licence.get("kind") or _("Licence"))
    parts = [str(licence.get("number") or "")]
    if licence.get("issued_on"):
        day = dt.date.fromisoformat(licence["issued_on"])
        parts.append(_("issued %(date)s", date=format_date(day, current_locale())))
    parts.append(str(licence.get("issuer") or ""))
    return FactDrop(label, ", ".join(part for part in parts if part))


def _notification(profile: ShopProfile) -> LinkDrop | None:
    if profile.notification_state != "confirmed" or not profile.notification_url:
        return None
    return LinkDrop(_("Notified to the Ministry of Industry and Trade"), profile.notification_url)


def _menu(items: tuple[MenuItem, ...], scene: Scene, path: str) -> tuple[LinkDrop, ...]:
    return tuple(
        LinkDrop(
            item.label,
            _target(item, scene),
            current=_path(item) == path,
            children=_menu(item.children, scene, path),
        )
        for item in items
    )


def _other_than(rules: tuple[LinkDrop, ...], links: tuple[LinkDrop, ...]) -> tuple[LinkDrop, ...]:
    """Links that do not stand among the policies beside them already."""
    said = {rule.url for rule in rules}
    return tuple(link for link in links if link.url not in said)


def _target(item: MenuItem, scene: Scene) -> str:
    path = _path(item)
    return scene.url(path) if path.startswith("/") else path


def _path(item: MenuItem) -> str:
    places = {"home": "/", "collections": ALL_GOODS, "contact": "/contact"}
    if item.kind in places:
        return places[item.kind]
    if item.kind == "collection" and item.ref == "all":
        return ALL_GOODS
    return item.ref if item.kind == "url" else f"/{item.kind}s/{item.ref}"


def _languages(scene: Scene, path: str) -> tuple[LinkDrop, ...]:
    names = (("vi", "Tiếng Việt"), ("en", "English"))
    return tuple(
        LinkDrop(name, scene.url(path, locale=code), current=code == scene.locale) for code, name in names
    )


def _notices(shop: Shop) -> tuple[NoticeDrop, ...]:
    if shop.state is ShopState.PAUSED:
        return (
            NoticeDrop(
                _("The shop is resting and takes no orders for now. You can still look around."), "warning"
            ),
        )
    if shop.state is ShopState.DRAFT:
        return (NoticeDrop(_("Preview: only people of this shop see this page."), "info"),)
    return ()
