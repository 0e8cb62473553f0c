"""Communes for the checkout's address: found by typing without marks, or listed by province."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from storefront.blueprints.common.guards import open_to_all
from storefront.domain.places.register import Unit
from storefront.domain.places.units import Found, find_units, province, units
from storefront.infra.i18n import current_locale

bp = Blueprint("places", __name__, url_prefix="/places")
MOST = 20
A_DAY = "public, max-age=86400"


@bp.get("/communes")
@open_to_all
def communes() -> ResponseReturnValue:
    """JSON `{"choices": [{value, label, full_label, province}]}` for `q`, else all of `province`."""
    query, province_code = request.args.get("q", ""), request.args.get("province", "")
    if query:
        choices = [_found(hit) for hit in find_units(query, province_code or None, limit=MOST)]
    else:
        choices = [_choice(unit) for unit in units(province_code)]
    answer = jsonify(choices=choices)
    answer.headers["Cache-Control"] = A_DAY
    return answer


def _found(hit: Found) -> dict[str, str]:
    choice = _choice(hit.unit)
    whole = f"{choice['label']}, {province(hit.unit.province_code).label(current_locale())}"
    return {**choice, "full_label": f"{whole} ({hit.formerly})" if hit.formerly else whole}


def _choice(unit: Unit) -> dict[str, str]:
    return {"value": unit.code, "label": unit.label(current_locale()), "province": unit.province_code}
