"""One learner, as the trainer of the class sees them: nickname, way back, place."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.classroom.door import need_trainer
from storefront.blueprints.classroom.forms import SEXES, NicknameForm
from storefront.blueprints.common import respond
from storefront.blueprints.portal.accounts import PlainForm
from storefront.domain.places import units
from storefront.domain.workshops import attend, return_codes
from storefront.domain.workshops.kits import kit_for
from storefront.domain.workshops.learners import learner_of
from storefront.infra import events
from storefront.infra.errors import Invalid
from storefront.models.workshop import Learner

bp = Blueprint("learners", __name__, url_prefix="/trainer/workshops/<int:workshop_id>/learners")


@bp.get("/<int:learner_id>")
@need_trainer
def show(learner_id: int) -> ResponseReturnValue:
    """The learner's page."""
    learner = learner_of(g.workshop, learner_id)
    return _page(learner, NicknameForm(formdata=None, obj=learner))


@bp.post("/<int:learner_id>/nickname")
@need_trainer
def rename(learner_id: int) -> ResponseReturnValue:
    """Another nickname."""
    learner, form = learner_of(g.workshop, learner_id), NicknameForm()
    try:
        if not form.validate():
            raise Invalid({})
        attend.rename(learner, form.nickname.data or "", by=events.acting_user())
    except Invalid as error:
        form.add_errors(error.errors)
        return _page(learner, form), 422
    flash(_("Saved."), "good")
    return _back(learner)


@bp.post("/<int:learner_id>/return-code")
@need_trainer
def renew_return_code(learner_id: int) -> ResponseReturnValue:
    """Another return code."""
    PlainForm().check_token()
    learner = learner_of(g.workshop, learner_id)
    return_codes.renew(learner, by=events.acting_user())
    flash(_("There is a new return code."), "good")
    return _back(learner)


@bp.post("/<int:learner_id>/removal")
@need_trainer
def remove(learner_id: int) -> ResponseReturnValue:
    """Out of the class; the first who waits gets the place."""
    PlainForm().check_token()
    learner = learner_of(g.workshop, learner_id)
    attend.leave(learner, by=events.acting_user())
    flash(_("%(name)s is out of the class. The shop stays.", name=learner.nickname), "good")
    return _back(learner)


@bp.post("/<int:learner_id>/place")
@need_trainer
def let_in(learner_id: int) -> ResponseReturnValue:
    """A place for somebody who waits or had left."""
    PlainForm().check_token()
    learner = learner_of(g.workshop, learner_id)
    attend.let_in(learner, by=events.acting_user())
    flash(_("%(name)s has a place now.", name=learner.nickname), "good")
    return _back(learner)


def _page(learner: Learner, form: NicknameForm) -> str:
    return respond.page(
        "classroom/learner.html",
        learner=learner,
        form=form,
        kit=kit_for(g.workshop, learner.kit),
        sexes=SEXES,
        commune=units.unit(learner.unit_code) if learner.unit_code else None,
        own_way_in=not return_codes.is_class_account(learner.user),
        plain=PlainForm(formdata=None),
    )


def _back(learner: Learner) -> ResponseReturnValue:
    return redirect(url_for(".show", workshop_id=g.workshop.id, learner_id=learner.id), 303)
