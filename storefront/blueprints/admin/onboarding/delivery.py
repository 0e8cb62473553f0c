"""Step 6: how goods reach people, and what it costs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from storefront.blueprints.admin.onboarding.delivery_form import DeliveryForm
from storefront.blueprints.admin.onboarding.frame import StepPage
from storefront.blueprints.common.guards import need_permission
from storefront.domain.onboarding.delivery import delivery_now, save_delivery
from storefront.domain.onboarding.identity import profile
from storefront.domain.places import units
from storefront.domain.places.areas import find_areas
from storefront.infra.events import acting_user
from storefront.infra.i18n import current_locale

bp = Blueprint("delivery", __name__)
ADD = "groups-add"


def _context() -> dict[str, Any]:
    code = profile().unit_code
    if not code:
        return {"commune": "", "province": ""}
    unit, locale = units.unit(code), current_locale()
    return {"commune": unit.label(locale), "province": units.province(unit.province_code).label(locale)}


STEP = StepPage("delivery", _context)


@bp.get("/delivery")
@need_permission("settings.edit")
def show() -> ResponseReturnValue:
    """Pickup and fees."""
    form = STEP.restored(DeliveryForm, **asdict(delivery_now()))
    form.offer()
    return STEP.draw(form)


@bp.post("/delivery")
@need_permission("settings.edit")
def save() -> ResponseReturnValue:
    """Keep and check them; a name in a finder is answered first, and so is a button of the groups."""
    form = DeliveryForm()
    asked = "do" in request.form or form.looks_for_places
    if request.form.get("do") == ADD:
        form.groups.append_entry()
    form.offer()
    kept = STEP.keep()
    if kept is not None:
        return kept
    if asked:
        return STEP.draw(form)
    return STEP.apply(form, lambda: save_delivery(form.given(), by=acting_user())) or STEP.finish()


@bp.get("/areas")
@need_permission("settings.view")
def areas() -> ResponseReturnValue:
    """Communes and provinces by their typed name, for the script."""
    found = find_areas(request.args.get("q", ""))
    return jsonify(places=[{"code": each.code, "name": each.name} for each in found])
