"""The main and the footer menu: links added, moved and taken away row by row, saved together."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict

from storefront.blueprints.admin.menus.forms import MenuForm, items_of, rows_of
from storefront.blueprints.common import typed_rows
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.blueprints.common.typed_rows import Typed
from storefront.domain.shops.menus import MAX_ITEMS, PLACES, MenuChanged, menu_at, menus, save_menu
from storefront.infra.errors import Invalid, NotFound
from storefront.infra.events import acting_user
from storefront.infra.text import whole_number

bp = Blueprint("menus", __name__, url_prefix="/menus")

PAGE = "admin/menus/form.html"
NAMES = {"main": lazy_gettext("Main menu"), "footer": lazy_gettext("Footer menu")}


@bp.get("/")
@need_permission("pages.view")
def index() -> ResponseReturnValue:
    """Both menus as they are."""
    return page("admin/menus/index.html", nav="menus", menus=menus(), names=NAMES)


@bp.get("/<place>")
@need_permission("pages.edit")
def show(place: str) -> ResponseReturnValue:
    """One menu in its form."""
    _known(place)
    menu = menu_at(place)
    revision = str(menu.revision if menu else 0)
    form = MenuForm(formdata=None, revision=revision, items=rows_of(menus()[place]))
    return page(PAGE, **_face(place, form))


@bp.post("/<place>")
@need_permission("pages.edit")
def update(place: str) -> ResponseReturnValue:
    """Save the links, or obey a button of their rows."""
    _known(place)
    typed: Typed = MultiDict(request.form)
    do = typed.get("do", "save")
    typed_rows.change(typed, "items", do)
    if do == "add":
        rows = typed_rows.rows(typed, "items")[: MAX_ITEMS * 2]
        typed_rows.put(typed, "items", [*rows, {"label": "", "target": "home"}])
    form = MenuForm(typed)
    if do != "save":
        return page(PAGE, **_face(place, form))
    if not form.validate():
        return invalid(PAGE, **_face(place, form))
    return _save(place, form)


def _save(place: str, form: MenuForm) -> ResponseReturnValue:
    known = whole_number(form.revision.data) or 0
    try:
        save_menu(place, items_of(form), revision=known, by=acting_user())
    except Invalid as wrong:
        form.items.errors = [*form.items.errors, *(text for texts in wrong.errors.values() for text in texts)]
        return invalid(PAGE, **_face(place, form))
    except MenuChanged as changed:
        menu = menu_at(place)
        form.revision.data = str(menu.revision if menu else 0)
        theirs = [(str(number), item.label) for number, item in enumerate(menus()[place], 1)]
        return page(PAGE, **_face(place, form), changed=changed.message, theirs=theirs), 409
    flash(_("The menu is saved."), "good")
    return see_other(url_for("admin.menus.show", place=place))


def _face(place: str, form: MenuForm) -> dict[str, Any]:
    form.offer()
    return {"nav": "menus", "form": form, "place": place, "name": NAMES[place]}


def _known(place: str) -> None:
    if place not in PLACES:
        raise NotFound
