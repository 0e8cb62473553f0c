"""Starting over and ending: learners begin anew, the class is archived, its practice data deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.classroom.door import need_trainer
from storefront.blueprints.common import respond
from storefront.blueprints.portal.accounts import PlainForm
from storefront.domain.workshops.certificates import Kind, candidates
from storefront.domain.workshops.cleaning import archive, reset
from storefront.domain.workshops.customers.playing import NobodyChosen, learners_with_shops
from storefront.infra import events
from storefront.models.workshop import Learner

bp = Blueprint("cleaning", __name__, url_prefix="/trainer/workshops/<int:workshop_id>/cleaning")


@bp.get("/")
@need_trainer
def show() -> ResponseReturnValue:
    """What can be begun anew or ended, and what is being done, a part that the page asks for again."""
    if "part" in request.args:
        return respond.page("classroom/_cleaning.html", **_under_way())
    return _page(request.args.getlist("learner"))


@bp.post("/resets")
@need_trainer
def create_reset() -> ResponseReturnValue:
    """Let the chosen learners begin anew, after one more question."""
    PlainForm().check_token()
    learners, forget = _chosen(), "forget_progress" in request.form
    if not learners:
        return _page(forget=forget, problem=str(NobodyChosen.message)), 422
    if "sure" not in request.form:
        return _sure_of_reset(learners, forget)
    reset.ask_for_reset(g.workshop, learners, forget_progress=forget, by=events.acting_user())
    flash(_("%(number)s learners begin anew in a moment.", number=len(learners)), "good")
    return _back()


@bp.post("/archive")
@need_trainer
def create_archive() -> ResponseReturnValue:
    """Put the finished class away."""
    PlainForm().check_token()
    archive.archive(g.workshop, by=events.acting_user())
    flash(_("The class is archived. Results and certificates can still be read."), "good")
    return _back()


@bp.post("/deletion")
@need_trainer
def create_deletion() -> ResponseReturnValue:
    """Delete the practice data now instead of by rule, after one more question."""
    PlainForm().check_token()
    if "sure" not in request.form:
        return _sure_of_deletion()
    archive.archive(g.workshop, by=events.acting_user())
    archive.ask_for_deletion(g.workshop, by=events.acting_user())
    flash(_("The practice data is being deleted."), "good")
    return _back()


def _page(chosen: Sequence[str] = (), *, forget: bool = False, problem: str = "") -> str:
    return respond.page(
        "classroom/cleaning.html",
        learners=learners_with_shops(g.workshop),
        chosen=chosen,
        forget=forget,
        problem=problem,
        **_under_way(),
    )


def _under_way() -> dict[str, Any]:
    waiting, failed = reset.waiting(g.workshop)
    return {
        "waiting": waiting,
        "failed": failed,
        "deletion": archive.deletion(g.workshop),
        "left": archive.left(g.workshop),
        "kept_until": archive.kept_until(g.workshop),
        "plain": PlainForm(formdata=None),
    }


def _chosen() -> list[Learner]:
    wanted = set(request.form.getlist("learner"))
    return [learner for learner in learners_with_shops(g.workshop) if str(learner.id) in wanted]


def _sure_of_reset(learners: Sequence[Learner], forget: bool) -> str:
    question = _(
        "%(number)s practice shops are emptied: goods, orders, pages and settings go and do not come back.",
        number=len(learners),
    )
    more = _("What was reached in the missions goes too.") if forget else _("What was reached stays.")
    return _sure(
        _("Begin anew"),
        f"{question} {more}",
        yes=_("Begin anew"),
        action=url_for(".create_reset", workshop_id=g.workshop.id),
        learners=learners,
        fields={"forget_progress": "1"} if forget else {},
    )


def _sure_of_deletion() -> str:
    question = _(
        "All practice shops of this class go with everything in them, and the names of people whom only "
        "this class knows. Certificates, attendance and results stay. This cannot be undone."
    )
    earned = [one for one in candidates(g.workshop.id, Kind.CLASS) if one.earned and not one.certificate]
    if earned:
        warning = _(
            "%(number)s learners have earned a certificate that is not issued yet. Issue it first: "
            "afterwards it can't be.",
            number=len(earned),
        )
        question = f"{warning} {question}"
    return _sure(
        _("Delete practice data"),
        question,
        yes=_("Delete practice data"),
        action=url_for(".create_deletion", workshop_id=g.workshop.id),
    )


def _sure(
    title: str,
    question: str,
    *,
    yes: str,
    action: str,
    learners: Sequence[Learner] = (),
    fields: dict[str, str] | None = None,
) -> str:
    return respond.page(
        "classroom/confirm.html",
        place="cleaning",
        title=title,
        question=question,
        yes=yes,
        danger=True,
        action=action,
        back=url_for(".show", workshop_id=g.workshop.id),
        learners=learners,
        fields=fields or {},
        plain=PlainForm(formdata=None),
    )


def _back() -> ResponseReturnValue:
    return redirect(url_for(".show", workshop_id=g.workshop.id), 303)
