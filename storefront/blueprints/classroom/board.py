"""The live board: the whole class for the trainer, one learner, and in big type for the projector.

An open board asks twice a second by one cheap statement, and is sent the rows only when something changed.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from storefront.blueprints.classroom import board_words
from storefront.blueprints.classroom.board_forms import MessageForm, SkipForm, TimeForm, offer_missions
from storefront.blueprints.classroom.board_lines import Line
from storefront.blueprints.classroom.door import need_trainer
from storefront.blueprints.classroom.polling import FRESH, unless_unchanged
from storefront.blueprints.common import respond
from storefront.blueprints.common.session import me
from storefront.domain.workshops.board import Board, Place, board_of, version_for
from storefront.domain.workshops.people import learner_of_workshop
from storefront.domain.workshops.steering import said_in
from storefront.domain.workshops.stuck import refused_forms
from storefront.domain.workshops.visits import open_visits
from storefront.infra.errors import NotFound

bp = Blueprint("board", __name__, url_prefix="/trainer/workshops/<int:workshop_id>")

FILTERS = ("all", "stuck", "hand")


@bp.get("/board")
@need_trainer
def show() -> ResponseReturnValue:
    """Who is where, and who needs somebody; what can be done for all."""
    board = board_of(g.workshop)
    message, skip, time = MessageForm(formdata=None), SkipForm(formdata=None), TimeForm(formdata=None)
    offer_missions(board.tasks, skip, time)
    return respond.page(
        "classroom/board.html",
        nav="workshops",
        said=said_in(g.workshop),
        message=message,
        skip=skip,
        time=time,
        **_shown(board),
    )


@bp.get("/board/rows")
@unless_unchanged(version_for)
@need_trainer
def rows() -> ResponseReturnValue:
    """The rows alone, when the board changed."""
    return respond.page("classroom/_board.html", **_shown(board_of(g.workshop))), FRESH


@bp.get("/board/<int:learner_id>")
@need_trainer
def learner(learner_id: int) -> ResponseReturnValue:
    """One learner: what they saw last, how far they are, and what a trainer can do."""
    board = board_of(g.workshop)
    place = next((place for place in board.places if place.learner_id == learner_id), None)
    if place is None:
        raise NotFound
    message, skip, time = MessageForm(formdata=None), SkipForm(formdata=None), TimeForm(formdata=None)
    offer_missions(board.tasks, skip, time, chosen=place.now)
    return respond.page(
        "classroom/board_learner.html",
        nav="workshops",
        place=place,
        learner=learner_of_workshop(g.workshop, learner_id),
        refused=refused_forms(place.at.steps),
        visit=next(reversed(open_visits(learner_id, me())), None),
        message=message,
        skip=skip,
        time=time,
        words=board_words,
    )


@bp.get("/projector/board")
@need_trainer
def projector() -> ResponseReturnValue:
    """Names and progress in big type, for everybody to see: nothing that could embarrass."""
    return respond.page("classroom/board_wall.html", **_wall())


@bp.get("/projector/board/rows")
@unless_unchanged(version_for)
@need_trainer
def projector_rows() -> ResponseReturnValue:
    """The big rows alone, when the board changed."""
    return respond.page("classroom/_board_wall.html", **_wall()), FRESH


def _shown(board: Board) -> dict[str, Any]:
    only = request.args.get("show", "all")
    only = only if only in FILTERS else "all"
    return {
        "board": board,
        "lines": [Line.of(place) for place in board.shown(only)],
        "only": only,
        "counts": {name: len(board.shown(name)) for name in FILTERS},
        "words": board_words,
        "poll": url_for("classroom.board.rows", workshop_id=g.workshop.id, show=only),
    }


def _wall() -> dict[str, Any]:
    board = board_of(g.workshop, with_steps=False)
    return {
        "board": board,
        "lines": sorted(board.places, key=_by_name),
        "done": sum(place.done for place in board.places),
        "words": board_words,
        "poll": url_for("classroom.board.projector_rows", workshop_id=g.workshop.id),
    }


def _by_name(place: Place) -> str:
    return place.nickname.casefold()
