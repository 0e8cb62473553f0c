"""Step 3: the shop's name and its address in the web."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.admin.onboarding.forms import AddressForm
from storefront.blueprints.admin.onboarding.frame import StepPage
from storefront.blueprints.common.guards import need_permission
from storefront.domain.onboarding.identity import profile
from storefront.domain.onboarding.naming import NameData, save_name
from storefront.domain.shops import slugs
from storefront.infra.events import acting_user
from storefront.infra.links import shop_public_url

bp = Blueprint("address", __name__)


def _context() -> dict[str, Any]:
    around = shop_public_url(g.shop.slug, "/").split("://", 1)[-1]
    before, _slug, behind = around.partition(g.shop.slug)
    return {"address_before": before, "address_behind": behind.rstrip("/")}


STEP = StepPage("address", _context)


@bp.get("/address")
@need_permission("settings.edit")
def show() -> ResponseReturnValue:
    """Name, address and a few words."""
    mine = profile()
    now = {"tagline": mine.tagline, "opening_hours": mine.opening_hours}
    return STEP.draw(STEP.restored(AddressForm, name=g.shop.name, slug=g.shop.slug, **now))


@bp.post("/address")
@need_permission("settings.edit")
def save() -> ResponseReturnValue:
    """Keep and check them; a new address takes effect at once and the old one leads to it."""
    form = AddressForm()
    return STEP.keep() or STEP.apply(form, lambda: _apply(form)) or STEP.finish()


@bp.get("/address/free")
@need_permission("settings.view")
def free() -> ResponseReturnValue:
    """Whether an address can be had, in words, while it is being typed."""
    try:
        slug = slugs.checked(request.args.get("value", ""), shop_id=g.shop.id)
    except slugs.SlugRefused as error:
        return jsonify(ok=False, message=str(error.message))
    return jsonify(ok=True, slug=slug, message=_("%(slug)s is free.", slug=slug))


def _apply(form: AddressForm) -> None:
    data = NameData(
        name=form.name.data or "",
        slug=form.slug.data or "",
        tagline=form.tagline.data or "",
        opening_hours=form.opening_hours.data or "",
    )
    save_name(g.shop, data, by=acting_user())
