"""The one place that knows which answer each kind of error gets, as a page of its door or as JSON."""

import math
from collections.abc import Callable
from typing import NamedTuple

from flask import Flask, current_app, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import HTTPException

from storefront.blueprints.common.origin import door
from storefront.blueprints.common.respond import page, wants_json
from storefront.infra import trail
from storefront.infra.db import db, is_taken
from storefront.infra.errors import AppError, Conflict, Forbidden, Invalid, NotFound, TooOften

STATUS: dict[type[AppError], int] = {
    NotFound: 404,
    TooOften: 429,
    Forbidden: 403,
    Conflict: 409,
    Invalid: 422,
}
"""The first kind that fits: being too often is a way of being forbidden."""
_PAGES = {403, 404, 409, 422, 429, 500, 503}


class Problem(NamedTuple):
    """What went wrong, in words a person can act on."""

    status: int
    code: str
    message: str
    errors: dict[str, list[str]]


Draw = Callable[[Problem], str]


def init_app(app: Flask) -> None:
    """Answer named errors and HTTP errors on every door."""
    app.extensions["error_pages"] = {}
    app.register_error_handler(AppError, answer_app_error)
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(IntegrityError, answer_taken)


def draw_under(app: Flask, prefix: str, draw: Draw) -> None:
    """Let a door draw its own error pages for every address that starts with `prefix` (a theme's 404)."""
    app.extensions["error_pages"][prefix] = draw


def answer_app_error(error: AppError) -> ResponseReturnValue:
    """A domain error: its own sentence, under the status of its kind."""
    trail.note_errors([error.code])
    status = next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)
    errors = error.errors if isinstance(error, Invalid) else {}
    answered = make_response(answer(Problem(status, error.code, str(error.message), errors)))
    if isinstance(error, TooOften):
        answered.headers["Retry-After"] = str(math.ceil(error.wait.total_seconds()))
    return answered


def answer_http_error(error: HTTPException) -> ResponseReturnValue:
    """An error Werkzeug raised: our sentence for the common ones; redirects and ready answers pass."""
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()
    failed = getattr(error, "original_exception", None)
    if is_taken(failed):  # the commit said so, when the view had answered
        return answer_taken(failed)
    code = error.name.lower().replace(" ", "_")
    answered = make_response(answer(Problem(error.code, code, sentence(error.code), {})))
    kept = {name: value for name, value in error.get_headers() if name in {"Allow", "Retry-After"}}
    answered.headers.extend(kept)
    return answered


def answer_taken(error: IntegrityError) -> ResponseReturnValue:
    """Two people made in the same moment what there can be one of: the second is told to look again."""
    if not is_taken(error):
        raise error
    db.session.rollback()
    return answer_app_error(Conflict())


def answer(problem: Problem) -> ResponseReturnValue:
    """The problem as JSON for programs, else as a page."""
    if wants_json() or door() == "api":
        error = {"code": problem.code, "message": problem.message, "errors": problem.errors}
        return jsonify(error=error), problem.status
    return _drawn(problem), problem.status


def sentence(status: int) -> str:
    """What to tell a person about a plain HTTP status."""
    words = {
        400: _("The request could not be read. Reload the page and try again."),
        403: _("You are not allowed to do this."),
        404: _("We could not find what you are looking for."),
        405: _("This page cannot be used in that way. Go back and use the form's own button."),
        413: _("What you sent is too large. Choose a smaller file and try again."),
        429: _("Too many attempts. Wait a few minutes and try again."),
        500: _("Something went wrong on our side. What you saved before is safe. Try again in a moment."),
        503: _("The system is being looked after. Please come back in a few minutes."),
    }
    return words.get(status) or _("This could not be done. Please try again.")


def _drawn(problem: Problem) -> str:
    for prefix, draw in current_app.extensions["error_pages"].items():
        if request.path.startswith(prefix):
            drawn: str = draw(problem)
            return drawn
    return page(f"errors/{_template(problem.status)}.html", problem=problem)


def _template(status: int) -> int:
    if status in _PAGES:
        return status
    return 500 if status >= 500 else 409
