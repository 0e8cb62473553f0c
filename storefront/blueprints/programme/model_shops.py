"""Model shops, as platform staff see them: the gallery, approved and hidden."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.common import respond
from storefront.blueprints.portal.accounts import PlainForm
from storefront.domain.workshops import model_shops
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.paging import desc, paginate
from storefront.models.programme import ModelShop

bp = Blueprint("model_shops", __name__, url_prefix="/model-shops")


@bp.get("")
def index() -> ResponseReturnValue:
    """The shops whose owners agree, newest first, with what their kits hold."""
    text = request.args.get("q", "")
    found = paginate(
        db.session(), model_shops.gallery(text), desc(ModelShop.id), cursor=request.args.get("cursor")
    )
    return respond.page(
        "programme/model_shops.html",
        nav="training",
        models=found,
        slugs=model_shops.slugs_of(found.items),
        text=text,
        seal=model_shops.seal,
        plain=PlainForm(formdata=None),
    )


@bp.post("/<int:model_id>/approval")
def approve(model_id: int) -> ResponseReturnValue:
    """Let classes choose it."""
    row = model_shops.approve(model_id, seen=request.form.get("seen", ""), by=events.acting_user())
    flash(_("Classes can begin with %(shop)s.", shop=row.title), "good")
    return redirect(url_for(".index"), 303)


@bp.post("/<int:model_id>/hiding")
def hide(model_id: int) -> ResponseReturnValue:
    """Take it out of the choice."""
    row = model_shops.hide(model_id, by=events.acting_user())
    flash(_("Classes no longer see %(shop)s.", shop=row.title), "good")
    return redirect(url_for(".index"), 303)
