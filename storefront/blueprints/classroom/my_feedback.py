"""A learner's feedback on the class."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from storefront.blueprints.classroom.door import need_learner
from storefront.blueprints.common.forms import BaseForm, optional, required
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.workshops import feedback
from storefront.infra.errors import Invalid
from storefront.infra.events import acting_user
from storefront.models.workshop import WorkshopState

bp = Blueprint("my_feedback", __name__, url_prefix="/class/<int:workshop_id>/feedback")
MARKS = [SelectChoice(str(mark), str(mark)) for mark in range(1, 6)]


class FeedbackForm(BaseForm):
    """A mark for each question, and words."""

    understood, did, pace, helped, recommend = (
        RadioField(words, [required(lazy_gettext("Choose a mark from 1 to 5."))], choices=MARKS)
        for words in feedback.QUESTIONS.values()
    )
    words = TextAreaField(lazy_gettext("What was good, what should change?"), [optional()])

    def marks(self) -> dict[str, int]:
        """The marks by question."""
        return {name: int(self[name].data) for name in feedback.QUESTIONS}


@bp.get("/")
@need_learner
def show() -> ResponseReturnValue:
    """The questions, with what was answered before."""
    said = feedback.of_learner(g.learner)
    answers: dict[str, Any] = {name: str(mark) for name, mark in said.marks.items()} if said else {}
    form = FeedbackForm(formdata=None, words=said.words if said else "", **answers)
    return page("classroom/my_feedback.html", **_things(form))


@bp.post("/")
@need_learner
def give() -> ResponseReturnValue:
    """Keep the answers."""
    form = FeedbackForm()
    if not form.validate():
        return invalid("classroom/my_feedback.html", **_things(form))
    try:
        feedback.give(g.learner, form.marks(), form.words.data or "", by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid("classroom/my_feedback.html", **_things(form))
    flash(_("Thank you. You can change your answer until the class is archived."), "good")
    return see_other(url_for(".show", workshop_id=g.workshop.id))


def _things(form: FeedbackForm) -> dict[str, Any]:
    over = g.workshop.state is WorkshopState.ARCHIVED
    return {"nav": "feedback", "form": form, "questions": feedback.QUESTIONS, "over": over}
