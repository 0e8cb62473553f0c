"""Step 1: who sells."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from storefront.blueprints.admin.onboarding.forms import WhoForm
from storefront.blueprints.admin.onboarding.frame import StepPage, step_url
from storefront.blueprints.common.guards import need_permission
from storefront.domain.onboarding import steps
from storefront.domain.onboarding.identity import IdentityData, profile, save_identity
from storefront.domain.places import units
from storefront.domain.places.register import Unit
from storefront.infra.events import acting_user
from storefront.infra.i18n import current_locale
from storefront.models.shop import LegalType, ShopMode

bp = Blueprint("who", __name__)
MOST_PLACES = 12


def _context() -> dict[str, Any]:
    return {"practice": g.shop.mode is ShopMode.PRACTICE}


STEP = StepPage("who", _context)


@bp.get("", strict_slashes=False)
@need_permission("settings.view")
def resume() -> ResponseReturnValue:
    """Go on where the owner stopped."""
    return redirect(step_url(steps.standing().next_key), 303)


@bp.get("/who")
@need_permission("settings.edit")
def show() -> ResponseReturnValue:
    """The owner's data."""
    form = STEP.restored(WhoForm, **_now())
    _offer(form)
    return STEP.draw(form)


@bp.post("/who")
@need_permission("settings.edit")
def save() -> ResponseReturnValue:
    """Keep and check the owner's data."""
    form = WhoForm()
    _offer(form)
    kept = STEP.keep()
    if kept is not None:
        return kept
    if "load_communes" in request.form and not form.commune.data:
        return STEP.draw(form)
    return STEP.apply(form, lambda: save_identity(_data(form), by=acting_user())) or STEP.finish()


@bp.get("/places")
@need_permission("settings.view")
def places() -> ResponseReturnValue:
    """Communes by their typed name, or all of a province, for the script."""
    query = request.args.get("q", "")
    if query:
        found = [hit.unit for hit in units.find_units(query, limit=MOST_PLACES)]
    else:
        found = units.units(request.args.get("province", ""))
    return jsonify(places=[_place(unit) for unit in found])


def _now() -> dict[str, Any]:
    mine = profile()
    unit = units.unit(mine.unit_code) if mine.unit_code else None
    return {
        "legal_type": mine.legal_type.value if mine.legal_type else "household",
        "tax_id": mine.tax_id_masked,
        "province": unit.province_code if unit else "",
        "commune": mine.unit_code or "",
        **{
            name: getattr(mine, name)
            for name in (
                *("legal_name", "representative", "registration_number", "registered_on", "registered_at"),
                *("street", "phone", "email", "zalo"),
            )
        },
    }


def _offer(form: WhoForm) -> None:
    locale = current_locale()
    form.province.offer((each.code, each.label(locale)) for each in units.provinces())
    chosen = form.province.data or ""
    form.commune.offer((each.code, each.label(locale)) for each in units.units(chosen))


def _data(form: WhoForm) -> IdentityData:
    return IdentityData(
        legal_type=LegalType(form.legal_type.data),
        legal_name=form.legal_name.data or "",
        representative=form.representative.data or "",
        tax_id=form.tax_id.data or "",
        phone=form.phone.data or "",
        unit_code=form.commune.data,
        street=form.street.data or "",
        registration_number=form.registration_number.data or "",
        registered_on=form.registered_on.data,
        registered_at=form.registered_at.data or "",
        email=form.email.data or "",
        zalo=form.zalo.data or "",
    )


def _place(unit: Unit) -> dict[str, str]:
    locale = current_locale()
    return {
        "code": unit.code,
        "name": unit.label(locale),
        "province": unit.province_code,
        "province_name": units.province(unit.province_code).label(locale),
    }
