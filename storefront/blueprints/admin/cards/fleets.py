"""Fleet accounts: firms, the cards of their vehicles, and what those hold together."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.admin.cards.forms import ButtonForm, FleetForm, fleet_form
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.payments import fleets
from storefront.domain.payments.stored_value import is_blocked, is_expired
from storefront.infra import clock
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user
from storefront.models.stored_value import FleetAccount

bp = Blueprint("fleets", __name__, url_prefix="/fleets")


@bp.get("/")
@need_permission("cards.view")
def index() -> ResponseReturnValue:
    """The accounts by name, and a form for another one."""
    return page("admin/cards/fleets.html", **_list_face(FleetForm(formdata=None)))


@bp.post("/")
@need_permission("cards.edit")
def create() -> ResponseReturnValue:
    """Open an account."""
    form = FleetForm()
    if not form.validate():
        return invalid("admin/cards/fleets.html", **_list_face(form))
    try:
        fleet = fleets.open_fleet(form.data_of(), by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid("admin/cards/fleets.html", **_list_face(form))
    flash(_("The fleet account is open. Issue its cards now."), "good")
    return _to(fleet)


@bp.get("/<int:fleet_id>")
@need_permission("cards.view")
def show(fleet_id: int) -> ResponseReturnValue:
    """One account and its cards."""
    fleet = fleets.fleet_by_id(fleet_id)
    return page("admin/cards/fleet.html", **_face(fleet, fleet_form(fleet)))


@bp.post("/<int:fleet_id>")
@need_permission("cards.edit")
def update(fleet_id: int) -> ResponseReturnValue:
    """Change what is known of the firm."""
    fleet, form = fleets.fleet_by_id(fleet_id), FleetForm()
    if not form.validate():
        return invalid("admin/cards/fleet.html", **_face(fleet, form))
    try:
        fleets.change_fleet(fleet, form.data_of(), by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid("admin/cards/fleet.html", **_face(fleet, form))
    flash(_("Saved."), "good")
    return _to(fleet)


@bp.post("/<int:fleet_id>/closing")
@need_permission("cards.edit")
def create_closing(fleet_id: int) -> ResponseReturnValue:
    """Let none of its cards pay any more."""
    fleet = fleets.fleet_by_id(fleet_id)
    if ButtonForm().validate():
        fleets.close_fleet(fleet, by=acting_user())
        flash(_("The account is closed. None of its cards pays any more."), "good")
    return _to(fleet)


@bp.post("/<int:fleet_id>/opening")
@need_permission("cards.edit")
def create_opening(fleet_id: int) -> ResponseReturnValue:
    """Let its cards pay again."""
    fleet = fleets.fleet_by_id(fleet_id)
    if ButtonForm().validate():
        fleets.reopen_fleet(fleet, by=acting_user())
        flash(_("The account is open again."), "good")
    return _to(fleet)


def _list_face(form: FleetForm) -> dict[str, Any]:
    return {"nav": "cards", "rows": fleets.fleets(), "form": form}


def _face(fleet: FleetAccount, form: FleetForm) -> dict[str, Any]:
    return {
        "nav": "cards",
        "fleet": fleet,
        "cards": fleets.cards_of(fleet),
        "form": form,
        "button": ButtonForm(formdata=None),
        "month": clock.today_vn().strftime("%Y-%m"),
        "is_blocked": is_blocked,
        "is_expired": is_expired,
    }


def _to(fleet: FleetAccount) -> ResponseReturnValue:
    return see_other(url_for("admin.cards.fleets.show", fleet_id=fleet.id))
