"""A trainer's workshops: found, made, changed, copied and ended."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.classroom.door import need_trainer
from storefront.blueprints.classroom.forms import TRACKS, WorkshopForm
from storefront.blueprints.common import respond
from storefront.blueprints.common.session import me
from storefront.blueprints.portal.accounts import NamedForm, PlainForm
from storefront.domain.workshops import attend, co_trainers, learners, poster, schedule
from storefront.domain.workshops.kits import kits_for
from storefront.domain.workshops.schedule import WorkshopChanged
from storefront.infra import clock, events
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.paging import desc, paginate
from storefront.infra.text import whole_number
from storefront.models.workshop import Workshop

bp = Blueprint("workshops", __name__, url_prefix="/trainer")
FORM = "classroom/workshop_form.html"


@bp.get("/")
@need_trainer
def index() -> ResponseReturnValue:
    """The workshops one trains, newest first."""
    text = request.args.get("q", "")
    found = paginate(
        db.session(),
        schedule.workshops_of(me(), text),
        desc(Workshop.starts_on),
        desc(Workshop.id),
        cursor=request.args.get("cursor"),
    )
    return respond.page("classroom/workshops.html", workshops=found, text=text, tracks=TRACKS, poster=poster)


@bp.get("/workshops/new")
@need_trainer
def new() -> ResponseReturnValue:
    """The form of a new class, from today on."""
    today = clock.today_vn()
    form = WorkshopForm(
        formdata=None,
        track="owner",
        starts_on=today,
        ends_on=today + dt.timedelta(days=1),
        kits=["food", "craft", "general"],
        languages=["vi"],
        capacity=30,
    )
    form.offer()
    return respond.page(FORM, form=form, workshop=None)


@bp.post("/workshops/new")
@need_trainer
def create() -> ResponseReturnValue:
    """Make it."""
    form = WorkshopForm()
    form.offer()
    try:
        if not form.validate():
            raise Invalid({})
        workshop = schedule.make_workshop(form.typed, user=me(), by=events.acting_user())
    except Invalid as error:
        form.add_errors(error.errors)
        return respond.invalid(FORM, form=form, workshop=None)
    flash(_("The class is made. Show its code, and people can join."), "good")
    return redirect(url_for(".show", workshop_id=workshop.id), 303)


@bp.get("/workshops/<int:workshop_id>/")
@need_trainer
def show() -> ResponseReturnValue:
    """One workshop: what it is, how to join it, who is in it."""
    return show_page()


def show_page(co_trainer: NamedForm | None = None) -> str:
    """The page of the workshop; the form of a co-trainer comes back as it was typed."""
    return respond.page(
        "classroom/workshop.html",
        learners=learners.of_workshop(g.workshop),
        trainers=schedule.trainers(g.workshop),
        kits=kits_for(g.workshop),
        tracks=TRACKS,
        poster=poster,
        co_trainer=co_trainer or NamedForm(formdata=None),
        plain=PlainForm(formdata=None),
    )


@bp.get("/workshops/<int:workshop_id>/edit")
@need_trainer
def edit() -> ResponseReturnValue:
    """The form as the class stands."""
    return respond.page(FORM, form=WorkshopForm.of(g.workshop), workshop=g.workshop)


@bp.post("/workshops/<int:workshop_id>/edit")
@need_trainer
def save() -> ResponseReturnValue:
    """Save it; new places go to those who wait."""
    form = WorkshopForm()
    form.offer()
    try:
        if not form.validate():
            raise Invalid({})
        revision = whole_number(form.revision.data) or 0
        schedule.edit_workshop(g.workshop, form.typed, revision=revision, by=events.acting_user())
    except WorkshopChanged as error:
        form.form_errors.append(str(error.message))
        form.revision.data = str(g.workshop.revision)
        return respond.page(FORM, form=form, workshop=g.workshop), 409
    except Invalid as error:
        form.add_errors(error.errors)
        return respond.invalid(FORM, form=form, workshop=g.workshop)
    attend.move_up(g.workshop, by=events.acting_user())
    flash(_("Saved."), "good")
    return _back()


@bp.post("/workshops/<int:workshop_id>/copy")
@need_trainer
def copy() -> ResponseReturnValue:
    """The same class once more."""
    PlainForm().check_token()
    made = schedule.copy_workshop(g.workshop, user=me(), by=events.acting_user())
    flash(_("This is the copy. Check its days and its place."), "good")
    return redirect(url_for(".edit", workshop_id=made.id), 303)


@bp.post("/workshops/<int:workshop_id>/finish")
@need_trainer
def finish() -> ResponseReturnValue:
    """End it."""
    PlainForm().check_token()
    schedule.finish(g.workshop, by=events.acting_user())
    flash(_("The class is finished. Nobody can join any more."), "good")
    return _back()


@bp.post("/workshops/<int:workshop_id>/reopening")
@need_trainer
def reopen() -> ResponseReturnValue:
    """Undo the end."""
    PlainForm().check_token()
    schedule.reopen(g.workshop, by=events.acting_user())
    flash(_("The class goes on. Let people join again when you like."), "good")
    return _back()


@bp.post("/workshops/<int:workshop_id>/trainers")
@need_trainer
def add_trainer() -> ResponseReturnValue:
    """Let another trainer teach it as well."""
    form = NamedForm()
    try:
        if not form.validate():
            raise Invalid({})
        co_trainers.add_trainer(g.workshop, form.typed, by=events.acting_user())
    except Invalid as error:
        form.add_errors(error.errors)
        return show_page(form), 422
    return _back()


@bp.post("/workshops/<int:workshop_id>/trainers/<int:user_id>/removal")
@need_trainer
def remove_trainer(user_id: int) -> ResponseReturnValue:
    """Take a trainer out of it."""
    PlainForm().check_token()
    co_trainers.remove_trainer(g.workshop, user_id, by=events.acting_user())
    return _back() if user_id != me().id else redirect(url_for(".index"), 303)


def _back() -> ResponseReturnValue:
    return redirect(url_for(".show", workshop_id=g.workshop.id), 303)
