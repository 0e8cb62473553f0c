"""Practice customers at the trainer's command: what can be let begin, for whom, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.classroom.door import need_trainer
from storefront.blueprints.common import respond
from storefront.blueprints.common.session import me
from storefront.blueprints.portal.accounts import PlainForm
from storefront.domain.workshops.customers import playing, progress
from storefront.domain.workshops.customers.scenes import SCENES, Scene, scene
from storefront.infra.tokens import new_token
from storefront.models.workshop import Learner, WorkshopState

bp = Blueprint("practice", __name__, url_prefix="/trainer/workshops/<int:workshop_id>/practice")
MANY = 30
"""More customers than this are asked about once more."""
_FRESH = {"Cache-Control": "no-store"}


@bp.get("/")
@need_trainer
def index() -> ResponseReturnValue:
    """The scenes, and how far those are that were let begin; from one learner's page, for that one."""
    return respond.page(
        "classroom/practice.html",
        scenes=SCENES,
        played=progress.played_in(g.workshop),
        learners=playing.learners_with_shops(g.workshop),
        running=g.workshop.state is WorkshopState.OPEN,
        only=request.args.get("learner", ""),
        plain=PlainForm(formdata=None),
        press_key=new_token(),
    )


@bp.get("/played")
@need_trainer
def played() -> ResponseReturnValue:
    """What became of the scenes, alone: an open page asks for it while one runs."""
    shown = progress.played_in(g.workshop)
    return respond.page("classroom/_played.html", played=shown, plain=PlainForm(formdata=None)), _FRESH


@bp.post("/scenes/<int:scene_id>/stop")
@need_trainer
def stop(scene_id: int) -> ResponseReturnValue:
    """No more customers of this scene."""
    PlainForm().check_token()
    playing.stop(g.workshop, scene_id, by=me())
    flash(_("It is ended. No more customers come."), "good")
    return _to_played()


@bp.get("/<code>")
@need_trainer
def show(code: str) -> ResponseReturnValue:
    """For whom: all whose shops sell are chosen, or the one from whose page the trainer came."""
    learners, only = playing.learners_with_shops(g.workshop), request.args.get("learner", "")
    chosen = [
        one.id for one in learners if (str(one.id) == only if only else one.shop and one.shop.is_selling)
    ]
    return _choice(scene(code), learners, chosen=chosen)


@bp.post("/<code>")
@need_trainer
def create(code: str) -> ResponseReturnValue:
    """Let it begin; a large one is asked about once more."""
    PlainForm().check_token()
    wanted, learners = scene(code), _chosen()
    if not learners:
        problem = str(playing.NobodyChosen.message)
        return _choice(wanted, playing.learners_with_shops(g.workshop), chosen=(), problem=problem), 422
    customers = len(wanted.parts) * len(learners)
    if customers > MANY and "sure" not in request.form:
        return _sure(wanted, learners, customers)
    playing.press(g.workshop, code, learners, press_key=_press_key(), by=me())
    flash(_("%(number)s practice customers are on their way.", number=customers), "good")
    return _to_played()


def _to_played() -> ResponseReturnValue:
    return respond.see_other(url_for(".index", workshop_id=g.workshop.id, _anchor="played"))


def _chosen() -> list[Learner]:
    learners = playing.learners_with_shops(g.workshop)
    if "everybody" in request.form:
        return list(learners)
    wanted = set(request.form.getlist("learner"))
    return [learner for learner in learners if str(learner.id) in wanted]


def _press_key() -> str:
    """The form's own key; two forms of different classes never share one."""
    return f"{g.workshop.id}:{request.form.get('press_key', '')[:40] or new_token()}"[:60]


def _choice(wanted: Scene, learners: Sequence[Learner], *, chosen: Sequence[int], problem: str = "") -> str:
    return respond.page(
        "classroom/practice_scene.html",
        scene=wanted,
        learners=learners,
        chosen=chosen,
        problem=problem,
        plain=PlainForm(formdata=None),
        press_key=new_token(),
    )


def _sure(wanted: Scene, learners: Sequence[Learner], customers: int) -> str:
    return respond.page(
        "classroom/confirm.html",
        place="practice",
        title=wanted.title,
        question=_(
            "%(customers)s practice customers come to %(shops)s shops. Shall they?",
            customers=customers,
            shops=len(learners),
        ),
        yes=_("Let it begin"),
        action=url_for(".create", workshop_id=g.workshop.id, code=wanted.code),
        back=url_for(".index", workshop_id=g.workshop.id),
        learners=learners,
        fields={"press_key": request.form.get("press_key", "")},
        plain=PlainForm(formdata=None),
    )
