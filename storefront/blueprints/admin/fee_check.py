"""Trying the delivery fee for a commune, as a shopper there would see it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from storefront.blueprints.common.forms import BaseForm, CommuneField, ProvinceField, required
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.places import units
from storefront.domain.shipping.fee_check import check_fee, delivered_to
from storefront.infra.events import acting_user
from storefront.infra.i18n import current_locale

bp = Blueprint("fee_check", __name__, url_prefix="/delivery-check")
PAGE = "admin/fee_check.html"


class FeeForm(BaseForm):
    """Where the goods would go."""

    province = ProvinceField(_l("Province"), validators=[required()])
    commune = CommuneField(_l("Commune"), validators=[required(_l("Choose a commune."))])


@bp.get("/")
@need_permission("settings.edit")
def show() -> ResponseReturnValue:
    """The form, and below it the fee for the commune in the address."""
    code = request.args.get("unit", "")
    unit = units.unit(code) if code else None
    return page(PAGE, **_face(_form(unit.province_code if unit else "", code), code))


@bp.post("/")
@need_permission("settings.edit")
def create() -> ResponseReturnValue:
    """Try it; the page then shows the fee."""
    form = FeeForm()
    _offer(form)
    if "load_communes" in request.form and not form.commune.data:
        return page(PAGE, **_face(form, ""))
    if not form.validate():
        return invalid(PAGE, **_face(form, ""))
    check_fee(g.shop, form.commune.data, by=acting_user())
    return see_other(url_for("admin.fee_check.show", unit=form.commune.data))


def _form(province: str, commune: str) -> FeeForm:
    form = FeeForm(formdata=None, data={"province": province, "commune": commune})
    _offer(form)
    return form


def _offer(form: FeeForm) -> None:
    locale = current_locale()
    form.province.offer((each.code, each.label(locale)) for each in units.provinces())
    form.commune.offer((each.code, each.label(locale)) for each in units.units(form.province.data or ""))


def _face(form: FeeForm, code: str) -> dict[str, Any]:
    place = units.unit(code).label(current_locale()) if code else ""
    return {"nav": "shipping", "form": form, "place": place, "found": delivered_to(code) if code else []}
