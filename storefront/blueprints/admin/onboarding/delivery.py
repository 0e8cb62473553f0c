"""Step 6: how goods reach people, and what it costs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from storefront.blueprints.admin.onboarding.forms import DeliveryForm
from storefront.blueprints.admin.onboarding.frame import StepPage
from storefront.blueprints.common.guards import need_permission
from storefront.domain.onboarding.delivery import DeliveryData, delivery_now, save_delivery
from storefront.domain.onboarding.identity import profile
from storefront.domain.places import units
from storefront.infra.events import acting_user
from storefront.infra.i18n import current_locale

bp = Blueprint("delivery", __name__)


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
    _offer(form)
    return STEP.draw(form)


@bp.post("/delivery")
@need_permission("settings.edit")
def save() -> ResponseReturnValue:
    """Keep and check them."""
    form = DeliveryForm()
    _offer(form)
    return (
        STEP.keep() or STEP.apply(form, lambda: save_delivery(_data(form), by=acting_user())) or STEP.finish()
    )


def _offer(form: DeliveryForm) -> None:
    """The other communes of the shop's own province."""
    code = profile().unit_code
    near = units.units(units.unit(code).province_code) if code else []
    locale = current_locale()
    form.group_codes.choices = [
        SelectChoice(each.code, each.label(locale)) for each in near if each.code != code
    ]


def _apply(form: DeliveryForm) -> None:
    save_delivery(_data(form), by=acting_user())


def _data(form: DeliveryForm) -> DeliveryData:
    return DeliveryData(
        pickup=form.pickup.data,
        commune_fee=form.commune_fee.data,
        group_codes=tuple(form.group_codes.data or ()),
        group_fee=form.group_fee.data,
        province_fee=form.province_fee.data,
        elsewhere_fee=form.elsewhere_fee.data,
        free_above=form.free_above.data,
        promise=form.promise.data or "",
    )
