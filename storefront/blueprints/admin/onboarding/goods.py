"""Step 5: the first goods, one at a time from the phone's camera or as a pasted list."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from wtforms.fields.choices import SelectChoice

from storefront.blueprints.admin.onboarding.forms import GoodForm, ListForm, PlainForm
from storefront.blueprints.admin.onboarding.frame import (
    StepPage,
    answers_sent,
    settle,
    step_url,
)
from storefront.blueprints.common.guards import need_permission
from storefront.blueprints.common.respond import see_other
from storefront.domain.catalogue.products import archive
from storefront.domain.media.pictures import picture
from storefront.domain.media.upload import store_picture, store_pictures
from storefront.domain.onboarding import goods, steps
from storefront.domain.onboarding.apply_kit import remove_samples
from storefront.infra.db import db, record_first
from storefront.infra.errors import Invalid, NotFound
from storefront.infra.events import acting_user
from storefront.infra.text import whole_number
from storefront.models.asset import Asset
from storefront.models.product import Collection, Product

bp = Blueprint("goods", __name__)
PHOTOS = "photos_ids"


def _context() -> dict[str, Any]:
    return {
        "own": goods.own_goods(),
        "own_count": goods.count_own(),
        "samples": goods.samples(),
        "sample_count": goods.count_samples(),
        "units": goods.UNITS,
        "list_form": ListForm(formdata=None),
        "plain": PlainForm(formdata=None),
        "lines": [],
        "photos": _photos((steps.typed("goods") or {}).get(PHOTOS, [])),
        "picture": picture,
    }


STEP = StepPage("goods", _context)


@bp.get("/goods")
@need_permission("products.edit")
def show() -> ResponseReturnValue:
    """What is there, and a form for the next."""
    form = STEP.restored(GoodForm, unit=goods.DEFAULT_UNIT)
    _offer(form)
    return STEP.draw(form)


@bp.post("/goods")
@need_permission("products.edit")
def add() -> ResponseReturnValue:
    """Put one product on sale, and stay for the next."""
    form = GoodForm()
    _offer(form)
    problems = record_first(lambda: _keep(form))
    if "autosave" in request.form:
        return jsonify(saved=True)
    asset_ids = [int(value) for value in (steps.typed("goods") or {}).get(PHOTOS, ())]
    good_form = form.validate() and not problems
    form.add_errors({"photos": problems} if problems else {})
    if not good_form:
        return STEP.draw(form), 422
    try:
        goods.add_goods([_good(form, asset_ids)], by=acting_user())
    except Invalid as error:
        form.add_errors(error.errors)
        return STEP.draw(form), 422
    _forget_typed()
    flash(_("%(name)s is on sale.", name=form.name.data), "good")
    return see_other(step_url("goods"))


@bp.post("/goods/list")
@need_permission("products.edit")
def add_list() -> ResponseReturnValue:
    """Read a pasted list: all of it, or with the owner's word only the lines that are right."""
    form = ListForm()
    if not form.validate():
        return STEP.draw(_empty(), list_form=form), 422
    try:
        lines = goods.read_list(form.goods.data or "")
    except Invalid as error:
        form.add_errors(error.errors)
        return STEP.draw(_empty(), list_form=form), 422
    right = [line.good for line in lines if line.good]
    if len(right) < len(lines) and not (request.form.get("action") == "only_right" and right):
        return STEP.draw(_empty(), list_form=form, lines=lines, right=len(right)), 422
    goods.add_goods(right, by=acting_user())
    number = len(right)
    flash(ngettext("%(num)s product is on sale.", "%(num)s products are on sale.", number), "good")
    return see_other(step_url("goods"))


@bp.post("/goods/next")
@need_permission("products.edit")
def proceed() -> ResponseReturnValue:
    """Back, later, or done with this step."""
    if "back" in request.form:
        return see_other(step_url("look"))
    if "later" in request.form:
        steps.remember("goods", steps.typed("goods") or {}, later=True)
        return see_other(step_url(steps.after("goods")))
    if not goods.count_own():
        form = _empty()
        form.form_errors.append(_("Add at least one product, or choose Later."))
        return STEP.draw(form), 422
    settle("goods")
    return see_other(step_url(steps.after("goods")))


@bp.post("/goods/samples")
@need_permission("products.edit")
def take_samples_away() -> ResponseReturnValue:
    """Remove all sample goods in one tap."""
    number = remove_samples(by=acting_user())
    flash(ngettext("%(num)s sample is gone.", "%(num)s samples are gone.", number), "good")
    return see_other(step_url("goods"))


@bp.post("/goods/<int:product_id>/removal")
@need_permission("products.edit")
def take_away(product_id: int) -> ResponseReturnValue:
    """Take one product out again; it can be restored from the archive."""
    product = db.session.get(Product, (g.shop.id, product_id))
    if product is None:
        raise NotFound
    archive(product, by=acting_user())
    flash(_("%(name)s was taken out.", name=product.name), "good")
    return see_other(step_url("goods"))


@bp.post("/pictures")
@need_permission("products.edit")
def upload() -> ResponseReturnValue:
    """Take in one picture while the form is still being filled."""
    file = request.files.get("file")
    if file is None:
        raise Invalid.field("file", _("Choose a picture first."))
    asset = store_picture(file.read(), file.filename or "")
    db.session.flush()
    return jsonify(id=str(asset.id), url=picture(asset).url, alt=asset.alt)


def _offer(form: GoodForm) -> None:
    rows = db.session.scalars(select(Collection).order_by(Collection.position, Collection.id))
    form.collection.choices = [
        SelectChoice("", _("No collection")),
        *(SelectChoice(str(row.id), row.name) for row in rows),
    ]


def _empty() -> GoodForm:
    form = STEP.restored(GoodForm, unit=goods.DEFAULT_UNIT)
    _offer(form)
    return form


def _keep(form: GoodForm) -> list[str]:
    """Keep the photos and the words, also when the form is not good yet; returns what was refused."""
    sent = [form.camera.data, *(form.photos.data or [])]
    files = ((file.read(), file.filename) for file in sent if file and getattr(file, "filename", ""))
    assets, problems = store_pictures(files, form.name.data or "")
    ids = [*request.form.getlist(PHOTOS), *(str(asset.id) for asset in assets)]
    known = {str(asset.id) for asset in _photos(ids)}
    kept = [each for each in dict.fromkeys(ids) if each in known]
    steps.remember("goods", {**answers_sent(), PHOTOS: kept})
    return problems


def _photos(ids: list[str]) -> list[Asset]:
    wanted = [number for number in map(whole_number, ids) if number]
    found = {asset.id: asset for asset in db.session.scalars(select(Asset).where(Asset.id.in_(wanted)))}
    return [found[each] for each in dict.fromkeys(wanted) if each in found]


def _good(form: GoodForm, asset_ids: list[int]) -> goods.Good:
    return goods.Good(
        name=form.name.data or "",
        price=form.price.data or 0,
        unit=form.unit.data or goods.DEFAULT_UNIT,
        asset_ids=tuple(asset_ids),
        collection_id=int(form.collection.data) if form.collection.data else None,
    )


def _forget_typed() -> None:
    steps.kept("goods").answers = {}
