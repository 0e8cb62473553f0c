"""The owner lets classes begin with a copy of this shop, sees what that is, and takes it back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField

from storefront.blueprints.common.forms import BaseForm, required
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.workshops import model_shops
from storefront.infra.errors import NotFound
from storefront.infra.events import acting_user
from storefront.models.shop import Shop

bp = Blueprint("model_shop", __name__, url_prefix="/model-shop")
PAGE = "admin/model_shop.html"


class AgreeForm(BaseForm):
    """The owner's word."""

    agreed = BooleanField(
        lazy_gettext("I agree that classes may begin with a copy of these goods, this look and these pages."),
        validators=[required(lazy_gettext("Tick this if you agree."))],
    )


class ButtonForm(BaseForm):
    """A button with its token."""


@bp.get("/")
@need_permission("shop.share")
def show() -> ResponseReturnValue:
    """What would be shared, what never is, and what was agreed."""
    return page(PAGE, **_things(AgreeForm(formdata=None)))


@bp.post("/")
@need_permission("shop.share")
def agree() -> ResponseReturnValue:
    """Share the shop as it is now."""
    form = AgreeForm()
    if not form.validate():
        return invalid(PAGE, **_things(form))
    model_shops.agree(_real(), by=acting_user())
    flash(_("Thank you. Staff look at it before classes may choose it."), "good")
    return see_other(url_for(".show"))


@bp.post("/withdrawal")
@need_permission("shop.share")
def withdraw() -> ResponseReturnValue:
    """Share it no longer."""
    model_shops.withdraw(_real(), by=acting_user())
    flash(_("Classes can no longer begin with your shop."), "good")
    return see_other(url_for(".show"))


def _real() -> Shop:
    if g.shop.is_practice:
        raise NotFound
    shop: Shop = g.shop
    return shop


def _things(form: AgreeForm) -> dict[str, Any]:
    row = model_shops.of_shop(_real().id)
    return {
        "nav": "settings",
        "form": form,
        "button": ButtonForm(formdata=None),
        "row": row if row and not row.withdrawn_at else None,
        "found": model_shops.preview(g.shop),
        "can_share": g.shop.is_selling,
    }
