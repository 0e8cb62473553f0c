"""Certificates as a trainer issues them: who earned one, issued to one or to all, taken back, downloaded."""

from __future__ import annotations

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from wtforms import StringField

from storefront.blueprints.classroom.door import need_trainer
from storefront.blueprints.classroom.downloads import PDF_TYPE, ZIP_TYPE, download
from storefront.blueprints.common.forms import BaseForm, required
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.workshops import certificates
from storefront.domain.workshops.certificates import Candidate, Kind
from storefront.infra.errors import Conflict, NotFound
from storefront.infra.events import acting_user
from storefront.infra.links import lasting_url

bp = Blueprint("certificates", __name__, url_prefix="/trainer/workshops/<int:workshop_id>/certificates")
KIND_NAMES = {Kind.CLASS: lazy_gettext("Of the class"), Kind.PROGRAMME: lazy_gettext("Of the programme")}


class RevokeForm(BaseForm):
    """Why it is taken back."""

    reason = StringField(lazy_gettext("Reason, shown on the public check page"), [required()])


@bp.get("/")
@need_trainer
def index() -> ResponseReturnValue:
    """Every learner, what they still lack, and their certificate."""
    kind = _kind(request.args.get("kind", ""))
    return page(
        "classroom/certificates.html",
        kind=kind,
        kinds=KIND_NAMES,
        lasting=lasting_url("/"),
        candidates=certificates.candidates(g.workshop.id, kind),
    )


@bp.post("/")
@need_trainer
def issue_all() -> ResponseReturnValue:
    """Issue it to everybody who has earned it."""
    kind = _asked()
    return _issued(certificates.candidates(g.workshop.id, kind), kind)


@bp.post("/learners/<int:learner_id>")
@need_trainer
def issue(learner_id: int) -> ResponseReturnValue:
    """Issue it to one."""
    kind = _asked()
    chosen = [
        one for one in certificates.candidates(g.workshop.id, kind) if one.standing.learner.id == learner_id
    ]
    if not chosen:
        raise NotFound
    return _issued(chosen, kind)


@bp.get("/<int:certificate_id>/revocation")
@need_trainer
def ask_to_revoke(certificate_id: int) -> ResponseReturnValue:
    """The page that asks why."""
    certificate = certificates.of_workshop(g.workshop, certificate_id)
    form = RevokeForm(formdata=None)
    return page("classroom/certificate_revoke.html", certificate=certificate, form=form)


@bp.post("/<int:certificate_id>/revocation")
@need_trainer
def revoke(certificate_id: int) -> ResponseReturnValue:
    """Take it back."""
    certificate = certificates.of_workshop(g.workshop, certificate_id)
    form = RevokeForm()
    if not form.validate():
        return invalid("classroom/certificate_revoke.html", certificate=certificate, form=form)
    certificates.revoke(certificate, reason=form.reason.data or "", by=acting_user())
    flash(_("The certificate of %(name)s was taken back.", name=certificate.facts["name"]), "good")
    return see_other(url_for(".index", workshop_id=g.workshop.id, kind=certificate.kind))


@bp.get("/<int:certificate_id>/file.pdf")
@need_trainer
def file(certificate_id: int) -> ResponseReturnValue:
    """The paper of one."""
    certificate = certificates.of_workshop(g.workshop, certificate_id)
    return download(certificate.pdf, PDF_TYPE, certificates.file_name(certificate))


@bp.get("/all.zip")
@need_trainer
def files() -> ResponseReturnValue:
    """The good papers of the class in one file."""
    good = certificates.papers_of(g.workshop.id, _kind(request.args.get("kind", "")))
    return download(certificates.zipped(good), ZIP_TYPE, "giay-chung-nhan.zip")


def _kind(name: str) -> Kind:
    return Kind.PROGRAMME if name == Kind.PROGRAMME.value else Kind.CLASS


def _asked() -> Kind:
    return _kind(request.form.get("kind", ""))


def _issued(chosen: list[Candidate], kind: Kind) -> ResponseReturnValue:
    workshop_id = g.workshop.id
    made = certificates.issue(chosen, by=acting_user())
    if not made:
        raise Conflict(_("Nobody here has done the missions, given a name and still waits for a paper."))
    flash(ngettext("%(num)s certificate was issued.", "%(num)s certificates were issued.", len(made)), "good")
    return see_other(url_for(".index", workshop_id=workshop_id, kind=kind.value))
