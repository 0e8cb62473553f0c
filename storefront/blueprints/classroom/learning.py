"""A learner's lessons: the list, one lesson with its missions, on paper, and beside the desk."""

from __future__ import annotations

from flask import Blueprint, g, make_response, request
from flask.typing import ResponseReturnValue

from storefront.blueprints.classroom.door import need_learner
from storefront.blueprints.common import respond
from storefront.blueprints.common.lesson_words import Beside, in_words
from storefront.domain.workshops.missions.queries import NoSuchLesson, chapters_of, current
from storefront.infra import trail

bp = Blueprint("learning", __name__, url_prefix="/class/<int:workshop_id>")


@bp.get("/lessons/")
@need_learner
def index() -> ResponseReturnValue:
    """Every lesson, and how far one is."""
    chapters = chapters_of(g.learner)
    return respond.page(
        "classroom/lessons.html", nav="lessons", chapters=chapters, now=current(chapters), say=in_words
    )


@bp.get("/lessons/<int:lesson_id>")
@need_learner
def show(lesson_id: int) -> ResponseReturnValue:
    """One lesson: its words and its missions."""
    chapters = chapters_of(g.learner)
    at = next((at for at, each in enumerate(chapters) if each.lesson.id == lesson_id), None)
    if at is None:
        raise NoSuchLesson
    return respond.page(
        "classroom/lesson.html",
        nav="lessons",
        chapter=chapters[at],
        before=chapters[at - 1] if at else None,
        after=chapters[at + 1] if at + 1 < len(chapters) else None,
        say=in_words,
    )


@bp.get("/lessons/paper")
@need_learner
def paper() -> ResponseReturnValue:
    """All lessons to be printed, each on a sheet of its own, or the one in the address."""
    only = request.args.get("lesson", type=int)
    chapters = [each for each in chapters_of(g.learner, texts=True) if only in (None, each.lesson.id)]
    return respond.page("classroom/lessons_paper.html", chapters=chapters, say=in_words)


@bp.get("/beside")
@need_learner
def beside() -> ResponseReturnValue:
    """The panel beside the desk, if it is another one than the browser has; asked for by a script."""
    trail.unfollow()
    panel = Beside.of(g.learner)
    if panel is None or request.args.get("seen") == panel.mark:
        return "", 204
    answer = make_response(respond.page("classroom/_beside_tasks.html", panel=panel, say=in_words))
    answer.headers["X-Mark"] = panel.mark
    answer.headers["Cache-Control"] = "no-store"
    return answer
