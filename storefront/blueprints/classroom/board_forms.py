"""What a trainer types at the board."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from storefront.blueprints.classroom.board_words import title_of
from storefront.blueprints.common.forms import BaseForm, between, required
from storefront.domain.workshops.board import Task
from storefront.domain.workshops.hands import WORDS
from storefront.domain.workshops.steering import MOST_MINUTES
from storefront.domain.workshops.steering import WORDS as MESSAGE_WORDS


class MessageForm(BaseForm):
    """Words for learners."""

    body = TextAreaField(
        lazy_gettext("What the learners should read"), [required(), Length(max=MESSAGE_WORDS)]
    )


class SkipForm(BaseForm):
    """A mission to leave out."""

    mission = SelectField(lazy_gettext("Mission"), coerce=int, id="leave-out-mission")


class TimeForm(BaseForm):
    """More time for a mission."""

    mission = SelectField(lazy_gettext("Mission"), coerce=int, id="give-mission")
    minutes = IntegerField(
        lazy_gettext("More minutes"),
        [required(), between(1, MOST_MINUTES, lazy_gettext("Give between 1 and 240 minutes."))],
        default=5,
    )


class HandForm(BaseForm):
    """What a learner needs help with; may stay empty."""

    words = StringField(lazy_gettext("What do you need help with?"), [Length(max=WORDS)])


def offer_missions(tasks: Iterable[Task], *forms: SkipForm | TimeForm, chosen: Task | None = None) -> None:
    """Let these forms choose among the missions."""
    choices = [SelectChoice(task.id, f"{task.code} · {title_of(task.title)}") for task in tasks]
    for form in forms:
        form.mission.choices = choices
        if chosen is not None:
            form.mission.data = chosen.id
