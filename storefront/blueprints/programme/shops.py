"""Shops as platform staff see them: found, suspended and reopened, helped inside."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField

from storefront.blueprints.common import respond
from storefront.blueprints.common.forms import BaseForm, required
from storefront.blueprints.common.guards import HELPING
from storefront.blueprints.portal.accounts import PlainForm
from storefront.domain.accounts import memberships, staff
from storefront.domain.accounts.permissions import ROLE_NAMES
from storefront.domain.shops import publish
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.errors import NotFound
from storefront.infra.paging import desc, paginate
from storefront.infra.tenancy import enter_shop
from storefront.models.shop import Shop

bp = Blueprint("shops", __name__)


class SuspendForm(BaseForm):
    """A suspension says why; the owner reads it."""

    reason = StringField(lazy_gettext("Reason, as the owner will read it"), [required()])


@bp.get("/")
def home() -> ResponseReturnValue:
    """The first page of the door is the list of shops."""
    return redirect(url_for(".index"), 303)


@bp.get("/shops")
def index() -> ResponseReturnValue:
    """All shops, newest first."""
    text = request.args.get("q", "")
    found = paginate(db.session(), staff.find_shops(text), desc(Shop.id), cursor=request.args.get("cursor"))
    return respond.page("programme/shops.html", nav="shops", shops=found, text=text)


@bp.get("/shops/<int:shop_id>")
def show(shop_id: int) -> ResponseReturnValue:
    """One shop and its people."""
    return _page(_shop(shop_id), SuspendForm(formdata=None))


@bp.post("/shops/<int:shop_id>/suspension")
def suspend(shop_id: int) -> ResponseReturnValue:
    """Take the shop off the net."""
    shop, form = _shop(shop_id), SuspendForm()
    if not form.validate():
        return _page(shop, form), 422
    with enter_shop(shop.id):
        publish.suspend(shop, reason=form.reason.data, by=events.acting_user())
    flash(_("%(shop)s is suspended.", shop=shop.name), "good")
    return redirect(url_for(".show", shop_id=shop_id), 303)


@bp.post("/shops/<int:shop_id>/reopening")
def reopen(shop_id: int) -> ResponseReturnValue:
    """End the suspension."""
    shop = _shop(shop_id)
    with enter_shop(shop.id):
        publish.reopen(shop, by=events.acting_user())
    flash(_("%(shop)s can sell again.", shop=shop.name), "good")
    return redirect(url_for(".show", shop_id=shop_id), 303)


@bp.post("/shops/<int:shop_id>/help")
def begin_help(shop_id: int) -> ResponseReturnValue:
    """Go inside the shop to help; its owner can read that we did."""
    shop = _shop(shop_id)
    with enter_shop(shop.id):
        events.record("shop.help_began", shop, by=events.acting_user())
    session[HELPING] = shop.id
    return redirect(f"{request.script_root}/admin/{shop.slug}/", 303)


@bp.post("/help/end")
def end_help() -> ResponseReturnValue:
    """Leave the shop."""
    shop_id = session.pop(HELPING, None)
    if shop_id is None:
        return redirect(url_for(".index"), 303)
    shop = _shop(shop_id)
    with enter_shop(shop.id):
        events.record("shop.help_ended", shop, by=events.acting_user())
    return redirect(url_for(".show", shop_id=shop_id), 303)


def _page(shop: Shop, form: SuspendForm) -> str:
    return respond.page(
        "programme/shop.html",
        nav="shops",
        one=shop,
        members=memberships.members(shop.id),
        role_names=ROLE_NAMES,
        form=form,
        plain=PlainForm(formdata=None),
    )


def _shop(shop_id: int) -> Shop:
    shop = db.session.get(Shop, shop_id)
    if shop is None:
        raise NotFound
    return shop
