"""Carry home: a class saved as one file on the laptop, and brought in here from such a file."""

from __future__ import annotations

import datetime as dt
import tempfile
from typing import Any

from flask import Blueprint, g, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext
from wtforms import FileField

from storefront.blueprints.classroom.door import need_trainer
from storefront.blueprints.classroom.downloads import ZIP_TYPE
from storefront.blueprints.common.forms import BaseForm, required
from storefront.blueprints.common.respond import invalid, page, see_other
from storefront.blueprints.common.session import me
from storefront.blueprints.portal.accounts import PlainForm
from storefront.domain.workshops import learners
from storefront.domain.workshops.carry import bring_in, uploads
from storefront.domain.workshops.carry.contents import Contents, read_contents, standing
from storefront.domain.workshops.carry.export import export_class
from storefront.domain.workshops.customers.playing import learners_with_shops
from storefront.domain.workshops.people import trains
from storefront.infra.db import db
from storefront.infra.errors import Invalid
from storefront.infra.text import slugify
from storefront.models.workshop import Workshop

bp = Blueprint("carry", __name__, url_prefix="/trainer")
SAVING, UPLOADING = "classroom/carry_saving.html", "classroom/carry.html"
FOUND, PART = "classroom/carry_found.html", "classroom/_carry_found.html"
LARGEST = 400 * 2**20
"""Bytes of an upload: thirty shops with the pictures of a class, and room for more."""


class CarriedForm(BaseForm):
    """The file."""

    file = FileField(lazy_gettext("File of the class (.zip)"), [required()])


@bp.before_request
def take_a_whole_class() -> None:
    """Larger than other forms, said before a guard reads the form for its token."""
    request.max_content_length = LARGEST


@bp.get("/workshops/<int:workshop_id>/carry-home")
@need_trainer
def choose() -> ResponseReturnValue:
    """Whose practice shops go along."""
    return page(SAVING, learners=learners_with_shops(g.workshop), plain=PlainForm(formdata=None))


@bp.post("/workshops/<int:workshop_id>/carry-home")
@need_trainer
def save() -> ResponseReturnValue:
    """The file."""
    PlainForm().check_token()
    wanted = {int(each) for each in request.form.getlist("learner") if each.isdecimal()}
    target = tempfile.TemporaryFile()  # noqa: SIM115 - closed once it is sent
    export_class(g.workshop, wanted, target)
    target.seek(0)
    name = f"{slugify(g.workshop.title) or 'lop-tap-huan'}-{g.workshop.join_code}.zip"
    answer = send_file(target, ZIP_TYPE, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.get("/carry-home")
@need_trainer
def index() -> ResponseReturnValue:
    """The form for a file."""
    return page(UPLOADING, form=CarriedForm(formdata=None))


@bp.post("/carry-home")
@need_trainer
def upload() -> ResponseReturnValue:
    """Check a file and keep it; nothing is brought in yet."""
    form = CarriedForm()
    try:
        if not form.validate():
            raise Invalid({})
        digest = uploads.keep(me(), request.files["file"].stream)
    except Invalid as error:
        form.add_errors(error.errors)
        return invalid(UPLOADING, form=form)
    return see_other(url_for(".show", digest=digest))


@bp.get("/carry-home/<digest>")
@need_trainer
def show(digest: str) -> ResponseReturnValue:
    """What is inside, what is here already, and how far the bringing in is."""
    contents = read_contents(uploads.open_file(me(), digest))
    return page(
        PART if "part" in request.args else FOUND, **_things(contents, digest, PlainForm(formdata=None))
    )


@bp.post("/carry-home/<digest>/bringing")
@need_trainer
def bring(digest: str) -> ResponseReturnValue:
    """Leave the job; asked twice it is one."""
    form = PlainForm()
    form.check_token()
    try:
        bring_in.ask(me(), digest)
    except (bring_in.SomebodyElsesClass, bring_in.PracticeIsDeleted) as error:
        form.form_errors.append(str(error.message))
        contents = read_contents(uploads.open_file(me(), digest))
        return page(FOUND, **_things(contents, digest, form)), 409
    return see_other(url_for(".show", digest=digest))


def _things(contents: Contents, digest: str, form: PlainForm) -> dict[str, Any]:
    here = standing(contents, digest)
    job = None if here.complete else bring_in.job_of(me(), digest)
    workshop = db.session.get(Workshop, here.workshop_id) if here.workshop_id else None
    mine = workshop is not None and (me().is_staff or trains(me().id, workshop.id))
    return {
        "nav": "workshops",
        "contents": contents,
        "days": [dt.date.fromisoformat(contents.workshop[name]) for name in ("starts_on", "ends_on")],
        "here": here,
        "job": job,
        "workshop": workshop if mine else None,
        "learners": learners.of_workshop(workshop) if workshop and mine else [],
        "digest": digest,
        "plain": form,
    }
