"""Trainers, as platform staff see them: appointed, found, ended."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField

from storefront.blueprints.common import respond
from storefront.blueprints.common.forms import optional
from storefront.blueprints.portal.accounts import NamedForm, PlainForm
from storefront.domain.accounts.names import masked
from storefront.domain.workshops import trainers
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.errors import Invalid, NotFound
from storefront.infra.paging import desc, paginate
from storefront.models.programme import Trainer

bp = Blueprint("trainers", __name__, url_prefix="/trainers")


class AppointForm(NamedForm):
    """Whom to make a trainer, and who sends them."""

    organisation = StringField(lazy_gettext("Organisation"), [optional()])


@bp.get("")
def index() -> ResponseReturnValue:
    """All trainers, newest first; names are shown in part."""
    return _page(AppointForm(formdata=None))


@bp.post("")
def appoint() -> ResponseReturnValue:
    """Make a user a trainer."""
    form = AppointForm()
    try:
        if not form.validate():
            raise Invalid({})
        trainer = trainers.appoint(
            form.typed, organisation=form.organisation.data or "", by=events.acting_user()
        )
    except Invalid as error:
        form.add_errors(error.errors)
        return _page(form), 422
    flash(_("%(name)s can make classes now.", name=trainer.user.name), "good")
    return redirect(url_for(".index"), 303)


@bp.post("/<int:trainer_id>/end")
def end(trainer_id: int) -> ResponseReturnValue:
    """Take the right away."""
    trainer = db.session.get(Trainer, trainer_id)
    if trainer is None:
        raise NotFound
    trainers.end(trainer, by=events.acting_user())
    flash(_("%(name)s makes no more classes.", name=trainer.user.name), "good")
    return redirect(url_for(".index"), 303)


def _page(form: AppointForm) -> str:
    text = request.args.get("q", "")
    found = paginate(db.session(), trainers.find(text), desc(Trainer.id), cursor=request.args.get("cursor"))
    return respond.page(
        "programme/trainers.html",
        nav="training",
        trainers=found,
        text=text,
        form=form,
        masked=masked,
        plain=PlainForm(formdata=None),
    )
