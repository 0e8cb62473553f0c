"""What a learner says to the trainer: a raised hand, yes or no to help, "I have read it"."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, flash, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.classroom.board_forms import HandForm
from storefront.blueprints.classroom.door import need_learner
from storefront.blueprints.classroom.polling import FRESH, unless_unchanged
from storefront.blueprints.common import respond
from storefront.domain.workshops import hands, steering, visits
from storefront.domain.workshops.news import News, news_for, stamp_for
from storefront.infra import events, trail
from storefront.infra.db import db
from storefront.infra.errors import Invalid, NotFound
from storefront.models.workshop import Visit

bp = Blueprint("hands", __name__, url_prefix="/class/<int:workshop_id>")


@bp.after_request
def leave_no_step(response: Response) -> Response:
    """Asking for help is no way out of what one is stuck in: the trail stays as it was."""
    trail.unfollow()
    return response


@bp.post("/hand")
@need_learner
def create() -> ResponseReturnValue:
    """Raise one's hand."""
    form = HandForm()
    if not form.validate():
        raise Invalid({name: list(found) for name, found in form.errors.items() if name})
    hands.raise_hand(g.learner, form.words.data or "", by=events.acting_user())
    return _back()


@bp.post("/hand/lowering")
@need_learner
def create_lowering() -> ResponseReturnValue:
    """Take it down again."""
    hands.lower_hand(g.learner, by=events.acting_user())
    return _back()


@bp.post("/visits/<int:visit_id>/agreement")
@need_learner
def create_agreement(visit_id: int) -> ResponseReturnValue:
    """Let the trainer act in one's shop."""
    visits.agree(_visit(visit_id), by=events.acting_user())
    flash(_("Your trainer may now help in your shop, for at most half an hour."), "good")
    return _back()


@bp.post("/visits/<int:visit_id>/refusal")
@need_learner
def create_refusal(visit_id: int) -> ResponseReturnValue:
    """Go on alone."""
    visits.refuse(_visit(visit_id), by=events.acting_user())
    return _back()


@bp.post("/visits/<int:visit_id>/ending")
@need_learner
def create_ending(visit_id: int) -> ResponseReturnValue:
    """Thank the trainer and go on alone."""
    visits.leave(_visit(visit_id), by=events.acting_user())
    return _back()


@bp.post("/messages/<int:message_id>/reading")
@need_learner
def create_reading(message_id: int) -> ResponseReturnValue:
    """Read; it is not shown again."""
    steering.mark_read(g.learner, message_id)
    return _back()


@bp.get("/news")
@unless_unchanged(stamp_for)
@need_learner
def news() -> ResponseReturnValue:
    """What stands above a page that is open for a while, when it says something else."""
    said = news_for(g.learner)
    return respond.page("classroom/_news.html", news=said), {"X-Mark": said.stamp, **FRESH}


def words() -> dict[str, Callable[[], News | None]]:
    """For every page of the class: what a learner is told above it."""
    return {"class_news": lambda: news_for(g.learner) if "learner" in g else None}


def _visit(visit_id: int) -> Visit:
    visit = db.session.get(Visit, visit_id)
    if visit is None or visit.learner_id != g.learner.id:
        raise NotFound
    return visit


def _back() -> ResponseReturnValue:
    return respond.back_or(f"{request.script_root}/class/{g.workshop.id}/")
