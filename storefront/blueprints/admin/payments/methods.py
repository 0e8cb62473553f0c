"""One way of being paid: on or off, its place in the list, and for whom it is offered."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from storefront.adapters.gateways import gateway
from storefront.blueprints.admin.payments.forms import ButtonForm, ConditionsForm
from storefront.blueprints.admin.payments.pages import pages_follow
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.payments import arrange
from storefront.domain.payments.methods import capabilities_of, method_by_id, switch_back_on, switch_off
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user
from storefront.models.payment import PaymentMethod
from storefront.models.shipping import DeliveryZone

bp = Blueprint("methods", __name__, url_prefix="/<int:method_id>")


@bp.post("/switching-off")
@need_permission("payments.edit")
def create_switching_off(method_id: int) -> ResponseReturnValue:
    """Offer it no more."""
    switch_off(method_by_id(method_id), by=acting_user())
    flash(_("This way of paying is no longer offered. Payments under way go on."))
    return _to_list()


@bp.post("/switching-on")
@need_permission("payments.edit")
def create_switching_on(method_id: int) -> ResponseReturnValue:
    """Offer it again, with the settings it had; where those are no longer good, ask for them."""
    method = method_by_id(method_id)
    try:
        switch_back_on(method, by=acting_user())
    except Invalid:
        flash(_("Its settings are no longer complete. Check them and save."), "warn")
        return see_other(url_for("admin.payments.assistant.show", gateway=method.gateway))
    pages_follow()
    flash(_("This way of paying is offered again."))
    return _to_list()


@bp.post("/move")
@need_permission("payments.edit")
def create_move(method_id: int) -> ResponseReturnValue:
    """Show it earlier or later to shoppers."""
    arrange.move(method_by_id(method_id), up=request.form.get("way") == "up", by=acting_user())
    return _to_list()


@bp.get("/conditions")
@need_permission("payments.edit")
def conditions(method_id: int) -> ResponseReturnValue:
    """For whom it is offered."""
    method = method_by_id(method_id)
    kept = arrange.conditions_of(method)
    form = ConditionsForm(
        formdata=None,
        minimum=kept.minimum,
        maximum=kept.maximum,
        zones=list(kept.zones),
        channels=list(kept.channels) or [capabilities_of(method).channels[0].code],
        capture_later=kept.capture_later,
    )
    return page("admin/payments/conditions.html", **_face(method, form))


@bp.post("/conditions")
@need_permission("payments.edit")
def create_conditions(method_id: int) -> ResponseReturnValue:
    """Keep them."""
    method = method_by_id(method_id)
    form = ConditionsForm()
    face = _face(method, form)
    if not form.validate():
        return invalid("admin/payments/conditions.html", **face)
    wanted = arrange.Conditions(
        minimum=form.minimum.data,
        maximum=form.maximum.data,
        zones=tuple(form.zones.data or ()),
        channels=tuple(form.channels.data or ()),
        capture_later=form.capture_later.data,
    )
    try:
        arrange.set_conditions(method, wanted, by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid("admin/payments/conditions.html", **face)
    flash(_("The conditions are saved."))
    return _to_list()


def _face(method: PaymentMethod, form: ConditionsForm) -> dict[str, Any]:
    able = capabilities_of(method)
    zones = db.session.scalars(select(DeliveryZone).order_by(DeliveryZone.method_id, DeliveryZone.position))
    form.offer(
        [(str(zone.id), zone.name or zone.method.name) for zone in zones],
        [(channel.code, str(channel.label)) for channel in able.channels],
    )
    return {
        "nav": "payments",
        "method": method,
        "name": gateway(method.gateway).name,
        "able": able,
        "conditions": form,
        "form": ButtonForm(formdata=None),
    }


def _to_list() -> ResponseReturnValue:
    return see_other(url_for("admin.payments.listing.index"))
