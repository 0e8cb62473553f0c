"""A learner's own page of a class: the way back, the practice shop, what they like to tell of themselves."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.classroom.door import need_learner
from storefront.blueprints.classroom.forms import AboutForm
from storefront.blueprints.common import respond
from storefront.domain.places import units
from storefront.domain.workshops import attend, learners, poster, practice_phone, return_codes
from storefront.domain.workshops.cleaning import archive
from storefront.models.workshop import LearnerState

bp = Blueprint("classes", __name__, url_prefix="/class/<int:workshop_id>")


@bp.get("/")
@need_learner
def show() -> ResponseReturnValue:
    """Where one stands; who waits for a place or a shop sees the page ask again by itself."""
    if g.learner.state is LearnerState.WAITING or g.learner.shop is None:
        place = attend.place_in_line(g.learner) if g.learner.state is LearnerState.WAITING else 0
        return respond.page("classroom/waiting.html", nav="class", place=place)
    return _page(_about())


@bp.post("/about")
@need_learner
def save_about() -> ResponseReturnValue:
    """Keep what a learner tells of themselves."""
    form = AboutForm()
    _offer(form)
    if "load_communes" in request.form and not form.commune.data:
        return _page(form)
    if not form.validate():
        return _page(form), 422
    learners.tell_about(g.learner, sex=form.sex.data or "", unit_code=form.commune.data or "")
    flash(_("Saved."), "good")
    return redirect(url_for(".show", workshop_id=g.workshop.id), 303)


def _page(about: AboutForm) -> str:
    return respond.page(
        "classroom/class.html",
        nav="class",
        about=about,
        days=poster.days(g.workshop),
        place=poster.place(g.workshop),
        address=poster.join_address(),
        practising=practice_phone.practising(g.learner.user),
        needs_code=return_codes.is_class_account(g.learner.user),
        kept_until=archive.kept_until(g.workshop),
    )


def _about() -> AboutForm:
    code = g.learner.unit_code
    province = units.unit(code).province_code if code else ""
    form = AboutForm(formdata=None, sex=g.learner.sex, province=province, commune=code)
    _offer(form)
    return form


def _offer(form: AboutForm) -> None:
    form.province.offer((each.code, each.name) for each in units.provinces())
    chosen = units.units(form.province.data) if form.province.data else []
    form.commune.offer((each.code, each.name) for each in chosen)
