"""Joining a class on one's phone with a code and a nickname, and coming back from another phone."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from storefront.blueprints.classroom.forms import BackForm, JoinForm
from storefront.blueprints.common import respond
from storefront.blueprints.common import session as sessions
from storefront.blueprints.common.guards import open_to_all
from storefront.blueprints.common.session import me
from storefront.domain.workshops import attend, codes, nicknames, return_codes
from storefront.domain.workshops.kits import kits_for
from storefront.infra.errors import Conflict, Invalid, TooOften
from storefront.infra.i18n import current_locale
from storefront.models.user import User
from storefront.models.workshop import Learner, Workshop

bp = Blueprint("joining", __name__, url_prefix="/join")
FORM, BACK = "classroom/join.html", "classroom/come_back.html"


@bp.get("")
@open_to_all
def show() -> ResponseReturnValue:
    """The form."""
    return respond.page(FORM, form=JoinForm(formdata=None, nickname=_called()), workshop=None)


@bp.get("/<code>")
@open_to_all
def by_code(code: str) -> ResponseReturnValue:
    """The form with the code filled in; whether it is right is told to tries only, as they are counted."""
    form = JoinForm(formdata=None, code=codes.read_code(code)[: codes.LENGTH], nickname=_called())
    return respond.page(FORM, form=form, workshop=None)


@bp.post("")
@open_to_all
def create() -> ResponseReturnValue:
    """Join; where the class has several kits and none is chosen yet, ask for one."""
    form, workshop = JoinForm(), None
    try:
        if not form.validate():
            raise Invalid({})
        workshop = codes.workshop_by_code(form.code.data or "", address=sessions.client_address())
        _offer(form, workshop)
        attend.check_nickname(workshop, form.nickname.data or "", user=_user())
        if len(form.kit.choices) > 1 and not form.kit.data:
            return respond.page(FORM, form=form, workshop=workshop)
        learner = _join(workshop, form)
    except Invalid as error:
        form.add_errors(error.errors)
        return respond.invalid(FORM, form=form, workshop=workshop)
    except (Conflict, TooOften) as error:
        form.form_errors.append(str(error.message))
        return respond.page(FORM, form=form, workshop=workshop), 409 if isinstance(error, Conflict) else 429
    return redirect(url_for("classroom.classes.show", workshop_id=learner.workshop_id), 303)


@bp.get("/back")
@open_to_all
def back() -> ResponseReturnValue:
    """The way back for who is in already."""
    return respond.page(BACK, form=BackForm(formdata=None))


@bp.post("/back")
@open_to_all
def come_back() -> ResponseReturnValue:
    """Sign this phone in as the learner."""
    form = BackForm()
    try:
        if not form.validate():
            raise Invalid({})
        workshop = codes.workshop_by_code(form.code.data or "", address=sessions.client_address())
        learner = return_codes.come_back(
            workshop,
            nickname=form.nickname.data or "",
            digits=form.return_code.data or "",
            address=sessions.client_address(),
        )
    except Invalid as error:
        form.add_errors(error.errors)
        return respond.invalid(BACK, form=form)
    except (Conflict, TooOften) as error:
        form.form_errors.append(str(error.message))
        return respond.page(BACK, form=form), 409 if isinstance(error, Conflict) else 429
    home = url_for("classroom.classes.show", workshop_id=learner.workshop_id)
    if learner.user.has_totp:
        return sessions.ask_second_step(learner.user, home)
    sessions.begin(learner.user)
    return redirect(home, 303)


def _join(workshop: Workshop, form: JoinForm) -> Learner:
    user = _user()
    learner = attend.join(
        workshop,
        nickname=form.nickname.data or "",
        kit=form.kit.data or "",
        user=user,
        locale=current_locale(),
    )
    codes.remember_place(workshop, address=sessions.client_address())
    if user is None:
        sessions.begin(learner.user)
    if learner.shop:
        flash(_("Welcome, %(name)s. Your practice shop is ready.", name=learner.nickname), "good")
    return learner


def _offer(form: JoinForm, workshop: Workshop) -> None:
    offered = kits_for(workshop)
    form.kit.choices = [SelectChoice(each.key, each.name(current_locale())) for each in offered]
    form.kit.flags.required = True
    if form.kit.data not in {each.key for each in offered}:
        form.kit.data = ""


def _user() -> User | None:
    return me() if current_user.is_authenticated else None


def _called() -> str:
    user = _user()
    return user.name[: nicknames.LONGEST] if user else ""
