"""Menus: two levels of links by slug, so that drawing one asks the database nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import select

from storefront.infra import events
from storefront.infra.db import add_once, begin_write, db, locked
from storefront.infra.errors import Conflict, Invalid
from storefront.infra.tenancy import walled
from storefront.infra.text import clean
from storefront.models.page import Menu

PLACES = ("main", "footer")
KINDS = ("home", "collections", "collection", "product", "page", "contact", "url")
NEED_REF = ("collection", "product", "page", "url")
MAX_ITEMS = 20


class MenuChanged(Conflict):
    """Somebody saved the menu after this form was opened."""

    code = "menu_changed"
    message = lazy_gettext(
        "This menu was saved on another device in the meantime. What you typed is kept below: compare, and"
        " save again."
    )


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A link. `ref` is a slug, or for kind `url` an address (https, or a path of the shop)."""

    label: str
    kind: str
    ref: str = ""
    children: tuple[MenuItem, ...] = ()


_MENUS = walled(select(Menu))


def menus() -> dict[str, tuple[MenuItem, ...]]:
    """Every menu of the shop by its place, in one statement."""
    rows = db.session.scalars(_MENUS)
    found = {menu.place: tuple(_read(item) for item in menu.items) for menu in rows}
    return {place: found.get(place, ()) for place in PLACES}


def menu_at(place: str) -> Menu | None:
    """The menu's row with its revision, for the desk."""
    return db.session.scalars(select(Menu).where(Menu.place == place)).one_or_none()


def save_menu(place: str, items: Sequence[MenuItem], *, revision: int, by: events.Actor) -> Menu:
    """Save over the revision the form was opened with (0: no menu yet). Raises MenuChanged and Invalid."""
    if place not in PLACES:
        raise Invalid.field("place", lazy_gettext("There is no such menu."))
    kept = _checked(items, children=True)
    begin_write()
    menu = menu_at(place)
    if menu is not None:
        menu = locked(menu)
    if (menu.revision if menu else 0) != revision:
        raise MenuChanged
    if menu is None:
        menu = Menu(place=place, revision=0)
        if not add_once(menu):
            raise MenuChanged
    menu.items = [asdict(item) for item in kept]
    menu.revision += 1
    events.record("menu.edited", menu, by=by, place=place)
    return menu


def _read(item: dict[str, Any]) -> MenuItem:
    children = tuple(_read(child) for child in item.get("children", ()))
    return MenuItem(item["label"], item["kind"], item.get("ref", ""), children)


def _checked(items: Sequence[MenuItem], *, children: bool) -> list[MenuItem]:
    if len(items) > MAX_ITEMS:
        raise Invalid.field("items", lazy_gettext("At most 20 links in one menu."))
    return [_checked_item(item, children=children) for item in items]


def _checked_item(item: MenuItem, *, children: bool) -> MenuItem:
    label, ref = clean(item.label), clean(item.ref)
    if not label or len(label) > 60:
        raise Invalid.field("items", lazy_gettext("Each link needs words, at most 60 characters."))
    if item.kind not in KINDS or (item.kind in NEED_REF and not ref):
        raise Invalid.field("items", lazy_gettext("Choose where the link %(label)s leads.", label=label))
    if item.kind == "url" and not _is_safe(ref):
        raise Invalid.field("items", lazy_gettext("Write the address in full, beginning with https://."))
    if item.children and not children:
        raise Invalid.field("items", lazy_gettext("A menu has at most two levels."))
    return MenuItem(label, item.kind, ref, tuple(_checked(item.children, children=False)))


def _is_safe(address: str) -> bool:
    inside = address.startswith("/") and not address.startswith(("//", "/\\"))
    return inside or address.startswith(("https://", "http://"))
