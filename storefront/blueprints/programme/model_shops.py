"""Model shops, as platform staff see them: the gallery, approved and hidden."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.common import respond
from storefront.blueprints.portal.accounts import PlainForm
from storefront.domain.workshops import model_shops
from storefront.infra import events

bp = Blueprint("model_shops", __name__, url_prefix="/model-shops")


@bp.get("")
def index() -> ResponseReturnValue:
    """Every shop whose owner agrees, with what its kit holds."""
    return respond.page(
        "programme/model_shops.html",
        nav="training",
        models=model_shops.gallery(),
        plain=PlainForm(formdata=None),
    )


@bp.post("/<int:model_id>/approval")
def approve(model_id: int) -> ResponseReturnValue:
    """Let classes choose it."""
    PlainForm().check_token()
    row = model_shops.approve(model_id, by=events.acting_user())
    flash(_("Classes can begin with %(shop)s.", shop=row.title), "good")
    return redirect(url_for(".index"), 303)


@bp.post("/<int:model_id>/hiding")
def hide(model_id: int) -> ResponseReturnValue:
    """Take it out of the choice."""
    PlainForm().check_token()
    row = model_shops.hide(model_id, by=events.acting_user())
    flash(_("Classes no longer see %(shop)s.", shop=row.title), "good")
    return redirect(url_for(".index"), 303)
