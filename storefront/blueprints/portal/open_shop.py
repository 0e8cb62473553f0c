"""Opening a shop begins here: its name and its kind; the wizard does the rest."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from storefront.blueprints.admin.onboarding.forms import StartForm
from storefront.blueprints.common.guards import need_sign_in
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.blueprints.common.session import me
from storefront.domain.onboarding.naming import start_shop
from storefront.infra.errors import Invalid
from storefront.models.shop import ShopMode

bp = Blueprint("open_shop", __name__)
TEMPLATE = "admin/onboarding/start.html"


@bp.get("/open-shop")
@need_sign_in
def show() -> ResponseReturnValue:
    """The first two questions."""
    return page(TEMPLATE, form=StartForm())


@bp.post("/open-shop")
@need_sign_in
def create() -> ResponseReturnValue:
    """Make the draft shop and go on in its wizard."""
    form = StartForm()
    if not form.validate():
        return invalid(TEMPLATE, form=form)
    try:
        shop = start_shop(form.name.data or "", mode=ShopMode(form.mode.data), owner=me())
    except Invalid as error:
        form.add_errors(error.errors)
        return invalid(TEMPLATE, form=form)
    return see_other(url_for("admin.setup.who.show", slug=shop.slug))
