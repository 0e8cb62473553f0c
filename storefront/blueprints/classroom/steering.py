"""What a trainer does at the board: for the whole class, and for one learner."""

from __future__ import annotations

from collections.abc import Collection

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.classroom.board_forms import MessageForm, SkipForm, TimeForm, offer_missions
from storefront.blueprints.classroom.door import need_trainer
from storefront.blueprints.common import respond
from storefront.blueprints.common.forms import BaseForm
from storefront.blueprints.common.session import me
from storefront.domain.workshops import steering, visits
from storefront.domain.workshops.board import tasks_of
from storefront.domain.workshops.hands import lower_hand
from storefront.domain.workshops.missions.queries import mission_in
from storefront.domain.workshops.people import learner_of_workshop
from storefront.infra import events
from storefront.infra.db import db
from storefront.infra.errors import NotFound
from storefront.infra.i18n import speaking
from storefront.models.shop import Shop
from storefront.models.workshop import Learner, Visit

bp = Blueprint("steering", __name__, url_prefix="/trainer/workshops/<int:workshop_id>")


@bp.post("/pause")
@need_trainer
def create_pause() -> ResponseReturnValue:
    """Pause the class."""
    steering.pause(g.workshop, by=events.acting_user())
    flash(_("The class is paused: learners can look, but not send forms."), "good")
    return _to_board()


@bp.post("/going-on")
@need_trainer
def create_going_on() -> ResponseReturnValue:
    """Let the class go on."""
    steering.resume(g.workshop, by=events.acting_user())
    flash(_("The class goes on."), "good")
    return _to_board()


@bp.post("/messages")
@need_trainer
def create_message() -> ResponseReturnValue:
    """Say something to everybody."""
    return _say(steering.learners_of(g.workshop))


@bp.post("/skips")
@need_trainer
def create_skip() -> ResponseReturnValue:
    """Leave out a mission for everybody."""
    return _skip(steering.learners_of(g.workshop))


@bp.post("/skips/taking-back")
@need_trainer
def create_unskip() -> ResponseReturnValue:
    """Let everybody do a mission after all."""
    return _skip(steering.learners_of(g.workshop), back=True)


@bp.post("/extra-time")
@need_trainer
def create_time() -> ResponseReturnValue:
    """Give everybody more time for a mission."""
    return _give_time(steering.learners_of(g.workshop))


@bp.post("/board/<int:learner_id>/messages")
@need_trainer
def create_message_to(learner_id: int) -> ResponseReturnValue:
    """Say something to one learner."""
    return _say([_learner(learner_id)])


@bp.post("/board/<int:learner_id>/nudge")
@need_trainer
def create_nudge(learner_id: int) -> ResponseReturnValue:
    """Ask one learner how it goes, without writing anything."""
    learner = _learner(learner_id)
    with speaking(learner.user.locale):
        words = _("How is it going? Raise your hand if something is unclear.")
    steering.say(g.workshop, words, [learner], by=events.acting_user())
    flash(_("The learner is asked how it goes."), "good")
    return _to_board(learner_id)


@bp.post("/board/<int:learner_id>/skips")
@need_trainer
def create_skip_for(learner_id: int) -> ResponseReturnValue:
    """Leave out a mission for one learner."""
    return _skip([_learner(learner_id)])


@bp.post("/board/<int:learner_id>/skips/taking-back")
@need_trainer
def create_unskip_for(learner_id: int) -> ResponseReturnValue:
    """Let one learner do a mission after all."""
    return _skip([_learner(learner_id)], back=True)


@bp.post("/board/<int:learner_id>/extra-time")
@need_trainer
def create_time_for(learner_id: int) -> ResponseReturnValue:
    """Give one learner more time."""
    return _give_time([_learner(learner_id)])


@bp.post("/board/<int:learner_id>/hand-lowering")
@need_trainer
def create_answer(learner_id: int) -> ResponseReturnValue:
    """Somebody came to the learner who raised a hand."""
    lower_hand(_learner(learner_id), by=events.acting_user())
    return respond.back_or(_board())


@bp.post("/board/<int:learner_id>/look")
@need_trainer
def create_look(learner_id: int) -> ResponseReturnValue:
    """Look over the learner's shoulder; their pages say so."""
    learner = _learner(learner_id)
    visits.look(learner, me())
    shop = db.session.get_one(Shop, learner.shop_id)
    return respond.see_other(f"{request.script_root}/admin/{shop.slug}/")


@bp.post("/board/<int:learner_id>/help")
@need_trainer
def create_question(learner_id: int) -> ResponseReturnValue:
    """Ask the learner whether one may act in their shop."""
    visits.ask_to_help(_learner(learner_id), me())
    flash(_("The learner is asked, and answers on their own screen."), "good")
    return _to_board(learner_id)


@bp.post("/visits/<int:visit_id>/end")
@need_trainer
def create_end(visit_id: int) -> ResponseReturnValue:
    """Stop looking or helping."""
    visit = db.session.get(Visit, visit_id)
    if visit is None or visit.trainer_id != me().id or visit.learner.workshop_id != g.workshop.id:
        raise NotFound
    visits.leave(visit, by=events.acting_user())
    return _to_board(visit.learner_id)


def _say(learners: Collection[Learner]) -> ResponseReturnValue:
    form = MessageForm()
    if not form.validate():
        return _refused(form, learners)
    steering.say(g.workshop, form.body.data, learners, by=events.acting_user())
    flash(_("Said to %(number)s learners.", number=len(learners)), "good")
    return _back(learners)


def _skip(learners: Collection[Learner], *, back: bool = False) -> ResponseReturnValue:
    form = SkipForm()
    offer_missions(tasks_of(g.workshop.id), form)
    if not form.validate():
        return _refused(form, learners)
    mission = mission_in(g.workshop.id, form.mission.data)
    facts = {"code": mission.code, "number": len(learners)}
    if back:
        steering.take_back(mission, learners, by=events.acting_user())
        flash(_("%(code)s is to be done after all by %(number)s learners.", **facts), "good")
    else:
        steering.skip(mission, learners, by=events.acting_user())
        flash(_("%(code)s is left out for %(number)s learners.", **facts), "good")
    return _back(learners)


def _give_time(learners: Collection[Learner]) -> ResponseReturnValue:
    form = TimeForm()
    offer_missions(tasks_of(g.workshop.id), form)
    if not form.validate():
        return _refused(form, learners)
    mission = mission_in(g.workshop.id, form.mission.data)
    steering.give_time(mission, learners, form.minutes.data, by=events.acting_user())
    flash(
        _("%(code)s has more time for %(number)s learners.", code=mission.code, number=len(learners)), "good"
    )
    return _back(learners)


def _refused(form: BaseForm, learners: Collection[Learner]) -> ResponseReturnValue:
    """The form alone with what was typed, and the way to send it again."""
    return respond.invalid(
        "classroom/board_form.html", nav="workshops", form=form, back=_board(*_one(learners))
    )


def _back(learners: Collection[Learner]) -> ResponseReturnValue:
    return _to_board(*_one(learners))


def _one(learners: Collection[Learner]) -> list[int]:
    """The learner a form is about, when its address names one."""
    return [learner.id for learner in learners] if "learner_id" in (request.view_args or {}) else []


def _to_board(*learner_id: int) -> ResponseReturnValue:
    return respond.see_other(_board(*learner_id))


def _board(*learner_id: int) -> str:
    if learner_id:
        return url_for("classroom.board.learner", workshop_id=g.workshop.id, learner_id=learner_id[0])
    return url_for("classroom.board.show", workshop_id=g.workshop.id)


def _learner(learner_id: int) -> Learner:
    return learner_of_workshop(g.workshop, learner_id)
