"""A learner's own certificate: what is still missing, the name to print, and the paper."""

from __future__ import annotations

from flask import Blueprint, flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField

from storefront.blueprints.classroom.door import need_learner
from storefront.blueprints.classroom.downloads import PDF_TYPE, download
from storefront.blueprints.common.forms import BaseForm, required
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.domain.workshops import certificates
from storefront.domain.workshops.certificate_words import KINDS
from storefront.domain.workshops.certificates import Kind
from storefront.infra.errors import Invalid, NotFound
from storefront.infra.events import acting_user

bp = Blueprint("my_certificate", __name__, url_prefix="/class/<int:workshop_id>/certificate")


class NameForm(BaseForm):
    """What is to be printed."""

    name = StringField(lazy_gettext("Full name, as on your papers"), [required()])


@bp.get("/")
@need_learner
def show() -> ResponseReturnValue:
    """What is done and missing, and the name."""
    return page(
        "classroom/my_certificate.html", **_things(NameForm(formdata=None, name=g.learner.paper_name))
    )


@bp.post("/")
@need_learner
def confirm() -> ResponseReturnValue:
    """Keep the name."""
    form = NameForm()
    if not form.validate():
        return invalid("classroom/my_certificate.html", **_things(form))
    try:
        certificates.confirm_name(g.learner, form.name.data or "", by=acting_user())
    except Invalid as wrong:
        form.add_errors(wrong.errors)
        return invalid("classroom/my_certificate.html", **_things(form))
    flash(_("Your name is kept. Your trainer issues the certificate when the missions are done."), "good")
    return see_other(url_for(".show", workshop_id=g.workshop.id))


@bp.get("/<int:certificate_id>/file.pdf")
@need_learner
def file(certificate_id: int) -> ResponseReturnValue:
    """One's own paper."""
    certificate = certificates.of_workshop(g.workshop, certificate_id)
    if certificate.learner_id != g.learner.id:
        raise NotFound
    return download(certificate.pdf, PDF_TYPE, certificates.file_name(certificate))


def _things(form: NameForm) -> dict[str, object]:
    return {
        "nav": "certificate",
        "form": form,
        "kinds": {Kind.CLASS: KINDS[False], Kind.PROGRAMME: KINDS[True]},
        "candidates": [certificates.candidate(g.learner, kind) for kind in Kind],
    }
