"""A trainer's syllabus of one class: lessons and missions, edited, moved, tried out, and put back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from storefront.blueprints.classroom.door import need_trainer
from storefront.blueprints.classroom.mission_form import MissionForm, Named, typed_from
from storefront.blueprints.common import respond
from storefront.blueprints.common.forms import BaseForm, optional
from storefront.blueprints.common.lesson_words import in_words
from storefront.blueprints.common.simple_text import to_html, to_text
from storefront.blueprints.portal.accounts import PlainForm
from storefront.domain.workshops.missions import editing, sentences, syllabus
from storefront.domain.workshops.missions.queries import lesson_in, lessons_of, mission_in, missions_of
from storefront.domain.workshops.missions.rules import known
from storefront.domain.workshops.missions.trying import try_on
from storefront.infra.errors import Conflict, Invalid
from storefront.infra.events import acting_user
from storefront.models.workshop import Lesson, Mission

bp = Blueprint("syllabus", __name__, url_prefix="/trainer/workshops/<int:workshop_id>/syllabus")
LESSON, MISSION = "classroom/syllabus_lesson.html", "classroom/syllabus_mission.html"
TRY, PREVIEW = "try", "preview"


class LessonForm(BaseForm):
    """A lesson's words in both languages."""

    title_vi = StringField(_l("Title in Vietnamese"), [Length(max=160), Named()])
    title_en = StringField(_l("Title in English"), [Length(max=160)])
    body_vi = TextAreaField(_l("Text in Vietnamese"), [Length(max=20_000)])
    body_en = TextAreaField(_l("Text in English"), [Length(max=20_000)])
    revision = IntegerField(validators=[optional()], widget=HiddenInput())

    def data_typed(self) -> editing.LessonData:
        """What was typed, for the domain."""
        return editing.LessonData(
            {"vi": self.title_vi.data or "", "en": self.title_en.data or ""},
            {"vi": to_html(self.body_vi.data or ""), "en": to_html(self.body_en.data or "")},
        )


class MoveForm(PlainForm):
    """Up or down by one place."""

    places = IntegerField()


@bp.get("/")
@need_trainer
def index() -> ResponseReturnValue:
    """The lessons with their missions, each with the sentence that proves it."""
    by_lesson: dict[int, list[tuple[Mission, str]]] = {}
    for mission in missions_of(g.workshop.id):
        rule = known(mission.rule)
        said = sentences.sentence(rule) if rule else ""
        by_lesson.setdefault(mission.lesson_id, []).append((mission, said))
    lessons = [(lesson, by_lesson.get(lesson.id, [])) for lesson in lessons_of(g.workshop.id)]
    return respond.page("classroom/syllabus.html", lessons=lessons, say=in_words)


@bp.post("/reset")
@need_trainer
def create_reset() -> ResponseReturnValue:
    """Back to the built-in syllabus."""
    PlainForm().check_token()
    syllabus.reset(g.workshop, by=acting_user())
    flash(_("The class has the built-in lessons and missions again."), "good")
    return _back()


@bp.get("/lessons/new")
@need_trainer
def new_lesson() -> ResponseReturnValue:
    """The form of a new lesson."""
    return respond.page(LESSON, form=LessonForm(), lesson=None, say=in_words)


@bp.post("/lessons")
@need_trainer
def create_lesson() -> ResponseReturnValue:
    """Add a lesson at the end."""
    return _save_lesson(LessonForm(), None)


@bp.get("/lessons/<int:lesson_id>")
@need_trainer
def edit_lesson(lesson_id: int) -> ResponseReturnValue:
    """A lesson's words."""
    lesson = lesson_in(g.workshop.id, lesson_id)
    words = {
        f"{name}_{locale}": words.get(locale, "") if name == "title" else to_text(words.get(locale, ""))
        for name, words in (("title", lesson.title), ("body", lesson.body))
        for locale in ("vi", "en")
    }
    form = LessonForm(formdata=None, revision=lesson.revision, **words)
    return respond.page(LESSON, form=form, lesson=lesson, say=in_words)


@bp.post("/lessons/<int:lesson_id>")
@need_trainer
def update_lesson(lesson_id: int) -> ResponseReturnValue:
    """Save them."""
    return _save_lesson(LessonForm(), lesson_in(g.workshop.id, lesson_id))


@bp.post("/lessons/<int:lesson_id>/moves")
@need_trainer
def create_lesson_move(lesson_id: int) -> ResponseReturnValue:
    """Up or down."""
    places = _places()
    editing.move_lesson(lesson_in(g.workshop.id, lesson_id), places, by=acting_user())
    return _back(_button("lesson", lesson_id, places))


@bp.post("/lessons/<int:lesson_id>/removal")
@need_trainer
def create_lesson_removal(lesson_id: int) -> ResponseReturnValue:
    """Take an empty lesson out."""
    PlainForm().check_token()
    editing.remove_lesson(lesson_in(g.workshop.id, lesson_id), by=acting_user())
    flash(_("The lesson is gone."), "good")
    return _back()


@bp.get("/missions/new")
@need_trainer
def new_mission() -> ResponseReturnValue:
    """The form of a new mission, of the lesson in the address if one is named."""
    lesson_id = request.args.get("lesson", type=int)
    form = MissionForm(formdata=None, lesson=lesson_id)
    return _mission_page(form, None)


@bp.post("/missions")
@need_trainer
def create_mission() -> ResponseReturnValue:
    """Add a mission, or try it out."""
    return _save_mission(MissionForm(), None)


@bp.get("/missions/<int:mission_id>")
@need_trainer
def edit_mission(mission_id: int) -> ResponseReturnValue:
    """A mission's form."""
    mission = mission_in(g.workshop.id, mission_id)
    return _mission_page(MissionForm(formdata=None, **typed_from(mission)), mission)


@bp.post("/missions/<int:mission_id>")
@need_trainer
def update_mission(mission_id: int) -> ResponseReturnValue:
    """Save it, or try it out."""
    return _save_mission(MissionForm(), mission_in(g.workshop.id, mission_id))


@bp.post("/missions/<int:mission_id>/moves")
@need_trainer
def create_mission_move(mission_id: int) -> ResponseReturnValue:
    """Up or down, also into the next lesson."""
    places = _places()
    editing.move_mission(mission_in(g.workshop.id, mission_id), places, by=acting_user())
    return _back(_button("mission", mission_id, places))


@bp.post("/missions/<int:mission_id>/removal")
@need_trainer
def create_mission_removal(mission_id: int) -> ResponseReturnValue:
    """Take a mission out of the class."""
    PlainForm().check_token()
    editing.remove_mission(mission_in(g.workshop.id, mission_id), by=acting_user())
    flash(_("The mission is gone."), "good")
    return _back()


def _save_lesson(form: LessonForm, lesson: Lesson | None) -> ResponseReturnValue:
    if not form.validate():
        return respond.invalid(LESSON, form=form, lesson=lesson, say=in_words)
    if request.form.get("do") == PREVIEW:
        return respond.page(LESSON, form=form, lesson=lesson, say=in_words, typed=form.data_typed())
    try:
        if lesson is None:
            editing.add_lesson(g.workshop, form.data_typed(), by=acting_user())
        else:
            editing.edit_lesson(lesson, form.data_typed(), revision=form.revision.data or 0, by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return respond.invalid(LESSON, form=form, lesson=lesson, say=in_words)
    except editing.SyllabusChanged as changed:
        text = to_text(in_words(lesson.body)) if lesson else ""
        return respond.page(
            LESSON, form=form, lesson=lesson, say=in_words, **_theirs(form, lesson, changed, _("Words"), text)
        ), 409
    flash(_("Saved."), "good")
    return _back()


def _save_mission(form: MissionForm, mission: Mission | None) -> ResponseReturnValue:
    form.offer(lessons_of(g.workshop.id))
    if not form.validate():
        return _mission_page(form, mission), 422
    try:
        rule = form.rule()
        if request.form.get("do") == TRY:
            tried = try_on(g.workshop.id, rule, in_class=not form.outside.data)
            return _mission_page(form, mission, said=sentences.sentence(rule), tried=tried)
        data = _mission_data(form, rule)
        if mission is None:
            editing.add_mission(g.workshop, data, by=acting_user())
        else:
            editing.edit_mission(mission, data, revision=form.revision.data or 0, by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return _mission_page(form, mission), 422
    except editing.SyllabusChanged as changed:
        theirs = known(mission.rule) if mission else None
        said = sentences.sentence(theirs) if theirs else ""
        return _mission_page(form, mission, **_theirs(form, mission, changed, _("How it reads"), said)), 409
    flash(_("Saved. What was done already counts in a moment."), "good")
    return _back()


def _theirs(
    form: LessonForm | MissionForm, row: Lesson | Mission | None, changed: Conflict, name: str, words: str
) -> dict[str, Any]:
    """What the other device saved, beside what was typed here; saving again keeps the latter."""
    form.revision.raw_data = [str(row.revision)] if row else []
    title = in_words(row.title) if row else ""
    return {"changed": changed.message, "theirs": [(_("Title"), title), (name, words)]}


def _mission_data(form: MissionForm, rule: Any) -> editing.MissionData:
    return editing.MissionData(
        lesson_id=form.lesson.data,
        title={"vi": form.title_vi.data or "", "en": form.title_en.data or ""},
        hint={"vi": form.hint_vi.data or "", "en": form.hint_en.data or ""},
        rule=rule,
        minutes=form.minutes.data,
        required=form.required.data,
        certified=form.certified.data,
        in_class=not form.outside.data,
    )


def _mission_page(form: MissionForm, mission: Mission | None, **more: Any) -> str:
    form.offer(lessons_of(g.workshop.id))
    rule = known(mission.rule) if mission is not None and not more else None
    if rule is not None:
        more = {"said": sentences.sentence(rule)}
    return respond.page(MISSION, form=form, mission=mission, say=in_words, **more)


def _places() -> int:
    form = MoveForm()
    form.check_token()
    return -1 if (form.places.data or 0) < 0 else 1


def _button(kind: str, row_id: int, places: int) -> str:
    """The id of the button that was pressed: the page opens there, and it can be pressed again."""
    return f"{kind}-{row_id}-{'up' if places < 0 else 'down'}"


def _back(anchor: str | None = None) -> ResponseReturnValue:
    return respond.see_other(url_for("classroom.syllabus.index", workshop_id=g.workshop.id, _anchor=anchor))
