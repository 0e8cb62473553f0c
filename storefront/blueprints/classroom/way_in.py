"""What shows people into a class: the poster, the projector's page, and the join code behind both."""

from __future__ import annotations

import io
from typing import Any

import segno
from flask import Blueprint, Response, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from storefront.blueprints.classroom.door import need_trainer
from storefront.blueprints.classroom.polling import FRESH, unless_unchanged
from storefront.blueprints.common import respond
from storefront.blueprints.portal.accounts import PlainForm
from storefront.domain.workshops import attend, poster, schedule
from storefront.domain.workshops.board import version_for
from storefront.infra import events

bp = Blueprint("way_in", __name__, url_prefix="/trainer/workshops/<int:workshop_id>")


@bp.get("/poster.pdf")
@need_trainer
def show_poster() -> ResponseReturnValue:
    """The poster, to print."""
    answer = Response(poster.poster(g.workshop), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{g.workshop.join_code}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/join")
@need_trainer
def projector() -> ResponseReturnValue:
    """Code, camera code and address in big type, and how many are in; it keeps itself fresh."""
    return respond.page("classroom/projector_join.html", **_door())


@bp.get("/join/rows")
@unless_unchanged(version_for)
@need_trainer
def projector_rows() -> ResponseReturnValue:
    """The part that changes alone, when somebody came."""
    return respond.page("classroom/_doorway.html", **_door()), FRESH


@bp.get("/join/qr.svg")
@need_trainer
def qr() -> ResponseReturnValue:
    """The camera code of the class."""
    picture = io.BytesIO()
    segno.make(poster.join_url(g.workshop), error="m").save(
        picture, kind="svg", scale=8, border=2, light="#fff"
    )
    answer = Response(picture.getvalue(), mimetype="image/svg+xml")
    answer.set_etag(g.workshop.join_code)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer.make_conditional(request)


@bp.post("/code")
@need_trainer
def renew_code() -> ResponseReturnValue:
    """Another join code."""
    PlainForm().check_token()
    schedule.renew_code(g.workshop, by=events.acting_user())
    flash(_("This is the new code. The former one and its posters lead nowhere."), "good")
    return _back()


@bp.post("/joining")
@need_trainer
def switch_joining() -> ResponseReturnValue:
    """Let people join, or no more."""
    PlainForm().check_token()
    joining = request.form.get("joining") == "on"
    schedule.set_joining(g.workshop, joining, by=events.acting_user())
    flash(_("People can join again.") if joining else _("Nobody can join now."), "good")
    return _back()


def _door() -> dict[str, Any]:
    return {
        "address": poster.join_address(),
        "waiting": attend.waiting(g.workshop),
        "poll": url_for("classroom.way_in.projector_rows", workshop_id=g.workshop.id),
    }


def _back() -> ResponseReturnValue:
    return redirect(url_for("classroom.workshops.show", workshop_id=g.workshop.id), 303)
